import type { Selectable } from 'kysely';
import { categoryOf } from '../cases/case-category.ts';
import { weighAgain } from '../cases/place-case.ts';
import { clockOf } from '../cases/score.ts';
import type { LockedCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { timelineLine } from '../schema/timeline-line.ts';

/**
 * Lets the case of a decision that fell wait in the queue again, with a clock that starts anew; the hour of an
 * order ended with the decision that fell. Where another undecided case
 * about the same subject and kind is there by now, that one is decided, and its timeline says what fell.
 */
export async function decideAnew(
  deps: Deps,
  tx: Transaction,
  given: { readonly file: LockedCase; readonly decision: Selectable<DecisionTable>; readonly staffId: string },
): Promise<void> {
  const { file, decision, staffId } = given;
  const now = deps.clock();
  const other = await tx
    .selectFrom('case_file')
    .select('case_id')
    .where('hub_id', '=', file.hub_id)
    .where('subject_kind', '=', file.subject_kind)
    .where('subject_id', '=', file.subject_id)
    .where('category', '=', file.category)
    .where('state', '<>', 'decided')
    .executeTakeFirst();
  const fell = (caseId: string, here: boolean) =>
    timelineLine({
      ...{ caseId, at: now, kind: 'reopened', staffId },
      said: { code: 'fell', reference: decision.reference, here },
    });
  if (other !== undefined) {
    await tx.insertInto('case_event').values(fell(other.case_id, true)).execute();
    return;
  }
  const clock = clockOf(categoryOf(file.category).leaf.clock, file.danger);
  const dueAt = new Date(now.getTime() + clock.firstReviewMinutes * 60_000);
  await tx
    .updateTable('case_file')
    .set({ state: 'open', decided_at: null, claim_staff_id: null, claim_until: null, due_at: dueAt, order_at: null })
    .where('case_id', '=', file.case_id)
    .execute();
  const vault = await openCaseVault(tx, deps.keys, deps.random, file.case_id);
  if (vault !== null) await weighAgain(tx, vault, { ...file, due_at: dueAt, order_at: null });
  await tx.insertInto('case_event').values(fell(file.case_id, false)).execute();
}
