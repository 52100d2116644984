import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { enqueuePictures } from '../evidence/enqueue-pictures.ts';
import { attachmentBlobKey } from '../platform/blobs/evidence-blobs.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/**
 * Stores one announced ciphertext. Answers once it is durable; sending it again changes nothing. Bytes that the report
 * did not announce, by digest and size, are refused.
 */
export async function putReportAttachment(
  deps: Deps,
  { reportId, sha256, bytes }: { reportId: string; sha256: string; bytes: Buffer },
): Promise<void> {
  const report = await deps.database.kysely
    .selectFrom('report')
    .select('announced')
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  const announced = report?.announced.find((one) => one.sha256 === sha256);
  if (announced === undefined) throw new ProblemError('attachment-not-announced');
  if (bytes.length > announced.size) {
    throw new ProblemError('too-large', `The report announced ${announced.size} bytes; these are ${bytes.length}.`);
  }
  if (createHash('sha256').update(bytes).digest('hex') !== sha256 || bytes.length !== announced.size) {
    throw new ProblemError('digest-mismatch');
  }
  await deps.blobs.put(attachmentBlobKey(reportId, sha256), bytes);
  await deps.database.transaction(async (tx) => {
    // The worker takes the same lock when it files the report, so one of the two sees what the other has done.
    await tx.selectFrom('report').select('report_id').where('report_id', '=', reportId).forUpdate().execute();
    const added = await tx
      .insertInto('report_attachment')
      .values({ report_id: reportId, sha256, size: bytes.length, stored_at: deps.clock() })
      .onConflict((conflict) => conflict.doNothing())
      .returning('sha256')
      .execute();
    if (added.length > 0) await enqueuePictures(tx, reportId);
  });
}
