import { randomBytes } from 'node:crypto';
import { loadConfig } from '../platform/config.ts';
import { shippedContacts } from '../platform/contacts.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { openApiDocument } from '../platform/http/openapi.ts';
import { createHubRegistry } from '../platform/hubs.ts';
import { createLog } from '../platform/log.ts';
import { createServer } from '../server.ts';
import { type CommandContext, type ExitCode, exitCodes } from './context.ts';

/** Prints what `/v1/openapi.json` serves, indented. Registers every operation and calls none: no database is needed. */
export async function printOpenApi(context: CommandContext): Promise<ExitCode> {
  const database = openDatabase({ connectionString: 'postgresql://nobody@127.0.0.1:1/none', poolSize: 2 });
  const none = async () => {
    throw new Error('use no key while printing the API');
  };
  const app = await createServer({
    database,
    blobs: { put: none, get: none, has: none, delete: none, list: none },
    config: loadConfig({ WELLHOUSE_CONSOLE: '/nonexistent' }),
    clock: () => new Date(0),
    random: randomBytes,
    keys: {
      sealingPublicKeys: () => [],
      openSealed: none,
      receiptKey: Buffer.alloc(32),
      wrapKey: none,
      unwrapKey: none,
    },
    hubs: createHubRegistry([]),
    contacts: shippedContacts,
    log: createLog('silent'),
  });
  try {
    await app.ready();
    context.write(`${JSON.stringify(openApiDocument(app), null, 2)}\n`);
  } finally {
    await app.close();
    await database.close();
  }
  return exitCodes.ok;
}
