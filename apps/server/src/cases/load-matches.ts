import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { CaseMatches } from './score.ts';

export interface LoadedMatches extends CaseMatches {
  /** All of them, in whatever state. */
  readonly pictures: number;
  /** That a person has confirmed, whatever became of the entries since. */
  readonly confirmed: number;
}

/** What the pictures of a case add to it as they stand now. */
export async function loadMatches(executor: Executor, caseId: string): Promise<LoadedMatches> {
  const { rows } = await sql<LoadedMatches>`
    with counted as (
      select picture_id, case_reason, answer, reopened_at from album_picture where case_id = ${caseId}
    ), standing as (
      select match.picture_id, match.list_id, match.entry_id, match.distance is null as exact
      from counted join album_match match using (picture_id)
      where match.effect = 'hold' and match.withdrawn_at is null
        and counted.answer is distinct from 'cleared' and counted.reopened_at is null
    ), sources as (
      -- One contributor of a source is one voice, in however many of its lists; a list without any speaks for itself.
      select coalesce(list.source || ' ' || contributor, 'list ' || list.list_id) as voice
      from standing join list using (list_id) join list_entry entry using (entry_id)
      left join lateral unnest(entry.contributors) contributor on list.source <> 'file'
    )
    select
      (select count(*)::integer from counted) as pictures,
      (select count(*)::integer from counted
        where answer = 'confirmed' and reopened_at is null and case_reason = 'matched') as confirmed,
      (select count(distinct picture_id)::integer from standing) as matched,
      (select count(distinct picture_id)::integer from standing where exact) as exact,
      (select count(distinct voice)::integer from sources) as sources,
      (select count(*)::integer from counted where case_reason = 'unreadable' and answer is null) as unreadable,
      (select count(*)::integer from counted where reopened_at is not null) as withdrawn`.execute(executor);
  const [row] = rows;
  if (row === undefined) throw new Error(`count the matches of case ${caseId}`);
  return row;
}
