import type { CaseReporter } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';
import { hintOf, weighsOf } from '../reporters/report-hint.ts';
import type { PeopleScope } from './people-scope.ts';

type Known = Omit<z.input<typeof CaseReporter>, 'about'>;

/** A page of more is of no use to a person. */
const shownReporters = 50;
/** Cases about one subject that are compared, the newest. */
const comparedCases = 500;

interface Pair {
  reporter: string;
  reports: number;
  cases: number;
  upheld: number;
  dismissed: number;
  unfounded: number;
  here: number;
}

/**
 * Who reported a case, what they have reported about its subject before, and how their reports ended. Those with a hint come first,
 * then who has reported most; of a crowd the first fifty.
 */
export async function loadReporters(
  executor: Executor,
  scope: PeopleScope,
  subject: { readonly kind: 'account' | 'group'; readonly id: string },
): Promise<Known[]> {
  const pairs = (await loadPairs(executor, scope, subject)).map((pair) => ({ ...pair, hint: hintOf(pair) }));
  pairs.sort(
    (a, b) =>
      Number(b.hint !== null) - Number(a.hint !== null) ||
      b.cases - a.cases ||
      b.reports - a.reports ||
      (a.reporter < b.reporter ? -1 : 1),
  );
  const shown = pairs.slice(0, shownReporters);
  const names = shown.map(({ reporter }) => reporter);
  const records = await loadRecords(executor, scope, names);
  const back = subject.kind === 'account' ? await loadBack(executor, scope, subject.id, names) : new Map();
  return shown.map(({ reporter, here, ...pair }) => ({
    accountId: reporter,
    reports: here,
    record: records(reporter),
    pair: pair.reports > 1 ? pair : null,
    back: back.get(reporter) ?? 0,
  }));
}

/** By who reported this case: all that they have reported about its subject, this case among it. */
async function loadPairs(
  executor: Executor,
  { caseId, hubId, seen }: PeopleScope,
  subject: { readonly kind: 'account' | 'group'; readonly id: string },
): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    with about as materialized (
      select case_file.case_id, outcome from case_file left join case_outcome using (case_id)
      where case_file.hub_id = ${hubId} and subject_id = ${subject.id} and subject_kind = ${subject.kind}
        and (case_file.case_id = ${caseId}::uuid or ${seen})
      order by case_file.case_id = ${caseId}::uuid desc, opened_at desc limit ${comparedCases}
    ),
    handed_in as (
      select report.reporter, report.case_id, outcome, count(*)::integer as reports,
        (count(mark.object_id) filter (where outcome = 'dismissed'))::integer as unfounded
      from report join about using (case_id)
      left join misuse_mark mark on mark.of = 'report' and mark.object_id = report.report_id
      group by report.reporter, report.case_id, outcome
    )
    select reporter, sum(reports)::integer as reports, count(*)::integer as cases,
      (count(*) filter (where outcome = 'upheld'))::integer as upheld,
      (count(*) filter (where outcome = 'dismissed'))::integer as dismissed,
      sum(unfounded)::integer as unfounded,
      (sum(reports) filter (where case_id = ${caseId}::uuid))::integer as here
    from handed_in group by reporter having bool_or(case_id = ${caseId}::uuid)`.execute(executor);
  return rows;
}

/** How somebody's reports ended, in cases that the reader may learn of; what they weigh, of all. */
async function loadRecords(
  executor: Executor,
  { hubId, seen, now }: PeopleScope,
  names: readonly string[],
): Promise<(reporter: string) => Known['record']> {
  const ended = await sql<{ reporter: string; upheld: number; dismissed: number; unfounded: number }>`
    select reporter, (count(*) filter (where outcome = 'upheld'))::integer as upheld,
      (count(*) filter (where outcome = 'dismissed'))::integer as dismissed,
      (count(*) filter (where outcome = 'dismissed' and exists (
        select from misuse_mark mark where mark.of = 'report' and mark.case_id = case_file.case_id
          and mark.account_id = case_reporter.reporter)))::integer as unfounded
    from case_reporter join case_outcome using (case_id) join case_file using (case_id)
    where case_reporter.hub_id = ${hubId} and reporter = any(${names}::text[]) and ${seen}
    group by reporter`.execute(executor);
  const kept = await executor
    .selectFrom('reporter_record')
    .select(['reporter', 'upheld', 'dismissed', 'as_of'])
    .where('hub_id', '=', hubId)
    .where(sql<boolean>`reporter = any(${names}::text[])`)
    .execute();
  const counts = new Map(ended.rows.map(({ reporter, ...count }) => [reporter, count]));
  const weights = new Map(
    kept.map(({ reporter, as_of, upheld, dismissed }) => [reporter, weighsOf({ upheld, dismissed, asOf: as_of }, now)]),
  );
  return (reporter) => ({
    ...(counts.get(reporter) ?? { upheld: 0, dismissed: 0, unfounded: 0 }),
    weighs: weights.get(reporter) ?? weighsOf(null, now),
  });
}

/** How many cases about each of them the subject has reported. */
async function loadBack(
  executor: Executor,
  { hubId, seen }: PeopleScope,
  subjectId: string,
  names: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ subject_id: string; cases: number }>`
    select subject_id, count(*)::integer as cases from case_reporter join case_file using (case_id)
    where case_reporter.hub_id = ${hubId} and reporter = ${subjectId} and case_file.hub_id = ${hubId}
      and subject_kind = 'account' and subject_id = any(${names}::text[]) and ${seen}
    group by subject_id`.execute(executor);
  return new Map(rows.map(({ subject_id, cases }) => [subject_id, cases]));
}
