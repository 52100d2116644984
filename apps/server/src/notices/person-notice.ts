import { DecisionId, type Notice } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { DecisionTable } from '../schema/decision.ts';
import { appealUntil } from './appeal-period.ts';

/**
 * What the person whom a decision concerns is told (DSA Art. 17(3)): what, why, under which policy, that no machine
 * decided, and how to ask for another look. Nothing in it says who reported.
 */
export function personNotice(decision: Selectable<DecisionTable>, appeals: string): z.input<typeof Notice> {
  // The time for an appeal runs from when the decision took effect.
  const inForceSince = decision.second_at ?? decision.decided_at;
  const { policy_id, policy_version, policy_title } = decision;
  return {
    reference: decision.reference,
    decisionId: DecisionId.parse(decision.decision_id),
    decidedAt: inForceSince.toISOString(),
    headline: headlineOf(decision),
    reason: decision.reason,
    policy:
      policy_id === null || policy_version === null || policy_title === null
        ? null
        : { id: policy_id, version: policy_version, title: policy_title },
    automated: false,
    appeal: { how: appeals, until: appealUntil(inForceSince).toISOString() },
  };
}

function headlineOf({ action, until }: Selectable<DecisionTable>): string {
  switch (action) {
    case 'warn':
      return 'You have received a warning.';
    case 'remove-message':
      return 'A message that you sent was removed.';
    case 'suspend':
      return `Your account is suspended until ${until === null ? 'further notice' : dateOf(until)}.`;
    case 'ban':
      return 'Your account was closed permanently.';
    case 'no-action':
      return 'No action was taken.';
    default:
      return action satisfies never;
  }
}

function dateOf(date: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(date)} UTC`;
}
