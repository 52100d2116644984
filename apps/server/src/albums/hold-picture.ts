import { findLeaf } from '@wellhouse/taxonomy';
import type { Selectable } from 'kysely';
import { unknownCategory } from '../cases/case-category.ts';
import { joinMatch } from '../cases/join-match.ts';
import type { Deps } from '../deps.ts';
import { categoryOfEntry } from '../lists/category-of-entry.ts';
import type { WeighedMatch } from '../lists/judge-matches.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { looksOf } from '../review/same-picture.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import type { StoredSaid } from '../schema/timeline-line.ts';
import { sealIntoCase } from './case-bytes.ts';
import { movePicture } from './move-picture.ts';

export interface HeldPicture {
  readonly picture: Selectable<AlbumPictureTable>;
  /** The original, as it was added. */
  readonly bytes: Buffer;
  /** What a reviewer may open; null where it cannot be decoded. */
  readonly shown: { readonly webp: Buffer; readonly width: number; readonly height: number } | null;
  readonly reason: 'matched' | 'unreadable';
  /** Of these, those with the effect `hold` say into which case it goes. */
  readonly matches: readonly WeighedMatch[];
}

/**
 * Opens or joins the case of a picture that must not be seen yet: seals the original and what a reviewer may open under the
 * case's key and moves the picture to `held`, which has its own bytes dropped. In the caller's transaction, which holds the
 * picture's row and has written its fingerprints and its rows of `album_match` before.
 */
export async function holdPicture(deps: Deps, tx: Transaction, held: HeldPicture): Promise<{ caseId: string }> {
  const { picture_id: pictureId, hub_id: hubId, account_id: accountId } = held.picture;
  const holding = held.matches.filter(({ effect }) => effect === 'hold');
  // As the caller has just written it, whatever the row that it was called with says.
  const row = await tx
    .selectFrom('album_picture')
    .select(['pdq', 'quality'])
    .where('picture_id', '=', pictureId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { caseId, vault } = await joinMatch(deps, tx, {
    hubId,
    subject: { kind: 'account', id: accountId },
    category: held.reason === 'unreadable' ? unknownCategory : await worstCategory(tx, holding),
    pictureId,
    region: held.picture.region,
    joinedAt: deps.clock(),
    columns: {
      case_reason: held.reason,
      shown_width: held.shown?.width ?? null,
      shown_height: held.shown?.height ?? null,
      looks: looksOf(row),
      // An earlier answer was about matches of then; the log and the timeline of its case keep it.
      answer: null,
      answered_by: null,
      answered_at: null,
      answer_reason: null,
    },
    event: { kind: 'picture-joined', said: heldSaid(pictureId, held.reason, holding) },
  });
  if (!(await movePicture(deps, tx, { pictureId, to: 'held' }))) {
    throw new Error(`hold picture ${pictureId}: it is not where it could be held`);
  }
  const webp = held.shown?.webp ?? null;
  await sealIntoCase(deps, vault, { caseId, pictureId }, { original: held.bytes, webp });
  return { caseId };
}

function heldSaid(picture: string, reason: HeldPicture['reason'], holding: readonly WeighedMatch[]): StoredSaid {
  const counted = reason === 'unreadable' ? [] : holding;
  const lists = new Set(counted.map(({ listId }) => listId)).size;
  return { code: 'picture-held', picture, entries: counted.length, lists };
}

/** The gravest kind of abuse that the entries stand for. */
async function worstCategory(tx: Transaction, holding: readonly WeighedMatch[]): Promise<string> {
  if (holding.length === 0) return unknownCategory;
  const entries = await tx
    .selectFrom('list_entry')
    .innerJoin('list', 'list.list_id', 'list_entry.list_id')
    .select(['list.source', 'list_entry.class', 'list.category'])
    .distinct()
    .where(
      'entry_id',
      'in',
      holding.map(({ entryId }) => entryId),
    )
    .execute();
  const leaves = entries.flatMap(({ source, class: given, category }) => {
    return findLeaf(categoryOfEntry({ source, class: given, listCategory: category }).leaf) ?? [];
  });
  leaves.sort((a, b) => b.severity - a.severity || (a.id < b.id ? -1 : 1));
  return leaves[0]?.id ?? unknownCategory;
}
