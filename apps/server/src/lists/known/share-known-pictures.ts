import type { Database } from '../../platform/database/open-database.ts';
import { createKnownPictures, type KnownPictures } from './known-pictures.ts';
import type { KnownDeps } from './loaded-index.ts';

interface Shared {
  readonly known: KnownPictures;
  users: number;
}

const byDatabase = new WeakMap<Database, Shared>();

/** The one index of this process for a database, however many use it. The last that closes it ends it. */
export function shareKnownPictures(deps: KnownDeps): KnownPictures {
  const shared = byDatabase.get(deps.database) ?? { known: createKnownPictures(deps), users: 0 };
  byDatabase.set(deps.database, shared);
  shared.users += 1;
  let closing: Promise<void> | null = null;
  return {
    ...shared.known,
    close() {
      closing ??= leave(deps.database, shared);
      return closing;
    },
  };
}

async function leave(database: Database, shared: Shared): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  byDatabase.delete(database);
  await shared.known.close();
}
