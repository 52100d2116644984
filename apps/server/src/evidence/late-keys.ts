import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';

/**
 * A key can come in while a report that needs it is being filed: one of the two has to see the other. Whoever publishes
 * keys of a hub holds the lock alone, those who file messages that miss one hold it together, until their transaction ends.
 */
export async function lockLateKeys(tx: Transaction, hubId: string, mode: 'publishing' | 'filing'): Promise<void> {
  const key = `late-keys:${hubId}`;
  await (mode === 'publishing'
    ? sql`select pg_advisory_xact_lock(hashtextextended(${key}, 8600))`
    : sql`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 8600))`
  ).execute(tx);
}

/** Has the messages verified again that waited for one of these keys. Call it under the lock, in the transaction that adds them. */
export async function verifyWaiting(tx: Transaction, hubId: string, keyIds: readonly string[]): Promise<void> {
  const waiting = await tx
    .selectFrom('evidence_item')
    .innerJoin('report', 'report.report_id', 'evidence_item.report_id')
    .select('evidence_item.report_id')
    .distinct()
    .where('report.hub_id', '=', hubId)
    .where('evidence_item.awaits_key', 'in', [...keyIds])
    .execute();
  await enqueueAgain(
    tx,
    waiting.map((row) => row.report_id),
  );
}

/** The same for one report that is being filed, if a key that it misses has come in meanwhile. */
export async function verifyOvertaken(
  tx: Transaction,
  report: { hubId: string; reportId: string },
  missing: readonly number[],
): Promise<void> {
  if (missing.length === 0) return;
  await lockLateKeys(tx, report.hubId, 'filing');
  const known = await tx
    .selectFrom('hub_key')
    .select('key_id')
    .where('hub_id', '=', report.hubId)
    .where('key_id', 'in', missing.map(String))
    .executeTakeFirst();
  if (known !== undefined) await enqueueAgain(tx, [report.reportId]);
}

async function enqueueAgain(tx: Transaction, reportIds: readonly string[]): Promise<void> {
  const jobs = reportIds.map((reportId) => ({ kind: 'verify-again', payload: { reportId }, maxAttempts: neverGiveUp }));
  // the statement has four parameters a job
  for (let at = 0; at < jobs.length; at += 1_000) await enqueue(tx, ...jobs.slice(at, at + 1_000));
}
