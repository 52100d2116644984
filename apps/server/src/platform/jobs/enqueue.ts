import { sql } from 'kysely';
import type { Executor } from '../database/open-database.ts';
import type { NewJob } from './job.ts';

/**
 * Enqueues in the caller's transaction: the job exists exactly if the transaction commits. For an order key it takes
 * a transaction-long advisory lock, so that order of job ids is order of commits.
 */
export async function enqueue(tx: Executor, ...jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const keys = [...new Set(jobs.flatMap((job) => job.orderKey ?? []))].sort();
  for (const key of keys) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 8600))`.execute(tx);
  await tx
    .insertInto('job')
    .values(
      jobs.map((job) => ({
        kind: job.kind,
        payload: JSON.stringify(job.payload),
        order_key: job.orderKey ?? null,
        ...(job.runAt === undefined ? {} : { run_at: job.runAt }),
        ...(job.maxAttempts === undefined ? {} : { max_attempts: job.maxAttempts }),
      })),
    )
    .execute();
}

/**
 * The same for a hot path's single statement: a `with` item that enqueues one job per row of `select`, which must
 * yield (kind text, payload jsonb, order_key text, max_attempts integer). With an order key the statement itself must
 * serialise per key.
 * @example
 * const text = `with report as (insert … returning report_id),
 *   queued as (${enqueueSql(`select 'verify-report', jsonb_build_object('reportId', report_id), null from report`)})
 *   select report_id from report`;
 */
export function enqueueSql(select: string): string {
  return `insert into job (kind, payload, order_key, max_attempts) ${select}`;
}
