import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';

/** Enqueues the opening of every picture of a report that waits and whose ciphertext is here. */
export async function enqueuePictures(tx: Transaction, reportId: string): Promise<void> {
  const waiting = await tx
    .selectFrom('evidence_picture')
    .innerJoin('report_attachment', (join) =>
      join
        .onRef('report_attachment.report_id', '=', 'evidence_picture.report_id')
        .onRef('report_attachment.sha256', '=', 'evidence_picture.ciphertext_sha256'),
    )
    .select('evidence_picture.attachment_id')
    .where('evidence_picture.report_id', '=', reportId)
    .where('evidence_picture.state', '=', 'missing')
    .execute();
  const jobs = waiting.map((one) => ({ kind: 'open-picture', payload: { attachmentId: one.attachment_id } }));
  await enqueue(tx, ...jobs.map((job) => ({ ...job, maxAttempts: neverGiveUp })));
}
