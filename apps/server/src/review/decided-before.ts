import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { sameAsOne } from './same-picture.ts';

/** Where a person has decided about the same picture, added another time. */
export interface DecidedBefore {
  readonly caseId: string;
  /** e.g. `C-1042`. */
  readonly number: string;
  readonly answer: 'confirmed' | 'cleared';
  readonly at: Date;
}

/**
 * For each of these pictures that a person has decided about before, in whatever case, the newest decision that stands. A
 * picture's own answer is none.
 */
export async function loadDecidedBefore(
  executor: Executor,
  pictureIds: readonly string[],
): Promise<Map<string, DecidedBefore>> {
  const { rows } = await sql<{
    picture_id: string;
    case_id: string;
    case_number: string;
    answer: 'confirmed' | 'cleared';
    answered_at: Date;
  }>`select one.picture_id, known.* from album_picture one
    cross join lateral (
      select file.case_id, file.case_number, other.answer, other.answered_at
      from ${sameAsOne} same join album_picture other using (picture_id) join case_file file on file.case_id = other.case_id
      where other.picture_id <> one.picture_id and other.answer is not null and other.reopened_at is null
      order by other.answered_at desc limit 1
    ) known
    where one.picture_id = any(${pictureIds}::uuid[])`.execute(executor);
  return new Map(
    rows.map(({ picture_id, case_id: caseId, case_number, answer, answered_at: at }) => {
      return [picture_id, { caseId, number: `C-${case_number}`, answer, at }];
    }),
  );
}

/**
 * Whether this person has the same picture behind them: it was handed to them in another case, or before this one was
 * decided, or an answer of theirs about it stands. Looking again within one undecided case is no second time.
 */
export async function hasSeenBefore(
  executor: Executor,
  { pictureId, staffId, caseId }: { pictureId: string; staffId: string; caseId: string },
): Promise<boolean> {
  const { rows } = await sql<{ seen: boolean }>`select exists (
      select from album_picture one cross join lateral ${sameAsOne} same
      join album_picture other on other.picture_id = same.picture_id
      join case_file file on file.case_id = ${caseId}
      where one.picture_id = ${pictureId} and (
        (other.answered_by = ${staffId} and other.reopened_at is null)
        or exists (
          select from album_picture_view seen join evidence_view look using (view_id)
          where seen.picture_id = other.picture_id and seen.staff_id = ${staffId}
            and (look.case_id <> ${caseId} or file.state = 'decided' or seen.fetched_at <= other.reopened_at)))
    ) as seen`.execute(executor);
  return rows[0]?.seen ?? false;
}
