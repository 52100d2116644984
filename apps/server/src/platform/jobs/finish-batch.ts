import type { Database } from '../database/open-database.ts';
import { finishJobs } from './job-statements.ts';

/**
 * Marks jobs done, together: what ends while one statement is under way goes into the next. Resolves to false when
 * the lease had run out and another worker holds the job by now.
 */
export function createFinisher(database: Database): (jobId: string, leaseId: string) => Promise<boolean> {
  let waiting: { jobId: string; leaseId: string; settle: (done: Promise<boolean>) => void }[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      const ids = taken.map((job) => job.jobId);
      const leases = [...new Set(taken.map((job) => job.leaseId))];
      const ended = database.query<{ job_id: string }>(finishJobs, [ids, leases]).then((rows) => {
        return new Set(rows.map((row) => row.job_id));
      });
      for (const job of taken) job.settle(ended.then((done) => done.has(job.jobId)));
      await ended.catch(() => {});
    }
    flushing = false;
  }

  return (jobId, leaseId) =>
    new Promise((resolve) => {
      waiting.push({ jobId, leaseId, settle: resolve });
      if (flushing) return;
      flushing = true;
      queueMicrotask(flush);
    });
}
