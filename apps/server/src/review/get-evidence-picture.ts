import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { pictureBlobKey } from '../platform/blobs/evidence-blobs.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { BinaryResult } from '../platform/http/operation-types.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadOwnView } from './own-view.ts';

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
    if (view.ended_at !== null) throw new ProblemError('not-found', 'This look at the evidence is over.');
    const picture = await tx
      .selectFrom('evidence_picture')
      .select('attachment_id')
      .where('attachment_id', '=', attachmentId)
      .where('case_id', '=', view.case_id)
      .where('state', '=', 'available')
      .executeTakeFirst();
    if (picture === undefined) throw new ProblemError('not-found');
    const first = await tx
      .insertInto('evidence_view_picture')
      .values({ view_id: viewId, attachment_id: attachmentId, fetched_at: now, uncovered_ms: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .returning('view_id')
      .executeTakeFirst();
    if (first !== undefined) {
      const details = { viewId, attachmentId };
      await recordAudit(tx, { staffId, action: 'evidence.picture', object: `case:${view.case_id}`, details });
    }
    return view.case_id;
  });
  const vault = await openCaseVault(deps.database.kysely, deps.keys, deps.random, caseId);
  const key = pictureBlobKey(attachmentId);
  const sealed = await deps.blobs.get(key);
  if (vault === null || sealed === null) throw new ProblemError('not-found');
  return {
    bytes: await vault.open(sealed, key),
    mediaType: 'image/webp',
    headers: {
      'cache-control': 'no-store',
      'content-disposition': 'inline; filename="evidence.webp"',
      'cross-origin-resource-policy': 'same-origin',
    },
  };
}
