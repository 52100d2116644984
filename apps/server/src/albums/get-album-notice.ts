import { type AlbumNotice, ListId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { checkRegion } from '../lists/check-region.ts';
import { coveringRegions } from '../lists/regions.ts';
import { albumSurface } from './settle-check.ts';

/**
 * The reason of a switch is written by the team for the team, and may name what members need not know. Members read this.
 */
const whyUnchecked =
  'Pictures are checked only where the service has a legal basis for it and people of its team have decided to. Here that is not so.';

/** What members of shared albums are told: whether pictures of their region are checked, against which lists, by whom. */
export async function getAlbumNotice(
  deps: Pick<Deps, 'database' | 'config'>,
  region: string,
): Promise<z.input<typeof AlbumNotice>> {
  const { kysely } = deps.database;
  const { checked } = await checkRegion(kysely, region);
  const lists = checked ? await coveringLists(kysely, region) : [];
  return {
    region,
    checked,
    why: checked ? null : whyUnchecked,
    lists,
    readers: deps.config.readers,
    appeals: deps.config.appeals,
  };
}

/** Lists that hold pictures of a region back, or are on trial for it; not those of pictures that are known to be harmless. */
async function coveringLists(executor: Deps['database']['kysely'], region: string): Promise<AlbumNotice['lists']> {
  const rows = await executor
    .selectFrom('list')
    .select(['list_id', 'title', 'purpose', 'state'])
    .where('kind', '=', 'known')
    .where('state', 'in', ['active', 'shadow'])
    .where(sql<boolean>`${albumSurface} = any(surfaces)`)
    .where(sql<boolean>`legal_basis ?| ${coveringRegions(region)}::text[]`)
    .orderBy('list_id')
    .execute();
  return rows.map(({ list_id, title, purpose, state }) => ({
    listId: ListId.parse(list_id),
    title,
    purpose,
    onTrial: state === 'shadow',
  }));
}
