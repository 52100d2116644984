import { EnforcementEvent } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';
import { type AccountStanding, effectiveStanding, goodStanding, standingAfter } from './account-standing.ts';

export interface Account {
  readonly hubId: string;
  readonly accountId: string;
}

/** How the account should stand by the decisions on it. */
export async function loadStanding(
  executor: Executor,
  { hubId, accountId }: Account,
  now: Date,
): Promise<AccountStanding> {
  const rows = await executor
    .selectFrom('decision')
    .innerJoin('case_file', 'case_file.case_id', 'decision.case_id')
    .select(['action', 'decision.state', 'in_force_at', 'until', 'ended_at'])
    .where('case_file.hub_id', '=', hubId)
    .where('case_file.subject_kind', '=', 'account')
    .where('case_file.subject_id', '=', accountId)
    .where('decision.state', '=', 'in-force')
    .where('decision.action', 'in', ['limit', 'suspend', 'ban'])
    .execute();
  const decisions = rows.map((row) => ({
    action: row.action,
    state: row.state,
    inForceAt: row.in_force_at,
    until: row.until,
    endedAt: row.ended_at,
  }));
  return effectiveStanding(decisions, now);
}

/** What the hub was told so far, ends that have passed included: the events themselves are the record of it. */
export async function loadToldStanding(executor: Executor, { hubId, accountId }: Account): Promise<AccountStanding> {
  const rows = await executor
    .selectFrom('delivery')
    .select('body')
    .where('hub_id', '=', hubId)
    .where('account_id', '=', accountId)
    .where('state', '<>', 'withdrawn')
    .where('type', 'in', ['account.limited', 'account.suspended', 'account.banned', 'account.restored'])
    .orderBy('sequence')
    .execute();
  return rows.reduce((told, { body }) => standingAfter(told, EnforcementEvent.parse(JSON.parse(body))), goodStanding);
}
