import type { LadderStep, Policy, StrikeRule } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';

/** A policy as a decision needs it. */
export interface PolicyInForce extends Policy {
  readonly ladder: readonly LadderStep[];
  readonly strikeRule: StrikeRule;
}

/**
 * The policies in force: of each, the approved version with the latest beginning that has passed. None takes effect before
 * it begins, and nothing has to be switched for one to begin. Where that version ends the policy, none is. In the team's
 * language, English.
 */
export async function loadPolicies(executor: Executor, now: Date): Promise<PolicyInForce[]> {
  const rows = await selectLatest(executor, now).execute();
  return rows
    .filter((row) => !row.ends)
    .map((row) => ({
      policyId: row.policy_id,
      version: row.version,
      title: row.titles.en,
      summary: row.summaries.en,
      categories: row.categories,
      ladder: row.ladder,
      strikeRule: row.strike_rule,
    }));
}

/** Whether the policy stood once and was ended since. */
export async function isRetired(executor: Executor, policyId: string, now: Date): Promise<boolean> {
  const row = await selectLatest(executor, now).where('policy_id', '=', policyId).executeTakeFirst();
  return row?.ends ?? false;
}

/** Of each policy the approved version with the latest beginning that has passed. Plan: policy_version_in_force. */
function selectLatest(executor: Executor, now: Date) {
  return executor
    .selectFrom('policy_version')
    .distinctOn('policy_id')
    .select(['policy_id', 'version', 'titles', 'summaries', 'categories', 'ladder', 'strike_rule', 'ends'])
    .where('state', '=', 'approved')
    .where('effective_from', '<=', now)
    .orderBy('policy_id')
    .orderBy('effective_from', 'desc')
    .orderBy('answered_at', 'desc');
}

/** Policies meant for a taxonomy leaf, the closest first. */
export function policiesFor<One extends Pick<Policy, 'categories'>>(policies: readonly One[], category: string): One[] {
  return policies
    .filter((policy) => policy.categories.includes(category))
    .sort((a, b) => a.categories.indexOf(category) - b.categories.indexOf(category));
}

/** Without what only the team's own rules need. */
export function policyView({ policyId, version, title, summary, categories }: PolicyInForce): Policy {
  return { policyId, version, title, summary, categories };
}
