import type { MisuseOf } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';

export interface MeasuredAccount {
  readonly hubId: string;
  readonly accountId: string;
  readonly of: MisuseOf;
}

/** Warnings and pauses that stand now, newest first. */
export function loadStandingMeasures(executor: Executor, account: Omit<MeasuredAccount, 'of'>, now: Date) {
  return executor
    .selectFrom('misuse_measure')
    .selectAll()
    .where('hub_id', '=', account.hubId)
    .where('account_id', '=', account.accountId)
    .where('ended_at', 'is', null)
    .where('until', '>', now)
    .orderBy('taken_at', 'desc')
    .execute();
}

/** Those that were taken back since, newest first; not what ran out. */
export function loadEndedMeasures(executor: Executor, account: Omit<MeasuredAccount, 'of'>, since: Date) {
  return executor
    .selectFrom('misuse_measure')
    .selectAll()
    .where('hub_id', '=', account.hubId)
    .where('account_id', '=', account.accountId)
    .where('ended_at', '>', since)
    .orderBy('ended_at', 'desc')
    .orderBy('taken_at', 'desc')
    .execute();
}

export async function isPaused(executor: Executor, account: MeasuredAccount, now: Date): Promise<boolean> {
  const measures = await loadStandingMeasures(executor, account, now);
  return measures.some(({ kind, of }) => kind === 'pause' && of === account.of);
}

/** Until when accounts are paused, by `hub\naccount`. Plan: misuse_measure_pauses. */
export async function loadPauses(executor: Executor, of: MisuseOf, now: Date): Promise<Map<string, Date>> {
  const rows = await executor
    .selectFrom('misuse_measure')
    .select(['hub_id', 'account_id', 'until'])
    .where('kind', '=', 'pause')
    .where('of', '=', of)
    .where('ended_at', 'is', null)
    .where('until', '>', now)
    .execute();
  return new Map(rows.map((row) => [`${row.hub_id}\n${row.account_id}`, row.until]));
}

/** Whether the account was paused at that time, by what is known now: a pause that was taken back has never been. */
export async function wasPaused(executor: Executor, account: MeasuredAccount, at: Date): Promise<boolean> {
  const found = await executor
    .selectFrom('misuse_measure')
    .select('measure_id')
    .where('hub_id', '=', account.hubId)
    .where('account_id', '=', account.accountId)
    .where('of', '=', account.of)
    .where('kind', '=', 'pause')
    .where('ended_at', 'is', null)
    .where('taken_at', '<=', at)
    .where('until', '>', at)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
