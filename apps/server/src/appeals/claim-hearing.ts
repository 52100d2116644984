import type { HearingSummary } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { careLimits } from '../care/care-limits.ts';
import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { caseWithin } from '../staff/may-case.ts';
import { notHearerOf } from './appeal-rules.ts';
import { loadParts, mayHear } from './hearing-parts.ts';
import { selectHearings, summariesOf } from './load-hearings.ts';

/** A claim that the screen does not keep alive ends after this, and anybody can hear it. */
const leaseMs = 15 * 60_000;

/**
 * Claims the open hearing with the oldest clock that this person may hear. Two people never get the same one: whoever is
 * being claimed is skipped; so are kinds that they have opted out of or seen enough of. Plan: appeal_hearing_queue from its top.
 * @throws ProblemError `queue-empty`, `on-break`
 */
export async function claimNextHearing(
  deps: Deps,
  staff: Pick<StaffCaller, 'staffId' | 'limits'>,
): Promise<z.input<typeof HearingSummary>> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const { withoutCategories, pausedUntil } = await careLimits(tx, staff.staffId, now);
    if (pausedUntil !== null) throw new ProblemError('on-break');
    const next = await tx
      .selectFrom('appeal_hearing')
      .innerJoin('case_file', 'case_file.case_id', 'appeal_hearing.case_id')
      .select('appeal_hearing.hearing_id')
      .where('appeal_hearing.state', '=', 'open')
      .where((query) =>
        query.or([
          query('appeal_hearing.claim_until', 'is', null),
          query('appeal_hearing.claim_until', '<=', now),
          query('appeal_hearing.claim_staff_id', '=', staff.staffId),
        ]),
      )
      .where(mayHear(staff.staffId))
      .where(caseWithin(staff.limits('appeal.decide')))
      .where(sql<boolean>`not case_file.category = any(${withoutCategories}::text[])`)
      .orderBy('appeal_hearing.due_at')
      .orderBy('appeal_hearing.hearing_id')
      .limit(1)
      .forUpdate('appeal_hearing')
      .skipLocked()
      .executeTakeFirst();
    if (next === undefined) throw new ProblemError('queue-empty', 'No appeal waits that you may hear.');
    return hold(deps, tx, staff.staffId, next.hearing_id);
  });
}

/** @throws ProblemError `hearing-closed`, `not-independent`, `already-claimed`, `on-break`, `not-for-them` */
export async function claimHearing(
  deps: Deps,
  staffId: string,
  hearingId: string,
): Promise<z.input<typeof HearingSummary>> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const row = await lockHearing(tx, hearingId);
    if (row.state === 'decided') throw new ProblemError('hearing-closed');
    await assertMayHear(tx, row.case_id, staffId);
    if (row.claim_staff_id !== staffId && row.claim_until !== null && row.claim_until > now) {
      throw new ProblemError('already-claimed', 'Another person hears this appeal.');
    }
    // Whoever hears it already may finish it.
    if (row.claim_staff_id !== staffId) await assertCare(tx, { staffId, caseId: row.case_id }, now);
    return hold(deps, tx, staffId, hearingId);
  });
}

async function assertCare(tx: Transaction, given: { staffId: string; caseId: string }, now: Date): Promise<void> {
  const { withoutCategories, pausedUntil } = await careLimits(tx, given.staffId, now);
  if (pausedUntil !== null) throw new ProblemError('on-break');
  const { category } = await tx
    .selectFrom('case_file')
    .select('category')
    .where('case_id', '=', given.caseId)
    .executeTakeFirstOrThrow();
  if (withoutCategories.includes(category)) throw new ProblemError('not-for-them', 'This appeal is not for you: care.');
}

export async function releaseHearing(deps: Deps, staffId: string, hearingId: string): Promise<void> {
  await deps.database.kysely
    .updateTable('appeal_hearing')
    .set({ claim_staff_id: null, claim_until: null })
    .where('hearing_id', '=', hearingId)
    .where('claim_staff_id', '=', staffId)
    .execute();
}

/** Takes the hearing's row until the transaction ends. @throws ProblemError `not-found` */
export async function lockHearing(tx: Transaction, hearingId: string) {
  const row = await tx
    .selectFrom('appeal_hearing')
    .selectAll()
    .where('hearing_id', '=', hearingId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  return row;
}

/** Whatever roles somebody holds by now, a part in the case stays one. @throws ProblemError `not-independent` */
export async function assertMayHear(executor: Executor, caseId: string, staffId: string): Promise<void> {
  const parts = (await loadParts(executor, [caseId])).get(caseId) ?? [];
  if (notHearerOf(parts, staffId) === null) return;
  throw new ProblemError('not-independent', 'You had a part in what is appealed against; a different person hears it.');
}

async function hold(deps: Deps, tx: Transaction, staffId: string, hearingId: string) {
  await tx
    .updateTable('appeal_hearing')
    .set({ claim_staff_id: staffId, claim_until: new Date(deps.clock().getTime() + leaseMs) })
    .where('hearing_id', '=', hearingId)
    .execute();
  const row = await selectHearings(tx).where('hearing_id', '=', hearingId).executeTakeFirstOrThrow();
  const [summary] = await summariesOf(deps, tx, [row], staffId);
  if (summary === undefined) throw new Error(`read hearing ${hearingId} back`);
  return summary;
}
