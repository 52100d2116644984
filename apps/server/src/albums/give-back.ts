import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { dropFromCase, openFromCase } from './case-bytes.ts';
import { movePicture } from './move-picture.ts';
import { storePictureBytes } from './picture-bytes.ts';

export type CasePicture = Selectable<AlbumPictureTable> & { readonly case_id: string };

/**
 * Releases a picture of a case: the original goes back to its album under a key of its own and leaves the case. One that its
 * owner has taken out meanwhile is withdrawn, and so is one whose bytes went with an earlier case that was erased. `keep`:
 * whether what a reviewer saw stays with the case.
 */
export async function giveBack(
  deps: Deps,
  tx: Transaction,
  vault: CaseVault,
  { picture, keep }: { picture: CasePicture; keep: 'nothing' | 'evidence' },
): Promise<void> {
  const { picture_id: pictureId, case_id: caseId } = picture;
  await move(deps, tx, { pictureId, to: 'released', why: null });
  if (picture.withdrawn_at === null && picture.form === 'upload') {
    const { original } = await openFromCase(deps, vault, { caseId, pictureId });
    if (original !== null) await storePictureBytes(deps, tx, picture, original);
    else await move(deps, tx, { pictureId, to: 'withdrawn', why: 'bytes-erased' });
  }
  await dropFromCase(tx, { caseId, pictureId }, keep);
}

async function move(
  deps: Deps,
  tx: Transaction,
  to: { pictureId: string; to: 'released' | 'withdrawn'; why: string | null },
): Promise<void> {
  if (!(await movePicture(deps, tx, to))) throw new Error(`move picture ${to.pictureId} to ${to.to}`);
}
