import type { AlbumPictureState } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { dropPictureBytes } from './picture-bytes.ts';

/** What may follow each state. Nothing comes back from removed or refused but by a person's other answer. */
const moves: Readonly<Record<AlbumPictureState, readonly AlbumPictureState[]>> = {
  receiving: ['checking', 'refused', 'withdrawn'],
  checking: ['released', 'held', 'refused', 'withdrawn'],
  released: ['held', 'withdrawn'],
  held: ['released', 'removed', 'withdrawn'],
  removed: ['released'],
  refused: ['withdrawn'],
  withdrawn: [],
};

export function canMove(from: AlbumPictureState, to: AlbumPictureState): boolean {
  return moves[from].includes(to);
}

/**
 * Moves a picture on and has its hub told, in the caller's transaction. False, and nothing done, when it is not in a
 * state that leads there any more: somebody else was first. The bytes go with every move after which no member may see
 * them: a case has its own copy. What its owner took out while it was held does not come back when it is released.
 */
export async function movePicture(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  { pictureId, to: asked, why = null }: { pictureId: string; to: AlbumPictureState; why?: string | null },
): Promise<boolean> {
  const from = await tx
    .selectFrom('album_picture')
    .select(['state', 'version', 'withdrawn_at'])
    .where('picture_id', '=', pictureId)
    .forUpdate()
    .executeTakeFirst();
  if (from === undefined || !canMove(from.state, asked)) return false;
  const to = asked === 'released' && from.withdrawn_at !== null ? 'withdrawn' : asked;
  await tx
    .updateTable('album_picture')
    .set({
      state: to,
      why,
      version: from.version + 1,
      // What was announced is compared before the check; after it nothing needs it.
      ...(to === 'checking' ? { complete_at: deps.clock() } : { settled_at: deps.clock(), announced_sha256: null }),
    })
    .where('picture_id', '=', pictureId)
    .execute();
  if (to !== 'checking' && to !== 'released') await dropPictureBytes(tx, pictureId);
  // Nobody waits to hear that the last byte came.
  if (to !== 'checking') await tellHub(tx, pictureId);
  return true;
}

/** Has the hub told how a picture stands; one after another, so that the newest is told once. */
export async function tellHub(tx: Transaction, pictureId: string): Promise<void> {
  const orderKey = `album-picture:${pictureId}`;
  await enqueue(tx, { kind: 'tell-hub-of-picture', payload: { pictureId }, maxAttempts: neverGiveUp, orderKey });
}
