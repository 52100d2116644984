import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { albumEvidenceBlobKey } from '../platform/blobs/evidence-blobs.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import type { BinaryResult } from '../platform/http/operation-types.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { hasSeenBefore, loadDecidedBefore } from './decided-before.ts';
import { openEvidence } from './open-evidence.ts';
import { assertGoesOn, loadOwnView, type OwnView } from './own-view.ts';

/** Purposes for which a picture that a person has confirmed may be seen by another one, with a reason. */
const secondLooks: ReadonlySet<string> = new Set(['second-person', 'quality']);

/**
 * A picture of a shared album within a look that is not over, as the server has re-encoded it. That it was handed out is
 * logged before it is. A picture that is known is shown to nobody without need, and to nobody twice.
 */
export async function getAlbumEvidence(
  deps: Deps,
  staffId: string,
  { viewId, pictureId }: { viewId: string; pictureId: string },
): Promise<BinaryResult> {
  const caseId = await deps.database.transaction(async (tx) => {
    // One after another for each person: of two copies that are asked for at once the second one is known.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`album-evidence:${staffId}`}, 0))`.execute(tx);
    const view = await loadOwnView(tx, viewId, staffId);
    assertGoesOn(view, deps.clock());
    const picture = await tx
      .selectFrom('album_picture')
      .select(['picture_id', 'answer', 'reopened_at'])
      .where('picture_id', '=', pictureId)
      .where('case_id', '=', view.case_id)
      .where('shown_width', 'is not', null)
      .executeTakeFirst();
    if (picture === undefined) throw new ProblemError('not-found');
    const isAgain = await wasHandedOut(tx, { viewId, pictureId });
    if (!isAgain) await refuseKnown(tx, { staffId, view, picture });
    await logFirst(deps, tx, { staffId, view, pictureId });
    return view.case_id;
  });
  return openEvidence(deps, caseId, albumEvidenceBlobKey(caseId, pictureId));
}

/** In this very look: a browser may ask twice. */
async function wasHandedOut(
  executor: Executor,
  { viewId, pictureId }: { viewId: string; pictureId: string },
): Promise<boolean> {
  const found = await executor
    .selectFrom('album_picture_view')
    .select('view_id')
    .where('view_id', '=', viewId)
    .where('picture_id', '=', pictureId)
    .executeTakeFirst();
  return found !== undefined;
}

/** @throws ProblemError `picture-known` */
async function refuseKnown(
  executor: Executor,
  {
    staffId,
    view,
    picture,
  }: {
    staffId: string;
    view: OwnView;
    picture: { picture_id: string; answer: 'confirmed' | 'cleared' | null; reopened_at: Date | null };
  },
): Promise<void> {
  const { picture_id: pictureId } = picture;
  if (await hasSeenBefore(executor, { pictureId, staffId, caseId: view.case_id })) {
    throw new ProblemError('picture-known', 'You have seen this picture before; it is not shown to you again.');
  }
  const before = (await loadDecidedBefore(executor, [pictureId])).get(pictureId);
  const isConfirmed =
    before?.answer === 'confirmed' || (picture.answer === 'confirmed' && picture.reopened_at === null);
  if (!isConfirmed || (secondLooks.has(view.purpose) && view.reason !== null)) return;
  throw new ProblemError(
    'picture-known',
    'A person has confirmed this picture before. A second person may look at it, and says why.',
  );
}

async function logFirst(
  deps: Deps,
  tx: Transaction,
  { staffId, view, pictureId }: { staffId: string; view: OwnView; pictureId: string },
): Promise<void> {
  const { view_id: viewId, case_id: caseId } = view;
  const first = await tx
    .insertInto('album_picture_view')
    .values({ view_id: viewId, picture_id: pictureId, staff_id: staffId, fetched_at: deps.clock(), uncovered_ms: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('view_id')
    .executeTakeFirst();
  if (first === undefined) return;
  const details = { viewId, pictureId };
  await recordAudit(tx, { staffId, action: 'evidence.album-picture', object: `case:${caseId}`, details });
}
