import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { BlobStore } from '../../../src/platform/blobs/blob-store.ts';
import { openLocalBlobs } from '../../../src/platform/blobs/local-blobs.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { shippedContacts } from '../../../src/platform/contacts.ts';
import { openDatabase } from '../../../src/platform/database/open-database.ts';
import { createHubRegistry } from '../../../src/platform/hubs.ts';
import { openKeyStore } from '../../../src/platform/key-store.ts';
import { createServer } from '../../../src/server.ts';

/**
 * A server in a process of its own, on the database and state folder of a test; prints its address. With a number it is
 * killed as soon as so many blobs are durable, before the row that names the last.
 */
const [, , connectionString = '', state = '', puts = '0'] = process.argv;
const config = loadConfig({ WELLHOUSE_STATE: state });
const { masterKeyFile } = config;
const database = openDatabase({ connectionString, poolSize: config.database.poolSize });
const log = pino({ level: 'silent' });
const clock = () => new Date();
const keys = await openKeyStore({ database, masterKeyFile, clock, random: randomBytes, log });
const local = await openLocalBlobs(config.blobDirectory);
let left = Number(puts);
const blobs: BlobStore = {
  ...local,
  async put(key, bytes) {
    await local.put(key, bytes);
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  },
};
const hubs = createHubRegistry([]);
const app = await createServer({
  database,
  blobs,
  config,
  clock,
  random: randomBytes,
  keys,
  hubs,
  contacts: shippedContacts,
  log,
});
// A machine that is busy with other tests may be slow; that a request takes two minutes at most is tested elsewhere.
app.server.requestTimeout = 600_000;
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 })}\n`);
