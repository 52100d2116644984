import type { Deps } from './deps.ts';
import type { JobHandlers } from './platform/jobs/job.ts';

/** The handler of every kind of job that the features enqueue. */
export function domainJobs(_deps: Deps): JobHandlers {
  return {};
}
