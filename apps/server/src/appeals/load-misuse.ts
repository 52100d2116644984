import { type CaseLimits, MisuseOf } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { isUnlimited, noLimits } from '../staff/case-limits.ts';
import { caseWithin } from '../staff/may-case.ts';
import { misuseWindowDays } from './misuse-rules.ts';

export interface MisuseCounts {
  readonly hubId: string;
  readonly accountId: string;
  readonly of: MisuseOf;
  readonly unfounded: number;
  readonly grave: number;
  readonly deliberate: number;
  readonly total: number;
  readonly lastMarkedAt: Date | null;
  /**
   * Of what was handed in since the warning that stands, so much is marked: nobody can heed a warning before it was given; null:
   * none stands.
   */
  readonly sinceWarning: number | null;
  readonly locale: string;
}

/**
 * The figures of accounts with marks or measures, or of one; within limits those alone that a mark on a case of theirs names. A mark counts while what was decided without action stands so: an
 * appeal that overturns it takes the mark out without anybody having to.
 */
export async function loadMisuse(
  executor: Executor,
  now: Date,
  only: { readonly hubId: string; readonly accountId: string; readonly of: MisuseOf } | null = null,
  limits: CaseLimits = noLimits,
): Promise<MisuseCounts[]> {
  const named = isUnlimited(limits)
    ? sql`true`
    : sql`exists (select from misuse_mark own join case_file using (case_id) where own.hub_id = account.hub_id
        and own.account_id = account.account_id and own.of = account.of and ${caseWithin(limits)})`;
  const since = new Date(now.getTime() - misuseWindowDays * 86_400_000);
  const one =
    only === null ? sql`true` : sql`(hub_id, account_id, of) = (${only.hubId}, ${only.accountId}, ${only.of})`;
  const { rows } = await sql<{
    hub_id: string;
    account_id: string;
    of: string;
    unfounded: number;
    grave: number;
    deliberate: number;
    total: number;
    last_at: Date | null;
    since_warning: number | null;
    locale: string | null;
  }>`with mark as (
      select misuse_mark.*, case of
          when 'report' then (select accepted_at from report where report_id = object_id)
          else (select received_at from appeal where appeal_id = object_id)
        end as handed_in from misuse_mark
      where marked_at > ${since} and marked_at <= ${now} and ${one} and (
        (of = 'report' and exists (select from decision where decision.case_id = misuse_mark.case_id
          and decision.state = 'in-force' and decision.action = 'no-action'))
        or (of = 'appeal' and exists (select from appeal join appeal_hearing using (hearing_id)
          where appeal.appeal_id = misuse_mark.object_id and appeal_hearing.outcome = 'uphold')))
    ), account as (
      select hub_id, account_id, of from mark
      union select hub_id, account_id, of from misuse_measure where taken_at > ${since} and ${one}
    )
    select account.*, counted.*,
      case account.of
        when 'report' then (select count(*)::int from report where report.hub_id = account.hub_id
          and report.reporter = account.account_id and report.accepted_at > ${since})
        else (select count(*)::int from appeal where appeal.hub_id = account.hub_id
          and appeal.account_id = account.account_id and appeal.received_at > ${since})
      end as total,
      (select count(mark.marked_at)::int from misuse_measure warning
        left join mark on mark.hub_id = account.hub_id and mark.account_id = account.account_id and mark.of = account.of
          and mark.handed_in > warning.taken_at
        where warning.hub_id = account.hub_id and warning.account_id = account.account_id and warning.of = account.of
          and warning.kind = 'warn' and warning.ended_at is null and warning.until > ${now}
        group by warning.measure_id, warning.taken_at order by warning.taken_at limit 1) as since_warning,
      case account.of
        when 'report' then (select locale from report where report.hub_id = account.hub_id
          and report.reporter = account.account_id order by accepted_at desc limit 1)
        else (select locale from appeal where appeal.hub_id = account.hub_id
          and appeal.account_id = account.account_id order by received_at desc limit 1)
      end as locale
    from account cross join lateral (
      select count(*)::int as unfounded, (count(*) filter (where gravity = 'grave'))::int as grave,
        (count(*) filter (where intention = 'deliberate'))::int as deliberate, max(marked_at) as last_at
      from mark where mark.hub_id = account.hub_id and mark.account_id = account.account_id and mark.of = account.of
    ) counted
    where ${named}
    order by counted.unfounded desc, counted.last_at desc nulls last, account.account_id
    limit 500`.execute(executor);
  return rows.map((row) => ({
    hubId: row.hub_id,
    accountId: row.account_id,
    of: MisuseOf.parse(row.of),
    unfounded: row.unfounded,
    grave: row.grave,
    deliberate: row.deliberate,
    total: row.total,
    lastMarkedAt: row.last_at,
    sinceWarning: row.since_warning,
    locale: row.locale ?? 'en',
  }));
}
