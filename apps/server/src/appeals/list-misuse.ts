import { AccountId, type CaseLimits, HubId, type MisuseAccount } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadMisuse } from './load-misuse.ts';
import { measureView, selectMeasures } from './measure-view.ts';
import { figuresOf, misuseWindowDays, proposalOf } from './misuse-rules.ts';

/** Accounts whose reports or appeals were manifestly unfounded, with what the four criteria propose; those that the limits cover. */
export async function listMisuse(
  deps: Deps,
  limits: CaseLimits,
): Promise<{ accounts: z.input<typeof MisuseAccount>[]; windowDays: number }> {
  const { kysely } = deps.database;
  const now = deps.clock();
  const counts = await loadMisuse(kysely, now, null, limits);
  const accountIds = [...new Set(counts.map(({ accountId }) => accountId))];
  const measures =
    accountIds.length === 0
      ? []
      : await selectMeasures(kysely)
          .where('account_id', 'in', accountIds)
          .orderBy('taken_at', 'desc')
          .limit(5_000)
          .execute();
  const accounts = counts.map((count) => {
    const own = measures.filter(
      (one) => one.hub_id === count.hubId && one.account_id === count.accountId && one.of === count.of,
    );
    const { unfounded, total, grave, deliberate } = count;
    const figures = figuresOf({ unfounded, total, grave, deliberate });
    const paused = own.some(({ kind, ended_at, until }) => kind === 'pause' && ended_at === null && until > now);
    return {
      hubId: HubId.parse(count.hubId),
      accountId: AccountId.parse(count.accountId),
      of: count.of,
      figures,
      proposal: proposalOf({ figures, sinceWarning: count.sinceWarning, paused }),
      measures: own.map(measureView),
      locale: count.locale,
      lastMarkedAt: count.lastMarkedAt?.toISOString() ?? null,
    };
  });
  return { accounts, windowDays: misuseWindowDays };
}
