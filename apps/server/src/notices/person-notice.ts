import { DecisionId, type Notice } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { DecisionTable } from '../schema/decision.ts';
import { appealUntil } from './appeal-period.ts';

/** What counts against an account under the policy, with the decision. */
export interface NoticeStrikes {
  readonly active: number;
  /** When this one stops to count; null: never. */
  readonly expiresAt: Date | null;
}

/**
 * What the person whom a decision concerns is told (DSA Art. 17(3)): what, why, under which policy, how long it counts, that
 * no machine decided, and how to ask for another look. Nothing in it says who reported.
 */
export function personNotice(
  decision: Selectable<DecisionTable>,
  appeals: string,
  strikes: NoticeStrikes | null,
): z.input<typeof Notice> {
  const since = effectOf(decision);
  return {
    reference: decision.reference,
    decisionId: DecisionId.parse(decision.decision_id),
    decidedAt: since.toISOString(),
    headline: headlineOf(decision),
    reason: decision.reason,
    policy: policyOf(decision),
    automated: false,
    appeal: { how: appeals, until: appealUntil(since).toISOString() },
    strikes: strikes === null ? null : { active: strikes.active, expiresAt: strikes.expiresAt?.toISOString() ?? null },
  };
}

/** The time for an appeal runs from when the decision took effect, or was announced. */
export function effectOf({ in_force_at, second_at, decided_at }: Selectable<DecisionTable>): Date {
  return in_force_at ?? second_at ?? decided_at;
}

export function policyOf({ policy_id, policy_version, policy_title }: Selectable<DecisionTable>) {
  if (policy_id === null || policy_version === null || policy_title === null) return null;
  return { id: policy_id, version: policy_version, title: policy_title };
}

function headlineOf(decision: Selectable<DecisionTable>): string {
  const { action, starts_at: startsAt, until } = decision;
  const end = until === null ? 'further notice' : dateOf(until);
  const span = decision.state === 'scheduled' && startsAt !== null ? `from ${dateOf(startsAt)} until ${end}` : null;
  switch (action) {
    case 'warn':
      return 'You have received a warning.';
    case 'remove-message':
      return 'A message that you sent was removed.';
    case 'limit':
      return span === null
        ? `Until ${end} you can write only to people who have written to you, and add nobody to groups.`
        : `Your account will be limited ${span}.`;
    case 'suspend':
      return span === null ? `Your account is suspended until ${end}.` : `Your account will be suspended ${span}.`;
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
