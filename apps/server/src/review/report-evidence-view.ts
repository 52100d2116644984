import type { ReportEvidenceView } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadOwnView } from './own-view.ts';

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
    const view = await loadOwnView(tx, viewId, staffId);
    const elapsed = Math.max(0, (view.ended_at ?? now).getTime() - view.started_at.getTime());
    const cap = (ms: number) => Math.min(ms, elapsed, 2_147_483_647);
    await tx
      .updateTable('evidence_view')
      .set({
        visible_ms: sql<number>`greatest(visible_ms, ${cap(body.visibleMs)}::integer)`,
        ...(body.ended && view.ended_at === null ? { ended_at: now } : {}),
      })
      .where('view_id', '=', viewId)
      .execute();
    for (const { attachmentId, uncoveredMs } of body.attachments) {
      await tx
        .updateTable('evidence_view_picture')
        .set({ uncovered_ms: sql<number>`greatest(uncovered_ms, ${cap(uncoveredMs)}::integer)` })
        .where('view_id', '=', viewId)
        .where(sql<boolean>`attachment_id::text = ${attachmentId}`)
        .execute();
    }
  });
}
