import { CaseId, ListId, type MatchedPicture, PictureId, type PictureMatch } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import { loadPictureNumbers } from '../decisions/picture-numbers.ts';
import { categoryOfEntry } from '../lists/category-of-entry.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { ListTable } from '../schema/list.ts';
import { type DecidedBefore, loadDecidedBefore } from './decided-before.ts';

/** A page of more is of no use to a person; those that wait come first. */
const pictureLimit = 200;
/** The strongest matches of one picture. */
const matchLimit = 20;

/** Pictures of shared albums in a case, or one of them: what they matched and where they stand. No bytes, no fingerprints. */
export async function loadPictures(
  executor: Executor,
  { caseId, pictureId }: { readonly caseId: string; readonly pictureId?: string },
): Promise<z.input<typeof MatchedPicture>[]> {
  let query = selectPictures(executor).where('album_picture.case_id', '=', caseId);
  if (pictureId !== undefined) query = query.where('picture_id', '=', pictureId);
  const rows = await query
    .orderBy(sql`album_picture.state = 'held' or reopened_at is not null`, 'desc')
    .orderBy('added_at')
    .orderBy('picture_id')
    .limit(pictureLimit)
    .execute();
  const pictureIds = rows.map((row) => row.picture_id);
  const matches = await loadMatchesOf(executor, pictureIds);
  const before = await loadDecidedBefore(executor, pictureIds);
  const numbers = (await loadPictureNumbers(executor, rows.length === 0 ? [] : [caseId])).get(caseId);
  return rows.map((row) => ({
    ...pictureOf(row, matches.get(row.picture_id) ?? [], before.get(row.picture_id)),
    number: numbers?.get(row.picture_id) ?? null,
  }));
}

function selectPictures(executor: Executor) {
  return executor
    .selectFrom('album_picture')
    .innerJoin('case_file', 'case_file.case_id', 'album_picture.case_id')
    .leftJoin('staff', 'staff.staff_id', 'album_picture.answered_by')
    .select([
      'picture_id',
      'album_id',
      'account_id',
      'album_picture.region',
      'added_at',
      'album_picture.state',
      'withdrawn_at',
    ])
    .select(['case_reason', 'quality', 'shown_width', 'shown_height', 'reopened_at'])
    .select(['answer', 'answer_reason', 'answered_at', 'staff.name as staff_name', 'erased_at']);
}

type PictureRow = Awaited<ReturnType<ReturnType<typeof selectPictures>['execute']>>[number];
type Match = z.input<typeof PictureMatch>;

function pictureOf(
  row: PictureRow,
  matches: Match[],
  before: DecidedBefore | undefined,
): Omit<z.input<typeof MatchedPicture>, 'number'> {
  // An answer of which the ground is gone does not stand: the picture waits.
  const answer = row.reopened_at === null ? row.answer : null;
  const confirmed = answer === 'confirmed' || (answer === null && before?.answer === 'confirmed');
  return {
    pictureId: PictureId.parse(row.picture_id),
    albumId: row.album_id,
    accountId: row.account_id,
    addedAt: row.added_at.toISOString(),
    state: row.state === 'held' && row.withdrawn_at !== null ? 'withdrawn' : row.state,
    reason: row.case_reason ?? 'matched',
    region: row.region,
    quality: row.quality,
    matches,
    view: viewOf(row, confirmed),
    width: row.shown_width,
    height: row.shown_height,
    known:
      before === undefined ? null : { ...before, caseId: CaseId.parse(before.caseId), at: before.at.toISOString() },
    answer:
      answer === null || row.answered_at === null
        ? null
        : {
            answer,
            reason: row.answer_reason ?? '',
            staffName: row.staff_name ?? '',
            at: row.answered_at.toISOString(),
          },
  };
}

function viewOf(row: PictureRow, confirmed: boolean): MatchedPicture['view'] {
  if (row.erased_at !== null) return 'erased';
  if (confirmed) return 'known';
  return row.shown_width === null ? 'missing' : 'shown';
}

interface MatchRow {
  picture_id: string;
  list_id: string;
  title: string;
  source: ListTable['source'];
  list_category: string;
  entry_id: string;
  source_id: string;
  class: string | null;
  kind: string;
  distance: number | null;
  variant: string | null;
  effect: string;
  withdrawn: boolean;
  look_alikes: number;
}

async function loadMatchesOf(executor: Executor, pictureIds: readonly string[]): Promise<Map<string, Match[]>> {
  const { rows } = await sql<MatchRow>`
    select match.*, list.title, list.source, list.category as list_category, entry.source_id, entry.class,
      match.withdrawn_at is not null or entry.status in ('withdrawn', 'excluded') as withdrawn,
      (select count(*)::integer from album_match other
        where other.entry_id = match.entry_id and other.picture_id <> match.picture_id) as look_alikes
    from unnest(${pictureIds}::uuid[]) wanted (picture_id)
    cross join lateral (
      select picture_id, list_id, entry_id, kind, distance, variant, effect, withdrawn_at from album_match
      where album_match.picture_id = wanted.picture_id
      order by effect <> 'hold', distance nulls first, entry_id limit ${matchLimit}
    ) match
    join list using (list_id) join list_entry entry using (entry_id)
    order by match.effect <> 'hold', match.distance nulls first, match.entry_id`.execute(executor);
  const byPicture = new Map<string, Match[]>();
  for (const row of rows) {
    byPicture.set(row.picture_id, [...(byPicture.get(row.picture_id) ?? []), matchOf(row)]);
  }
  return byPicture;
}

function matchOf(row: MatchRow): Match {
  const { leaf } = categoryOfEntry({ source: row.source, class: row.class, listCategory: row.list_category });
  return {
    listId: ListId.parse(row.list_id),
    listTitle: row.title,
    source: row.source,
    entryId: row.entry_id,
    sourceId: row.source_id,
    kind: row.distance === null ? 'exact' : 'perceptual',
    fingerprint: row.kind,
    distance: row.distance,
    variant: row.variant,
    effect: row.effect,
    sourceClass: row.class,
    category: leaf,
    categoryLabel: categoryLabelOf(leaf),
    withdrawn: row.withdrawn,
    lookAlikes: row.look_alikes,
  };
}
