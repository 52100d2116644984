import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Mutant, MutantResult } from './mutant.ts';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Ten minutes, so that no slow machine is taken for a loop that a mutant made endless: that is all it is for. */
const patienceMs = 600_000;

/** Results in the order of the list, from at most two children. */
export async function runMutants(mutants: readonly Mutant[]): Promise<(MutantResult | 'hangs')[]> {
  const results: (MutantResult | 'hangs')[] = [];
  let next = 0;
  const drain = async () => {
    let child = start();
    for (;;) {
      const index = next++;
      const mutant = mutants[index];
      if (mutant === undefined) break;
      const result = await ask(child, mutant);
      results[index] = result;
      if (result !== 'hangs') continue;
      child.kill('SIGKILL');
      child = start();
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, drain));
  return results;
}

function start(): ChildProcess {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const execArgv = ['--conditions=wellhouse-src', '--disable-warning=ExperimentalWarning'];
  return fork(worker, { execArgv, env, serialization: 'json' });
}

function ask(child: ChildProcess, mutant: Mutant): Promise<MutantResult | 'hangs'> {
  const { promise, resolve, reject } = Promise.withResolvers<MutantResult | 'hangs'>();
  const timer = setTimeout(() => resolve('hangs'), patienceMs);
  const onExit = (code: number | null) =>
    reject(new Error(`the child died with ${code} at ${mutant.file}: ${mutant.find}`));
  child.once('exit', onExit);
  child.once('message', (result: MutantResult) => resolve(result));
  child.send(mutant);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('exit', onExit);
  });
}
