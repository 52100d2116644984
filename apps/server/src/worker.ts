import type { Deps } from './deps.ts';
import { domainJobs } from './domain-jobs.ts';
import { combineWorkers } from './platform/jobs/combine-workers.ts';
import { createWorker, type Worker } from './platform/jobs/worker.ts';

/** Kinds of job that wait for another machine's answer. */
const remote = new Set(['deliver-action']);

/** Works off every kind of job that the features enqueue. A delivery service that hangs delays deliveries only. */
export function createJobWorker(deps: Deps): Worker {
  const { database, random } = deps;
  const log = deps.log.child({ part: 'work' });
  const handlers = Object.entries(domainJobs(deps));
  const workerOf = (isRemote: boolean) =>
    createWorker({
      database,
      random,
      log,
      handlers: Object.fromEntries(handlers.filter(([kind]) => remote.has(kind) === isRemote)),
    });
  return combineWorkers(workerOf(false), workerOf(true));
}
