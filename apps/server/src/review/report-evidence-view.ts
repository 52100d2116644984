import type { ReportEvidenceView } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordExposure } from '../care/record-exposure.ts';
import type { Deps } from '../deps.ts';
import { loadOwnView, lookLifetimeMs } from './own-view.ts';

/**
 * Takes down how much was looked at, and for how long. Values only grow, never beyond the time that has passed since the
 * look began, and a picture counts only if its bytes were handed out in this look.
 */
export async function reportEvidenceView(
  deps: Deps,
  staffId: string,
  viewId: string,
  body: z.output<typeof ReportEvidenceView>,
): Promise<void> {
  const now = deps.clock();
  await deps.database.transaction(async (tx) => {
    const view = await loadOwnView(tx, viewId, staffId, { locked: true });
    const until = Math.min((view.ended_at ?? now).getTime(), view.started_at.getTime() + lookLifetimeMs);
    const elapsed = Math.max(0, until - view.started_at.getTime());
    const cap = (ms: number) => Math.min(ms, elapsed, 2_147_483_647);
    await tx
      .updateTable('evidence_view')
      .set({
        visible_ms: sql<number>`greatest(visible_ms, ${cap(body.visibleMs)}::integer)`,
        ...(body.ended && view.ended_at === null ? { ended_at: now } : {}),
      })
      .where('view_id', '=', viewId)
      .execute();
    await recordExposure(tx, { viewId, now: new Date(until), addedMs: cap(body.visibleMs) - view.visible_ms });
    for (const { attachmentId, uncoveredMs } of body.attachments) {
      await tx
        .updateTable('evidence_view_picture')
        .set({ uncovered_ms: sql<number>`greatest(uncovered_ms, ${cap(uncoveredMs)}::integer)` })
        .where('view_id', '=', viewId)
        .where(sql<boolean>`attachment_id::text = ${attachmentId}`)
        .execute();
    }
    for (const { pictureId, uncoveredMs } of body.pictures) {
      await tx
        .updateTable('album_picture_view')
        .set({ uncovered_ms: sql<number>`greatest(uncovered_ms, ${cap(uncoveredMs)}::integer)` })
        .where('view_id', '=', viewId)
        .where('picture_id', '=', pictureId)
        .execute();
    }
  });
}
