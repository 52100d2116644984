import type { Deps } from './deps.ts';
import { domainJobs } from './domain-jobs.ts';
import { combineWorkers } from './platform/jobs/combine-workers.ts';
import { createWorker, type Worker } from './platform/jobs/worker.ts';

/** Kinds of job that wait for another machine's answer, by whose. */
const remote: Readonly<Record<string, 'hubs' | 'sources'>> = {
  'deliver-action': 'hubs',
  'sync-list': 'sources',
  'send-list-feedback': 'sources',
};

/**
 * Works off every kind of job that the features enqueue. A delivery service that hangs delays deliveries only, and a
 * source of lists that hangs delays lists only.
 */
export function createJobWorker(deps: Deps): Worker {
  const { database, random } = deps;
  const log = deps.log.child({ part: 'work' });
  const handlers = Object.entries(domainJobs(deps));
  const workerOf = (whose: 'hubs' | 'sources' | undefined) =>
    createWorker({
      database,
      random,
      log,
      handlers: Object.fromEntries(handlers.filter(([kind]) => remote[kind] === whose)),
    });
  return combineWorkers(workerOf(undefined), workerOf('hubs'), workerOf('sources'));
}
