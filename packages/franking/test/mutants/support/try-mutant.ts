import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { attackIds, attackTests } from '../../attacks/support/attack-index.ts';
import type { CollectedTest } from './collected-test.ts';
import { type Effect, effectOf, isPassing } from './effect.ts';
import { takeKept } from './lenient-assert.ts';
import type { Mutant, MutantResult } from './mutant.ts';
import { importCollector, importMutated, sourceUrl, startGeneration } from './mutant-loader.ts';

const testFolder = new URL('../../', import.meta.url).href;
const attacks = attackTests();
/** Whether the tests of a mutant pass on the code as it stands, per choice of tests. */
const controls = new Map<string, string | null>();

/** Loads the tests that the mutant names, once as they are and once with the mutant, and says what became of it. */
export async function tryMutant(mutant: Mutant): Promise<MutantResult> {
  const url = sourceUrl(mutant.file);
  const source = readFileSync(fileURLToPath(url), 'utf8');
  const pieces = source.split(mutant.find).length - 1;
  if (pieces !== 1) return { outcome: 'not-found-once', detail: `the snippet occurs ${pieces} times` };

  const problem = await control(mutant);
  if (problem !== null) return { outcome: 'fails-unmutated', detail: problem };

  const run = await runTests(mutant, { url, source: source.replace(mutant.find, () => mutant.replace) });
  if (run.loadError !== null) return { outcome: 'load-error', detail: run.loadError };
  const passing = run.failures.find((failure) => passes(mutant, failure));
  if (passing) return { outcome: 'passes', effect: passing.effect, test: passing.title };
  const other = run.failures.find(({ effect }) => effect === 'code-only');
  if (other) return { outcome: 'code-only', test: other.title };
  const [crash] = run.failures;
  if (crash) return { outcome: 'crashed', detail: `${crash.title}: ${crash.error}` };
  return { outcome: 'survived', detail: `${run.count} tests of "${mutant.killedBy}" pass without this check` };
}

async function control(mutant: Mutant): Promise<string | null> {
  const name = `${mutant.in ?? ''} ${mutant.killedBy}`;
  const known = controls.get(name);
  if (known !== undefined) return known;
  const { count, failures, loadError } = await runTests(mutant, null);
  const found = loadError ?? (count === 0 ? 'no test has this name' : (failures[0]?.title ?? null));
  controls.set(name, found);
  return found;
}

interface Failure {
  title: string;
  error: unknown;
  effect: Effect;
}

interface Run {
  count: number;
  failures: Failure[];
  loadError: string | null;
}

async function runTests(mutant: Mutant, replacement: { url: string; source: string } | null): Promise<Run> {
  startGeneration(replacement);
  const tests: CollectedTest[] = [];
  try {
    for (const file of filesOf(mutant)) await importMutated(testFolder + file);
    const { collected } = await importCollector();
    tests.push(...collected.filter(({ title }) => isNamed(mutant, title)));
  } catch (error) {
    return { count: 0, failures: [], loadError: String(error) };
  }
  const failures: Failure[] = [];
  for (const { title, run } of tests) {
    const errors = await errorsOf(run);
    failures.push(...errors.map((error) => ({ title, error, effect: effectOf(error) })));
    // one attack that passes is enough
    if (failures.some((failure) => passes(mutant, failure))) break;
  }
  return { count: tests.length, failures, loadError: null };
}

/** What the test throws, and the refusals under other codes that it was led past. */
async function errorsOf(run: () => Promise<void>): Promise<unknown[]> {
  takeKept();
  try {
    await run();
    return takeKept();
  } catch (error) {
    return [error, ...takeKept()];
  }
}

function filesOf({ killedBy, in: file }: Mutant): string[] {
  if (file !== undefined) return [file];
  return [...new Set(attacks.filter(({ id }) => id === killedBy).map((item) => item.file))];
}

function isNamed({ killedBy, in: file }: Mutant, title: string): boolean {
  if (file !== undefined) return title.includes(killedBy);
  return attackIds.includes(killedBy) && title.split(' > ').at(-1)?.startsWith(`${killedBy}:`) === true;
}

function passes(mutant: Mutant, { effect }: Failure): boolean {
  return isPassing(effect) || (mutant.crashes === true && effect === 'crash');
}
