import { randomUUID } from 'node:crypto';
import type { Database } from '../database/open-database.ts';
import { claimJobs, freeExpired, nextDue, returnJobs } from './job-statements.ts';

export interface ClaimedJob {
  readonly job_id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly created_at: Date;
  readonly leaseId: string;
}

/** Claimed jobs, taken from the table a batch at a time; one claim is under way at most. */
export function createJobSource(database: Database, options: { kinds: string[]; batch: number; leaseMs: number }) {
  const { kinds, batch, leaseMs } = options;
  const buffer: ClaimedJob[] = [];
  let claiming: Promise<void> | null = null;
  let wasFull = false;

  async function claim(): Promise<void> {
    // While the table gives full batches its dead workers' jobs can wait.
    if (!wasFull) await database.query(freeExpired, []);
    const leaseId = randomUUID();
    const rows = await database.query<Omit<ClaimedJob, 'leaseId'>>(claimJobs, [batch, kinds, leaseMs, leaseId]);
    wasFull = rows.length === batch;
    buffer.push(...rows.map((row) => ({ ...row, leaseId })));
    buffer.sort((a, b) => Number(BigInt(a.job_id) - BigInt(b.job_id)));
  }

  return {
    /** Claimed and not yet taken. */
    waiting: buffer as readonly ClaimedJob[],
    /** The next job, claimed for this process; undefined when none is due. */
    async take(): Promise<ClaimedJob | undefined> {
      if (buffer.length === 0) {
        claiming ??= claim().finally(() => {
          claiming = null;
        });
        await claiming;
      }
      return buffer.shift();
    },
    /** Milliseconds until the next job is due, if one is planned. */
    async untilNext(): Promise<number | null> {
      const [row] = await database.query<{ ms: number | null }>(nextDue, [kinds]);
      return row?.ms ?? null;
    },
    /** Gives claimed jobs back that were never started. */
    async giveBack(): Promise<void> {
      await claiming?.catch(() => {});
      const unstarted = buffer.splice(0);
      const leases = [...new Set(unstarted.map((job) => job.leaseId))];
      const ids = unstarted.map((job) => job.job_id);
      if (ids.length > 0) await database.query(returnJobs, [ids, leases]);
    },
  };
}
