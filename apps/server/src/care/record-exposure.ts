import { careKindOf } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';

/** Times come every ten seconds; what goes on within this is the same stretch. */
const joinMs = 1_000;

/**
 * Takes down that evidence stood on a visible screen for so many milliseconds up to now, or since the last time this was
 * told, whichever is shorter.
 */
export async function recordExposure(
  tx: Transaction,
  { viewId, now, addedMs }: { readonly viewId: string; readonly now: Date; readonly addedMs: number },
): Promise<void> {
  if (addedMs <= 0) return;
  const last = await tx
    .selectFrom('evidence_exposure')
    .select(['exposure_id', 'to_at'])
    .where('view_id', '=', viewId)
    .orderBy('to_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const earliest = last?.to_at.getTime() ?? Number.NEGATIVE_INFINITY;
  const from = Math.max(earliest, now.getTime() - addedMs);
  if (from >= now.getTime()) return;
  if (last !== undefined && from - earliest <= joinMs) {
    await tx.updateTable('evidence_exposure').set({ to_at: now }).where('exposure_id', '=', last.exposure_id).execute();
    return;
  }
  const view = await tx
    .selectFrom('evidence_view')
    .innerJoin('case_file', 'case_file.case_id', 'evidence_view.case_id')
    .select(['evidence_view.staff_id', 'category', 'priority', 'picture_count'])
    .select(
      sql<boolean>`exists (select from evidence_picture picture where picture.case_id = case_file.case_id)`.as(
        'attached',
      ),
    )
    .where('view_id', '=', viewId)
    .executeTakeFirstOrThrow();
  const kind = careKindOf(view.category);
  const pictures = view.picture_count > 0 || view.attached;
  await tx
    .insertInto('evidence_exposure')
    .values({
      view_id: viewId,
      staff_id: view.staff_id,
      kind,
      heavy: view.priority === 'P0' || (kind === 'child' && pictures),
      from_at: new Date(from),
      to_at: now,
    })
    .execute();
}
