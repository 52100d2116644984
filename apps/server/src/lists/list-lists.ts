import type { List } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadLists } from './list-view.ts';

/** Every list, with its entries counted by status, how its syncs go, and what waits for a second person. */
export async function listLists({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<{
  lists: z.input<typeof List>[];
}> {
  return { lists: await loadLists(database.kysely, clock()) };
}
