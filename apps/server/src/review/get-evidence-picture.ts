import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { pictureBlobKey } from '../platform/blobs/evidence-blobs.ts';
import type { BinaryResult } from '../platform/http/operation-types.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { openEvidence } from './open-evidence.ts';
import { assertGoesOn, loadOwnView } from './own-view.ts';
import { loadSeenEnough } from './seen-enough.ts';

/** A picture within a look that is not over. That it was handed out is logged before it is. */
export async function getEvidencePicture(
  deps: Deps,
  staffId: string,
  { viewId, attachmentId }: { viewId: string; attachmentId: string },
): Promise<BinaryResult> {
  if (!z.uuid().safeParse(attachmentId).success) throw new ProblemError('not-found');
  const now = deps.clock();
  const caseId = await deps.database.transaction(async (tx) => {
    const view = await loadOwnView(tx, viewId, staffId);
    assertGoesOn(view, now);
    const picture = await tx
      .selectFrom('evidence_picture')
      .select('attachment_id')
      .where('attachment_id', '=', attachmentId)
      .where('case_id', '=', view.case_id)
      .where('state', '=', 'available')
      .executeTakeFirst();
    if (picture === undefined) throw new ProblemError('not-found');
    const before = await tx
      .selectFrom('evidence_view_picture')
      .select(['fetched_at', 'reason'])
      .where('view_id', '=', viewId)
      .where('attachment_id', '=', attachmentId)
      .executeTakeFirst();
    // In this very look a browser may ask twice.
    if (before?.fetched_at == null && before?.reason == null) {
      const known = (await loadSeenEnough(tx, view.case_id)).get(attachmentId);
      if (known !== undefined) {
        const detail = known.sameAs === null ? 'was decided about before' : 'looks like another one of this case';
        throw new ProblemError('picture-known', `This picture ${detail}. Say why it has to be seen.`);
      }
    }
    const first = before?.fetched_at == null;
    await tx
      .insertInto('evidence_view_picture')
      .values({ view_id: viewId, attachment_id: attachmentId, fetched_at: now, uncovered_ms: 0, reason: null })
      .onConflict((conflict) =>
        conflict
          .columns(['view_id', 'attachment_id'])
          .doUpdateSet({ fetched_at: sql`coalesce(evidence_view_picture.fetched_at, excluded.fetched_at)` }),
      )
      .execute();
    if (first) {
      const details = { viewId, attachmentId };
      await recordAudit(tx, { staffId, action: 'evidence.picture', object: `case:${view.case_id}`, details });
    }
    return view.case_id;
  });
  return openEvidence(deps, caseId, pictureBlobKey(attachmentId));
}
