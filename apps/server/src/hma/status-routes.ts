import type { Deps } from '../deps.ts';
import type { HmaRoute } from './hma-routes.ts';
import type { IndexStatus } from './index-status.ts';

const alive = 'I-AM-ALIVE';

/** What load balancers ask, answered in plain words, and the list of all routes. */
export function statusRoutes({ database }: Deps, index: IndexStatus, siteMap: () => readonly string[]): HmaRoute[] {
  return [
    {
      method: 'GET',
      path: '/status',
      handler: async (_request, reply) => {
        if (!index.isReady()) {
          reply.code(503);
          return 'INDEX-NOT-LOADED';
        }
        try {
          await database.kysely.selectFrom('list').select('list_id').limit(1).execute();
          return alive;
        } catch {
          // Nobody can say now whether the lists have changed.
          reply.code(503);
          return 'INDEX-STALE';
        }
      },
    },
    { method: 'GET', path: '/status/live', handler: () => alive },
    { method: 'GET', path: '/site-map', handler: siteMap },
  ];
}
