import type { AlbumRegionChange, ProposeAlbumRegion } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { loadRegionChanges } from './album-region-view.ts';
import { lockRegion, switchRegion } from './switch-region.ts';

/**
 * Switches the matching of a region off, at once and on one person's word, or asks a second person to switch it on.
 * @throws ProblemError `region-not-ready`
 */
export async function proposeAlbumRegion(
  deps: Deps,
  staffId: string,
  region: string,
  body: z.output<typeof ProposeAlbumRegion>,
): Promise<z.input<typeof AlbumRegionChange>> {
  const at = deps.clock();
  const isOff = body.state === 'off';
  const legalBasis = body.state === 'off' ? null : body.legalBasis;
  return deps.database.transaction(async (tx) => {
    const before = await lockRegion(tx, region);
    const held = tx.selectFrom('album_region_change').where('region', '=', region).where('state', '=', 'held');
    if (isOff) {
      if (before?.state === 'off') throw new ProblemError('region-not-ready', 'The region is switched off already.');
      // Nobody can approve any more what was asked before somebody stopped it.
      await tx
        .updateTable('album_region_change')
        .set({ state: 'refused' })
        .where('change_id', 'in', held.select('change_id'))
        .execute();
    } else if ((await held.select('change_id').executeTakeFirst()) !== undefined) {
      throw new ProblemError('region-not-ready', 'A change of this region waits already.');
    }
    const changeId = newUuid(deps.random);
    await tx
      .insertInto('album_region_change')
      .values({
        change_id: changeId,
        region,
        to_state: body.state,
        legal_basis: legalBasis,
        state: isOff ? 'in-force' : 'held',
        asked_at: at,
        first_staff_id: staffId,
        first_reason: body.reason,
        second_staff_id: null,
        second_at: null,
        second_reason: null,
      })
      .execute();
    if (isOff) await switchRegion(tx, { region, state: 'off', legalBasis: null, reason: body.reason, at });
    const [change] = await loadRegionChanges(tx, { changeId });
    if (change === undefined) throw new Error(`read change ${changeId} back`);
    const action = isOff ? 'region.off' : 'region.propose';
    const details = { changeId, reason: body.reason, ...(legalBasis !== null && { legalBasis }) };
    await recordAudit(tx, { staffId, action, object: `region:${region}`, details });
    return change;
  });
}
