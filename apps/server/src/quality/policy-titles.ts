import type { Executor } from '../platform/database/open-database.ts';

/** What each policy is called in its newest approved wording. */
export async function titlesOf(executor: Executor): Promise<ReadonlyMap<string, string>> {
  const rows = await executor
    .selectFrom('policy_version')
    .distinctOn('policy_id')
    .select(['policy_id', 'titles'])
    .where('state', '=', 'approved')
    .orderBy('policy_id')
    .orderBy('effective_from', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.policy_id, row.titles.en]));
}

export function titleOf(titles: ReadonlyMap<string, string>, policyId: string | null) {
  return policyId === null ? null : { policyId, title: titles.get(policyId) ?? policyId };
}
