import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';

/** Takes down why a picture that need not be seen has to be, in a look that is not over. Only then it is handed out. */
export async function openKnownPicture(
  deps: Deps,
  staffId: string,
  { viewId, attachmentId, reason }: { viewId: string; attachmentId: string; reason: string },
): Promise<void> {
  if (!z.uuid().safeParse(attachmentId).success) throw new ProblemError('not-found');
  await deps.database.transaction(async (tx) => {
    const picture = await tx
      .selectFrom('evidence_view')
      .innerJoin('evidence_picture', 'evidence_picture.case_id', 'evidence_view.case_id')
      .select('evidence_view.case_id')
      .where('view_id', '=', viewId)
      .where('staff_id', '=', staffId)
      .where('ended_at', 'is', null)
      .where('attachment_id', '=', attachmentId)
      .where('state', '=', 'available')
      .executeTakeFirst();
    if (picture === undefined) throw new ProblemError('not-found');
    await tx
      .insertInto('evidence_view_picture')
      .values({ view_id: viewId, attachment_id: attachmentId, fetched_at: null, uncovered_ms: 0, reason })
      .onConflict((conflict) => conflict.columns(['view_id', 'attachment_id']).doUpdateSet({ reason }))
      .execute();
    const details = { viewId, attachmentId, reason };
    await recordAudit(tx, { staffId, action: 'evidence.known-picture', object: `case:${picture.case_id}`, details });
  });
}
