import type { AlbumRegion } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadAlbumRegions } from './album-region-view.ts';

/** Every region that a list, a switch or a waiting change names: whether it is checked, why, and what waits. */
export async function listAlbumRegions({ database }: Pick<Deps, 'database'>): Promise<{
  regions: z.input<typeof AlbumRegion>[];
}> {
  return { regions: await loadAlbumRegions(database.kysely) };
}
