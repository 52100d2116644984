import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Random } from '../../deps.ts';
import type { Database, Transaction } from '../database/open-database.ts';
import { backoffMs } from './backoff.ts';
import { type JobHandler, JobLeaseLost, JobRefusal, JobRetry } from './job.ts';
import type { ClaimedJob } from './job-source.ts';
import { buryJob, retryJob } from './job-statements.ts';

export interface JobRun {
  readonly database: Database;
  readonly log: Logger;
  readonly random: Random;
  readonly finish: (jobId: string, leaseId: string) => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Runs one claimed job to one of its ends: done, to be tried again, dead, or lost to another worker. */
export async function runJob(job: ClaimedJob, handler: JobHandler, run: JobRun): Promise<void> {
  let finishedInside = false;
  try {
    await handler(job.payload, {
      jobId: job.job_id,
      attempt: job.attempts,
      maxAttempts: job.max_attempts,
      createdAt: job.created_at,
      signal: run.signal,
      async finish(tx: Transaction) {
        await finishWithin(tx, job);
        finishedInside = true;
      },
    });
  } catch (error) {
    await failJob(job, error, run);
    return;
  }
  if (!finishedInside && !(await run.finish(job.job_id, job.leaseId))) {
    run.log.warn({ jobId: job.job_id, kind: job.kind }, 'job ended after its lease had run out');
  }
}

async function finishWithin(tx: Transaction, job: ClaimedJob): Promise<void> {
  const done = await sql`update job set state = 'done', finished_at = now(), lease_id = null, lease_until = null,
    last_error = null where job_id = ${job.job_id}::bigint and lease_id = ${job.leaseId}::uuid`.execute(tx);
  if (done.numAffectedRows !== 1n) throw new JobLeaseLost(`finish job ${job.job_id}: another worker holds it`);
}

async function failJob(job: ClaimedJob, error: unknown, { database, log, random }: JobRun): Promise<void> {
  const facts = { jobId: job.job_id, kind: job.kind, attempt: job.attempts, error: describe(error) };
  if (error instanceof JobLeaseLost) {
    log.warn(facts, 'another worker took the job over');
  } else if (error instanceof JobRefusal || job.attempts >= job.max_attempts) {
    log.error(facts, 'job is dead');
    await database.query(buryJob, [job.job_id, job.leaseId, facts.error]);
  } else {
    const delay = Math.round(error instanceof JobRetry ? error.delayMs : backoffMs(job.attempts, random));
    log.warn({ ...facts, delay }, 'job failed');
    await database.query(retryJob, [job.job_id, job.leaseId, delay, facts.error]);
  }
}

/** Class, code and message; enough to act on, and a handler's messages hold no message text. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 500);
  const code = 'code' in error && typeof error.code === 'string' ? ` [${error.code}]` : '';
  return `${error.name}${code}: ${error.message}`.slice(0, 500);
}
