import { sql } from 'kysely';
import { keepMessageNumbers } from '../decisions/message-numbers.ts';
import type { Deps } from '../deps.ts';
import {
  albumEvidenceBlobKey,
  albumOriginalBlobKey,
  attachmentBlobKey,
  pictureBlobKey,
} from '../platform/blobs/evidence-blobs.ts';
import { destroyCaseKey } from '../platform/case-vault.ts';
import { recordAudit } from '../staff/record-audit.ts';

/**
 * Destroys the key of a decided case. What was disclosed in it (payloads, messages, notes, pictures) can never be
 * opened again; that there was a case, and what was decided, stays. Pictures, their ciphertexts and the pictures of shared
 * albums are removed from the blob store as well.
 * @returns false when the case is not decided, or erased already, or a picture in it still waits for a person
 */
export async function eraseCase(deps: Deps, caseId: string, staffId: string | null, reason: string): Promise<boolean> {
  const { kysely } = deps.database;
  const pictures = await kysely
    .selectFrom('evidence_picture')
    .select('attachment_id')
    .where('case_id', '=', caseId)
    .execute();
  const ciphertexts = await kysely
    .selectFrom('report_attachment')
    .innerJoin('report', 'report.report_id', 'report_attachment.report_id')
    .select(['report_attachment.report_id', 'report_attachment.sha256'])
    .where('report.case_id', '=', caseId)
    .execute();
  const albumPictures = await kysely
    .selectFrom('album_picture')
    .select('picture_id')
    .where('case_id', '=', caseId)
    .execute();
  const erased = await deps.database.transaction(async (tx) => {
    const marked = await tx
      .updateTable('case_file')
      .set({ erased_at: deps.clock() })
      .where('case_id', '=', caseId)
      .where('state', '=', 'decided')
      .where('erased_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('album_picture')
              .select('picture_id')
              .whereRef('album_picture.case_id', '=', 'case_file.case_id')
              .where(sql<boolean>`(album_picture.state = 'held' or reopened_at is not null)`),
          ),
        ),
      )
      .returning('case_id')
      .executeTakeFirst();
    if (marked === undefined) return false;
    await destroyCaseKey(tx, caseId);
    await tx.deleteFrom('case_draft').where('case_id', '=', caseId).execute();
    await tx.deleteFrom('case_signal').where('case_id', '=', caseId).execute();
    await tx.deleteFrom('case_look').where('case_id', '=', caseId).execute();
    await keepMessageNumbers(tx, caseId);
    const unindexed = { place: null, statement: null, awaits_key: null };
    await tx.updateTable('evidence_item').set(unindexed).where('case_id', '=', caseId).execute();
    await recordAudit(tx, { staffId, action: 'case.erase', object: `case:${caseId}`, details: { reason } });
    return true;
  });
  if (erased) {
    for (const { picture_id: pictureId } of albumPictures) {
      await deps.blobs.delete(albumOriginalBlobKey(caseId, pictureId));
      await deps.blobs.delete(albumEvidenceBlobKey(caseId, pictureId));
    }
    for (const one of pictures) await deps.blobs.delete(pictureBlobKey(one.attachment_id));
    for (const one of ciphertexts) await deps.blobs.delete(attachmentBlobKey(one.report_id, one.sha256));
  }
  return erased;
}
