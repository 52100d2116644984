import type { Database } from '../../platform/database/open-database.ts';

/** A list as it stands now. */
export interface KnownList {
  readonly listId: string;
  readonly state: 'shadow' | 'active' | 'withdrawn';
  readonly version: string;
  readonly radius: number;
}

const statement = {
  name: 'known-lists-1',
  text: 'select list_id as "listId", state, version, radius from list',
};

/** The one query of a search that finds nothing: there are a handful of lists. */
export function readKnownLists({ database }: { readonly database: Database }): Promise<KnownList[]> {
  return database.query<KnownList>(statement, []);
}
