import type { PoolClient } from 'pg';
import type { Database } from '../database/open-database.ts';

/**
 * Calls `wake` when jobs were enqueued anywhere. Holds one connection; while there is none, nothing wakes and polling
 * alone finds jobs. `ensure` connects when needed and never throws.
 */
export function createJobListener(database: Database, wake: () => void) {
  let client: PoolClient | null = null;
  let closed = false;
  const drop = (error?: Error) => {
    client?.removeAllListeners('notification');
    client?.release(error ?? true);
    client = null;
  };
  return {
    async ensure(): Promise<void> {
      if (client !== null || closed) return;
      const fresh = await database.pool.connect().catch(() => null);
      if (fresh === null) return;
      if (closed || client !== null) {
        fresh.release();
        return;
      }
      client = fresh;
      fresh.on('notification', wake);
      fresh.once('error', drop);
      fresh.once('end', () => {
        if (client === fresh) drop();
      });
      await fresh.query('listen wellhouse_job').catch(drop);
    },
    close(): void {
      closed = true;
      if (client !== null) drop();
    },
  };
}
