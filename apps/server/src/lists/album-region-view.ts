import type { AlbumRegion, AlbumRegionChange } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';
import { legalBasisOf } from './list-view.ts';
import { regionCheckOf } from './region-rules.ts';
import { coveringRegions } from './regions.ts';

/** Regions that a list of known pictures, a switch or a waiting change names, in order of their names. */
export async function loadAlbumRegions(executor: Executor): Promise<z.input<typeof AlbumRegion>[]> {
  const switches = new Map(
    (await executor.selectFrom('album_region').selectAll().execute()).map((row) => [row.region, row]),
  );
  const waiting = await loadRegionChanges(executor, { state: 'held' });
  const lists = (
    await executor
      .selectFrom('list')
      .select(['list_id', 'title', 'state', 'legal_basis'])
      .where('kind', '=', 'known')
      .where('state', '<>', 'withdrawn')
      .orderBy('list_id')
      .execute()
  ).map((row) => ({ ...row, bases: legalBasisOf(row) }));
  const named = new Set([
    ...switches.keys(),
    ...waiting.map(({ region }) => region),
    ...lists.flatMap(({ bases }) => Object.keys(bases)),
  ]);
  return [...named].sort().map((region) => {
    const covering = coveringRegions(region);
    const own = switches.get(region);
    const covered = lists.flatMap(({ list_id, title, state, bases }) => {
      const legalBasis = covering.flatMap((each) => bases[each] ?? [])[0];
      return legalBasis === undefined ? [] : [{ listId: list_id, title, state, legalBasis }];
    });
    const states = covered.map(({ state }) => state);
    return {
      region,
      ...regionCheckOf(covering, {
        switches,
        lists: states.includes('active') ? 'active' : states.includes('shadow') ? 'shadow' : 'none',
      }),
      switch:
        own === undefined
          ? null
          : {
              state: own.state,
              legalBasis: own.legal_basis,
              reason: own.reason,
              changedAt: own.changed_at.toISOString(),
            },
      lists: covered,
      waiting: waiting.filter((change) => change.region === region),
    };
  });
}

/** Changes as the API shows them, the oldest first. */
export async function loadRegionChanges(
  executor: Executor,
  filter: { state?: 'held'; changeId?: string },
): Promise<z.input<typeof AlbumRegionChange>[]> {
  let select = executor
    .selectFrom('album_region_change as change')
    .innerJoin('staff as first', 'first.staff_id', 'change.first_staff_id')
    .leftJoin('staff as second', 'second.staff_id', 'change.second_staff_id')
    .selectAll('change')
    .select(['first.name as first_name', 'second.name as second_name'])
    .orderBy('change.asked_at');
  if (filter.state !== undefined) select = select.where('change.state', '=', filter.state);
  if (filter.changeId !== undefined) select = select.where('change.change_id', '=', filter.changeId);
  return (await select.execute()).map((row) => ({
    changeId: row.change_id,
    region: row.region,
    to: row.to_state,
    legalBasis: row.legal_basis,
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    first: { staffId: row.first_staff_id, name: row.first_name, reason: row.first_reason },
    second:
      row.second_staff_id === null
        ? null
        : { staffId: row.second_staff_id, name: row.second_name ?? '', reason: row.second_reason ?? '' },
  }));
}
