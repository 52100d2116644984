import type { AlbumRegionChange, AnswerListChange } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { assertNotBroughtIn } from '../staff/brought-in.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadRegionChanges } from './album-region-view.ts';
import { answerRefusalOf } from './list-rules.ts';
import { lockRegion, switchRegion } from './switch-region.ts';

/** The second person's word on switching a region on. */
export async function answerAlbumRegion(
  deps: Deps,
  staffId: string,
  { region, changeId }: { region: string; changeId: string },
  body: z.output<typeof AnswerListChange>,
): Promise<z.input<typeof AlbumRegionChange>> {
  const at = deps.clock();
  const approved = body.answer === 'approve';
  return deps.database.transaction(async (tx) => {
    await lockRegion(tx, region);
    const [waiting] = (await loadRegionChanges(tx, { changeId })).filter((change) => change.region === region);
    if (waiting === undefined) throw new ProblemError('not-found');
    const refusal = answerRefusalOf({ state: waiting.state, firstStaffId: waiting.first.staffId }, staffId);
    if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
    if (approved) await assertNotBroughtIn(tx, { authorId: waiting.first.staffId, staffId, now: at });
    await tx
      .updateTable('album_region_change')
      .set({
        state: approved ? 'in-force' : 'refused',
        second_staff_id: staffId,
        second_at: at,
        second_reason: body.reason,
      })
      .where('change_id', '=', changeId)
      .execute();
    if (approved) {
      const { to: state, legalBasis, first } = waiting;
      await switchRegion(tx, { region, state, legalBasis, reason: first.reason, at });
    }
    const [change] = await loadRegionChanges(tx, { changeId });
    if (change === undefined) throw new Error(`read change ${changeId} back`);
    const action = approved ? 'region.approve' : 'region.refuse';
    await recordAudit(tx, { staffId, action, object: `region:${region}`, details: { changeId, reason: body.reason } });
    return change;
  });
}
