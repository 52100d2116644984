import type { Deps } from './deps.ts';
import { domainJobs } from './domain-jobs.ts';
import { createWorker, type Worker } from './platform/jobs/worker.ts';

/** Works off every kind of job that the features enqueue. */
export function createJobWorker(deps: Deps): Worker {
  const { database, random, log } = deps;
  return createWorker({ database, random, log: log.child({ part: 'work' }), handlers: domainJobs(deps) });
}
