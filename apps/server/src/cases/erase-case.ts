import type { Deps } from '../deps.ts';
import { attachmentBlobKey, pictureBlobKey } from '../platform/blobs/evidence-blobs.ts';
import { destroyCaseKey } from '../platform/case-vault.ts';
import { recordAudit } from '../staff/record-audit.ts';

/**
 * Destroys the key of a decided case. What was disclosed in it (payloads, messages, notes, pictures) can never be
 * opened again; that there was a case, and what was decided, stays. Pictures and their ciphertexts are removed from the
 * blob store as well.
 * @returns false when the case is not decided, or erased already
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
  const erased = await deps.database.transaction(async (tx) => {
    const marked = await tx
      .updateTable('case_file')
      .set({ erased_at: deps.clock() })
      .where('case_id', '=', caseId)
      .where('state', '=', 'decided')
      .where('erased_at', 'is', null)
      .returning('case_id')
      .executeTakeFirst();
    if (marked === undefined) return false;
    await destroyCaseKey(tx, caseId);
    const unindexed = { place: null, statement: null, awaits_key: null };
    await tx.updateTable('evidence_item').set(unindexed).where('case_id', '=', caseId).execute();
    await recordAudit(tx, { staffId, action: 'case.erase', object: `case:${caseId}`, details: { reason } });
    return true;
  });
  if (erased) {
    for (const one of pictures) await deps.blobs.delete(pictureBlobKey(one.attachment_id));
    for (const one of ciphertexts) await deps.blobs.delete(attachmentBlobKey(one.report_id, one.sha256));
  }
  return erased;
}
