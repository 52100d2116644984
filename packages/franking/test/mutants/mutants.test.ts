/**
 * Each check of the verifier carries weight: taken out by hand, one after the other, every one lets a named attack pass. The
 * mutants stand in `table`; what each run found is printed as diagnostics.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMutants } from './support/run-mutants.ts';
import { allMutants } from './table/all-mutants.ts';

test('every mutant of the verifier is killed by the attack that its table names', async (context) => {
  const results = await runMutants(allMutants);
  const problems: string[] = [];
  for (const [index, mutant] of allMutants.entries()) {
    const result = results[index];
    const what = `${mutant.file}: ${mutant.find.trim().split('\n')[0]}`;
    if (typeof result === 'object' && result.outcome === 'killed') {
      context.diagnostic(`${mutant.file}: without "${mutant.why}" passes ${result.test.split(' > ').at(-1)}`);
    } else {
      const found = typeof result === 'object' ? `${result.outcome}, ${result.detail}` : result;
      problems.push(`${what}\n  by ${mutant.killedBy}: ${found}`);
    }
  }
  context.diagnostic(`${allMutants.length} mutants, ${allMutants.length - problems.length} killed`);
  assert.equal(problems.length, 0, problems.join('\n'));
});
