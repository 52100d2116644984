import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openLocalBlobs } from '../../../src/platform/blobs/local-blobs.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import type { Database } from '../../../src/platform/database/open-database.ts';
import { openKeyStore } from '../../../src/platform/key-store.ts';
import { checkKept } from './check-kept.ts';
import type { Ledger } from './ledger.ts';

/** Waits until the installation's workers have left no job, then checks what was promised to the devices. */
export async function settle(state: string, database: Database, ledger: Ledger): Promise<string[]> {
  await jobsDone(database);
  const { masterKeyFile, blobDirectory } = loadConfig({ WELLHOUSE_STATE: state });
  const log = pino({ level: 'silent' });
  const keys = await openKeyStore({ database, masterKeyFile, clock: () => new Date(), random: randomBytes, log });
  try {
    const blobs = await openLocalBlobs(blobDirectory);
    const kept = await checkKept({ database, blobs, keys, random: randomBytes }, ledger.entries.values());
    return [...ledger.violations, ...kept];
  } finally {
    keys.close();
  }
}

export async function jobsDone(database: Database): Promise<void> {
  const limit = Date.now() + 300_000;
  for (;;) {
    const { rows } = await database.pool.query("select from job where state in ('ready', 'running') limit 1");
    if (rows.length === 0) return;
    if (Date.now() > limit) throw new Error('work off every job: some are left after five minutes');
    await sleep(100);
  }
}
