import type { Worker } from './worker.ts';

/** Several workers as one, each with lanes of its own: jobs that wait for the network cannot fill the others' lanes. */
export function combineWorkers(...workers: readonly Worker[]): Worker {
  return {
    start() {
      for (const worker of workers) worker.start();
    },
    async stop(patienceMs) {
      await Promise.all(workers.map((worker) => worker.stop(patienceMs)));
    },
    async drain() {
      let total = 0;
      // One worker's jobs may enqueue another's.
      for (let ran = -1; ran !== 0; total += ran) {
        ran = 0;
        for (const worker of workers) ran += await worker.drain();
      }
      return total;
    },
  };
}
