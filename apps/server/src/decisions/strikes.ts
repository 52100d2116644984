import type { StrikeRule } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { NoticeStrikes } from '../notices/person-notice.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import type { DecisionTable } from '../schema/decision.ts';
import type { StrikeTable } from '../schema/strike.ts';

export type StrikeRow = Selectable<StrikeTable>;
type StrikeTimes = Pick<StrikeRow, 'at' | 'expires_at' | 'ended_at'>;

export function strikeState({ at, expires_at, ended_at }: StrikeTimes, now: Date): 'active' | 'expired' | 'ended' {
  if (ended_at !== null && ended_at <= now) return 'ended';
  if (expires_at !== null && expires_at <= now) return 'expired';
  return at <= now ? 'active' : 'ended';
}

/** As how many an account's strikes count at a time: under one policy, for each has its own ladder. */
export function activeStrikes(
  strikes: readonly (StrikeTimes & Pick<StrikeRow, 'policy_id' | 'weight'>)[],
  policyId: string,
  now: Date,
): number {
  return strikes
    .filter((strike) => strike.policy_id === policyId && strikeState(strike, now) === 'active')
    .reduce((sum, strike) => sum + strike.weight, 0);
}

export function loadStrikes(executor: Executor, hubId: string, accountId: string): Promise<StrikeRow[]> {
  return executor
    .selectFrom('strike')
    .selectAll()
    .where('hub_id', '=', hubId)
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(500)
    .execute();
}

/**
 * Leaves the strike of a decision that takes effect, and says what counts with it. None is left on a group, and none by what
 * found nothing.
 */
export async function leaveStrike(
  tx: Transaction,
  subject: { readonly hub_id: string; readonly subject_kind: 'account' | 'group'; readonly subject_id: string },
  decision: Selectable<DecisionTable>,
  rule: StrikeRule | null,
  now: Date,
): Promise<NoticeStrikes | null> {
  const { policy_id } = decision;
  if (decision.action === 'no-action' || subject.subject_kind !== 'account' || policy_id === null || rule === null) {
    return null;
  }
  const expiresAt = rule.days === null ? null : new Date(now.getTime() + rule.days * 86_400_000);
  await tx
    .insertInto('strike')
    .values({
      decision_id: decision.decision_id,
      case_id: decision.case_id,
      hub_id: subject.hub_id,
      account_id: subject.subject_id,
      policy_id,
      weight: rule.weight,
      at: now,
      expires_at: expiresAt,
      ended_at: null,
      ended_why: null,
    })
    .execute();
  const strikes = await loadStrikes(tx, subject.hub_id, subject.subject_id);
  return { active: activeStrikes(strikes, policy_id, now), expiresAt };
}

/** The strike rule of the version under which a decision was made. */
export async function ruleOf(
  executor: Executor,
  { policy_id, policy_version }: Pick<Selectable<DecisionTable>, 'policy_id' | 'policy_version'>,
): Promise<StrikeRule | null> {
  if (policy_id === null || policy_version === null) return null;
  const row = await executor
    .selectFrom('policy_version')
    .select('strike_rule')
    .where('policy_id', '=', policy_id)
    .where('version', '=', policy_version)
    .executeTakeFirst();
  return row?.strike_rule ?? null;
}
