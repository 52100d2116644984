import { CaseId, type PersonCase, type PersonHistory } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { PeopleScope } from './people-scope.ts';

type History = z.input<typeof PersonHistory>;

interface Row extends Pick<PersonCase, 'category' | 'priority' | 'level' | 'state' | 'action'> {
  subject_id: string;
  case_id: string;
  case_number: string;
  opened_at: Date;
  total: number;
  acted: number;
}

/**
 * Cases about each of these accounts (or groups), the one that is asked about aside, and their strikes in force. Plan: for each the
 * cases about it by index case_file_subject, counted and the newest of them read.
 */
export async function loadHistories(
  executor: Executor,
  { caseId, hubId, seen, now }: PeopleScope,
  who: { readonly kind: 'account' | 'group'; readonly ids: readonly string[]; readonly shown: number },
): Promise<(id: string) => History> {
  const { rows } = await sql<Row>`
    select wanted.subject_id, found.* from unnest(${who.ids}::text[]) wanted (subject_id)
    cross join lateral (
      select case_file.case_id, case_number, category, priority, level, case_file.state, opened_at,
        (select action from decision where decision.case_id = case_file.case_id and decision.state = 'in-force'
          order by in_force_at desc limit 1) as action,
        (count(*) over ())::integer as total, (count(*) filter (where outcome = 'upheld') over ())::integer as acted
      from case_file left join case_outcome using (case_id)
      where case_file.hub_id = ${hubId} and case_file.subject_id = wanted.subject_id
        and case_file.subject_kind = ${who.kind} and case_file.case_id <> ${caseId}::uuid and ${seen}
      order by opened_at desc, case_file.case_id limit ${who.shown}
    ) found
    order by found.opened_at desc, found.case_id`.execute(executor);
  const strikes = await sql<{ account_id: string; weight: number }>`
    select account_id, sum(weight)::integer as weight from strike join case_file using (case_id)
    where strike.hub_id = ${hubId} and account_id = any(${who.kind === 'account' ? who.ids : []}::text[]) and ${seen}
      and strike.at <= ${now} and (ended_at is null or ended_at > ${now}) and (expires_at is null or expires_at > ${now})
    group by account_id`.execute(executor);
  const weights = new Map(strikes.rows.map(({ account_id, weight }) => [account_id, weight]));
  const byId = new Map<string, Row[]>();
  for (const row of rows) byId.set(row.subject_id, [...(byId.get(row.subject_id) ?? []), row]);
  return (id) => {
    const own = byId.get(id) ?? [];
    const [first] = own;
    return {
      total: first?.total ?? 0,
      acted: first?.acted ?? 0,
      cases: own.map(caseView),
      strikes: weights.get(id) ?? 0,
    };
  };
}

function caseView(row: Row): z.input<typeof PersonCase> {
  const { category, priority, level, state, action } = row;
  return {
    caseId: CaseId.parse(row.case_id),
    number: `C-${row.case_number}`,
    categoryLabel: categoryLabelOf(category),
    openedAt: row.opened_at.toISOString(),
    ...{ category, priority, level, state, action },
  };
}
