import { type Action, type DecisionEnd, DecisionId, type Notice } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { DecisionTable } from '../schema/decision.ts';
import { appealUntil } from './appeal-period.ts';
import { effectOf, policyOf } from './person-notice.ts';

/** What a person is told when a decision on them falls or runs out; it carries the decision's own reference. */
export function reversalNotice(
  decision: Selectable<DecisionTable>,
  appeals: string,
  now: Date,
): z.input<typeof Notice> {
  const { ended_why: why, ended_reason: reason } = decision;
  if (why === null) throw new Error(`tell of the end of decision ${decision.decision_id}, which has none`);
  return {
    reference: decision.reference,
    decisionId: DecisionId.parse(decision.decision_id),
    decidedAt: now.toISOString(),
    headline: headlineOf(decision.action, why),
    reason: reason ?? standardReason[why],
    policy: policyOf(decision),
    automated: false,
    appeal: { how: appeals, until: appealUntil(now).toISOString() },
    strikes: null,
  };
}

/** Where the team wrote no words of its own. */
const standardReason: Readonly<Record<DecisionEnd, string>> = {
  undo: 'The decision was made by mistake. It is taken back and leaves nothing on your record.',
  cancelled: 'What was announced will not happen. It leaves nothing on your record.',
  reversed: 'We looked at the decision again. It does not stand and leaves nothing on your record.',
  appeal: 'After your appeal a different person looked at the decision again. It does not stand.',
  expired: 'The time that the decision set is over.',
};

function headlineOf(action: Action, why: DecisionEnd): string {
  if (why === 'cancelled') return 'A measure that was announced will not happen.';
  switch (action) {
    case 'warn':
      return 'A warning to you was taken back.';
    case 'remove-message':
      return 'A message that you sent is shown again.';
    case 'limit':
      return why === 'expired' ? 'The limits of your account are over.' : 'The limits of your account were taken back.';
    case 'suspend':
      return why === 'expired' ? 'Your suspension is over.' : 'Your suspension was taken back.';
    case 'ban':
      return 'The closing of your account was taken back.';
    case 'no-action':
      return 'A decision was taken back.';
    default:
      return action satisfies never;
  }
}

/** What a person is told when somebody else has looked again and nothing changes by it; under the decision's own reference. */
export function appealAnswerNotice(
  decision: Selectable<DecisionTable>,
  answer: { readonly stays: boolean; readonly reason: string; readonly appeals: string },
  now: Date,
): z.input<typeof Notice> {
  return {
    reference: decision.reference,
    decisionId: DecisionId.parse(decision.decision_id),
    decidedAt: now.toISOString(),
    headline: answer.stays
      ? 'After your appeal a different person looked again. The decision stays.'
      : 'After your appeal a different person looked again. The decision had been taken back already.',
    reason: answer.reason,
    policy: policyOf(decision),
    automated: false,
    appeal: { how: answer.appeals, until: appealUntil(effectOf(decision)).toISOString() },
    strikes: null,
  };
}
