import type { Action } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { LockedCase } from '../decisions/lock-case.ts';
import { leaveStrike, ruleOf } from '../decisions/strikes.ts';
import type { Deps } from '../deps.ts';
import { sendAction } from '../enforcement/send-action.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { createReference } from '../platform/reference.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { newUuid } from '../staff/tokens.ts';

/**
 * The hearer's own decision in the place of one that fell: under the same policy as it read then, with its strike. It is told
 * after the other one was taken back, and can be appealed against like any.
 */
export async function putMilder(
  deps: Deps,
  tx: Transaction,
  given: {
    readonly file: LockedCase;
    readonly decision: Selectable<DecisionTable>;
    readonly hearingId: string;
    readonly staffId: string;
    readonly reason: string;
    readonly milder: { readonly action: Action; readonly days: number | null };
  },
): Promise<void> {
  const { file, decision: fallen, milder, staffId } = given;
  const now = deps.clock();
  const decision = await tx
    .insertInto('decision')
    .values({
      decision_id: newUuid(deps.random),
      reference: createReference('D', deps.random(7)),
      case_id: file.case_id,
      action: milder.action,
      policy_id: fallen.policy_id,
      policy_version: fallen.policy_version,
      policy_title: fallen.policy_title,
      reason: given.reason,
      until: milder.days === null ? null : new Date(now.getTime() + milder.days * 86_400_000),
      state: 'in-force',
      report_count: fallen.report_count,
      decided_by: staffId,
      decided_at: now,
      in_force_at: now,
      second_staff_id: null,
      second_at: null,
      second_reason: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('appeal_hearing')
    .set({ new_decision_id: decision.decision_id })
    .where('hearing_id', '=', given.hearingId)
    .execute();
  const strikes = await leaveStrike(tx, file, decision, await ruleOf(tx, decision), now);
  await sendAction(deps, tx, file, decision, { messages: [], strikes, undoable: false });
  const { action, reference } = decision;
  const said = { code: 'decided-instead', action, reference, instead: fallen.reference } as const;
  const line = timelineLine({ caseId: file.case_id, at: now, kind: 'decided', staffId, said });
  await tx.insertInto('case_event').values(line).execute();
}
