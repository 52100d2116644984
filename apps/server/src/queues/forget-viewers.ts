import type { Deps } from '../deps.ts';
import { viewerMs } from './here.ts';

/** Removes who has a case no longer open. */
export async function forgetViewers(deps: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  await deps.database.kysely
    .deleteFrom('case_viewer')
    .where('seen_at', '<', new Date(deps.clock().getTime() - 2 * viewerMs))
    .execute();
}
