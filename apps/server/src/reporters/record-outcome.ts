import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import {
  dismissedHalfLifeDays,
  mostDismissed,
  mostUpheld,
  upheldHalfLifeDays,
  upheldShare,
} from './reporter-record.ts';

/** What a case says of those who reported it; null: nothing any more, the decision was taken back. */
export type Outcome = 'upheld' | 'dismissed';

/**
 * Counts how a case ended in the record of everybody who reported it. What the case counted for before is taken back, so the same
 * outcome twice counts once, and the other one turns it round. The caller holds the case's row; records are written in the
 * order of their names, so that two cases with the same reporters wait for each other and never lock. Their other undecided
 * cases are counted again by a job. A rehearsal counts for nobody.
 */
export async function recordOutcome(
  tx: Transaction,
  { caseId, outcome, at }: { readonly caseId: string; readonly outcome: Outcome | null; readonly at: Date },
): Promise<void> {
  const file = await tx
    .selectFrom('case_file')
    .leftJoin('case_outcome', 'case_outcome.case_id', 'case_file.case_id')
    .select(['case_file.drill', 'case_file.reporter_count', 'case_outcome.outcome', 'case_outcome.at'])
    .where('case_file.case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  if (file.drill || file.outcome === outcome) return;
  await enqueue(tx, { kind: 'weigh-voices', payload: { caseId, after: null }, maxAttempts: neverGiveUp });
  if (file.outcome !== null && file.at !== null) {
    const amount = -one(file.outcome, file.reporter_count) * faded(file.outcome, file.at, at);
    await addToRecords(tx, { caseId, outcome: file.outcome, amount, at });
  }
  if (outcome === null) {
    await tx.deleteFrom('case_outcome').where('case_id', '=', caseId).execute();
    return;
  }
  await addToRecords(tx, { caseId, outcome, amount: one(outcome, file.reporter_count), at });
  await tx
    .insertInto('case_outcome')
    .values({ case_id: caseId, outcome, at })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet({ outcome, at }))
    .execute();
}

/** What it counts for each of so many reporters. */
function one(outcome: Outcome, reporters: number): number {
  return outcome === 'upheld' ? upheldShare(reporters) : 1;
}

/** What is left today of a count of one. */
function faded(outcome: Outcome, from: Date, to: Date): number {
  const halfLife = outcome === 'upheld' ? upheldHalfLifeDays : dismissedHalfLifeDays;
  return 0.5 ** (Math.max(0, to.getTime() - from.getTime()) / 86_400_000 / halfLife);
}

/** Fades the records of all reporters of the case to `at`, as `fade` does, and adds to one of the counts. */
async function addToRecords(
  tx: Transaction,
  { caseId, outcome, amount, at }: { caseId: string; outcome: Outcome; amount: number; at: Date },
): Promise<void> {
  const [upheld, dismissed] = outcome === 'upheld' ? [amount, 0] : [0, amount];
  const days = sql`(greatest(0, extract(epoch from ${at}::timestamptz - record.as_of) / 86400)::float8)`;
  await sql`insert into reporter_record as record (hub_id, reporter, upheld, dismissed, as_of)
    select hub_id, reporter, greatest(0, ${upheld}::float8), greatest(0, ${dismissed}::float8), ${at}::timestamptz
    from case_reporter where case_id = ${caseId} order by hub_id, reporter
    on conflict (hub_id, reporter) do update set
      upheld = least(${mostUpheld}::float8,
        greatest(0, record.upheld * 0.5 ^ (${days} / ${upheldHalfLifeDays}::float8) + ${upheld}::float8)),
      dismissed = least(${mostDismissed}::float8,
        greatest(0, record.dismissed * 0.5 ^ (${days} / ${dismissedHalfLifeDays}::float8) + ${dismissed}::float8)),
      as_of = greatest(record.as_of, ${at}::timestamptz)`.execute(tx);
}
