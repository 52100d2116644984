/**
 * Each check of the verifier carries weight: taken out by hand, one after the other, every one lets through what the test of its
 * table says is impossible. To be refused under another code is not enough, save for the few of `table/refined.ts`. What each
 * run found is printed as diagnostics.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from './support/effect.ts';
import type { Mutant } from './support/mutant.ts';
import { runMutants } from './support/run-mutants.ts';
import { allMutants } from './table/all-mutants.ts';
import { equivalent } from './table/equivalent.ts';
import { type Refined, refined } from './table/refined.ts';

const shown: Partial<Record<Effect, string>> = {
  accepted: 'is accepted',
  differs: 'has another outcome',
  thrown: 'makes it throw',
  crash: 'makes it fall over',
};

test('without its check, what each mutant’s table names passes, or is one of the few that only refine a verdict', async (context) => {
  const results = await runMutants(allMutants);
  const problems: string[] = [];
  let passes = 0;
  for (const [index, mutant] of allMutants.entries()) {
    const result = results[index];
    const reason = refinedOf(mutant)?.reason;
    const outcome = typeof result === 'object' ? result.outcome : result;
    if (typeof result === 'object' && result.outcome === 'passes' && reason === undefined) {
      passes += 1;
      const title = result.test.split(' > ').at(-1);
      context.diagnostic(`${mutant.file}: without "${mutant.why}" ${shown[result.effect]}: ${title}`);
    } else if (outcome === 'code-only' && reason !== undefined) {
      context.diagnostic(`${mutant.file}: without "${mutant.why}" another code: ${reason}`);
    } else {
      const detail = typeof result !== 'object' ? '' : 'detail' in result ? result.detail : result.test;
      const listed = reason === undefined ? '' : ', yet it is listed as a refinement';
      const what = `${mutant.file}: ${mutant.find.trim().split('\n')[0]}`;
      problems.push(`${what}\n  by ${mutant.killedBy}: ${outcome}${listed}, ${detail}`);
    }
  }
  const counts = `${passes} pass, ${refined.length} refine a verdict, ${equivalent.length} checks are equivalent`;
  context.diagnostic(`${allMutants.length} mutants: ${counts}`);
  assert.equal(problems.length, 0, problems.join('\n'));
});

test('each refinement names one mutant, and they are few', () => {
  for (const item of refined) {
    assert.equal(allMutants.filter((mutant) => refinedOf(mutant) === item).length, 1, `${item.file}: ${item.find}`);
  }
  assert.ok(refined.length * 10 <= allMutants.length);
});

function refinedOf(mutant: Mutant): Refined | undefined {
  return refined.find(({ file, find }) => file === mutant.file && mutant.find.includes(find));
}
