import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { decideBatchCases, undoBatchCases } from '../../src/decisions/decide-batch.ts';
import type { Deps } from '../../src/deps.ts';
import { shippedContacts } from '../../src/platform/contacts.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { createHubRegistry } from '../../src/platform/hubs.ts';

/** Decides or undoes a batch, and dies by SIGKILL when it looks at its clock for the given time. */
const [, , connectionString, batchId, what, aheadMs, looks] = process.argv;
let looked = 0;
const deps = {
  database: openDatabase({ connectionString: connectionString ?? '', poolSize: 4 }),
  clock: () => {
    looked += 1;
    if (looked === Number(looks)) process.kill(process.pid, 'SIGKILL');
    return new Date(Date.now() + Number(aheadMs));
  },
  random: randomBytes,
  hubs: createHubRegistry([]),
  contacts: shippedContacts,
  log: pino({ level: 'silent' }),
  config: { undoGraceSeconds: 0, appeals: 'how' },
} as unknown as Deps;
await (what === 'undo' ? undoBatchCases(deps, batchId ?? '') : decideBatchCases(deps, batchId ?? ''));
await deps.database.close();
