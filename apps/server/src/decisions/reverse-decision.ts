import type { DecisionEnd } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import { sendReversal } from '../enforcement/send-reversal.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { type NewLine, timelineLine } from '../schema/timeline-line.ts';
import { lockDecision } from './lock-decision.ts';
import { stateAfterEnd, whyNotEnd } from './undo-rules.ts';

export interface Reversal {
  readonly decisionId: string;
  readonly why: DecisionEnd;
  /** Null: by itself. */
  readonly staffId: string | null;
  /** For the person whom the decision concerned; null: the standard words of the reason why. */
  readonly reason: string | null;
}

const eventKinds: Readonly<Record<DecisionEnd, NewLine['kind']>> = {
  undo: 'undone',
  cancelled: 'undone',
  reversed: 'overturned',
  appeal: 'overturned',
  expired: 'ended',
};

/**
 * Ends a decision in the caller's transaction: its strike stops to count, what it did is undone by an event to the hub, and
 * the timeline says so. Takes the case's row first and then the decision's. Reopens nothing, writes no line of the audit
 * log and counts nothing for or against who reported: that is the caller's, who knows what comes next.
 * @throws ProblemError `not-found`; `decision-closed` where it has been taken back already, or never stood
 */
export async function reverseDecision(
  deps: Deps,
  tx: Transaction,
  { decisionId, why, staffId, reason }: Reversal,
): Promise<Selectable<DecisionTable>> {
  const now = deps.clock();
  const { file, decision: old } = await lockDecision(tx, decisionId);
  const refusal = whyNotEnd({ state: old.state, ended: old.ended_why }, why);
  if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);

  const decision = await tx
    .updateTable('decision')
    .set({
      state: stateAfterEnd(old.state, why),
      ended_at: now,
      ended_why: why,
      ended_by: staffId,
      ended_reason: reason,
    })
    .where('decision_id', '=', decisionId)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (why !== 'expired') {
    await tx
      .updateTable('strike')
      .set({ ended_at: now, ended_why: why })
      .where('decision_id', '=', decisionId)
      .where('ended_at', 'is', null)
      .execute();
  }
  await sendReversal(deps, tx, file, decision, why);
  const said = { code: 'ended', reference: decision.reference, why, reason } as const;
  const line = timelineLine({ caseId: file.case_id, at: now, kind: eventKinds[why], staffId, said });
  await tx.insertInto('case_event').values(line).execute();
  return decision;
}
