import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock, Deps, Random } from './deps.ts';
import { openLocalBlobs } from './platform/blobs/local-blobs.ts';
import type { Config } from './platform/config.ts';
import { complainOfStaleContacts, readContactsFile } from './platform/contacts.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './platform/database/embedded-postgres.ts';
import { migrate } from './platform/database/migrate.ts';
import { type Database, openDatabase } from './platform/database/open-database.ts';
import { outwaitDatabase } from './platform/database/outwait-database.ts';
import { readHubsFile } from './platform/hubs.ts';
import { openKeyStore } from './platform/key-store.ts';

export interface OpenOptions {
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Also use an embedded PostgreSQL that a running server of the same state folder has started. */
  readonly attach?: boolean;
  /** Bring the schema to the newest step; default true. */
  readonly migrated?: boolean;
  /** False: commits do not wait for the disk. Default true. */
  readonly durable?: boolean;
}

export interface OpenedDatabase {
  readonly database: Database;
  close(): Promise<void>;
}

export interface OpenedDeps {
  readonly deps: Deps;
  /** Closes what was opened, the database last. */
  close(): Promise<void>;
}

/** The server's version does not reach what the schema needs. */
export class DatabaseVersionError extends Error {
  override readonly name = 'DatabaseVersionError';
  readonly code = 'database-too-old';
}

/** Opens the database of the settings: the one at DATABASE_URL, or the embedded one. Waits up to 30 s for it to answer. */
export async function openConfiguredDatabase(config: Config, options: OpenOptions): Promise<OpenedDatabase> {
  const { connectionString, stop } = await connection(config, options);
  const database = openDatabase({
    ...{ connectionString, poolSize: config.database.poolSize, log: options.log },
    durable: options.durable ?? true,
  });
  const close = async () => {
    await database.close();
    await stop();
  };
  try {
    await outwaitDatabase(options.log, () => checkVersion(database));
    if (options.migrated ?? true) {
      const applied = await outwaitDatabase(options.log, () => migrate(database));
      if (applied.length > 0) options.log.info({ applied }, 'database migrated');
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { database, close };
}

/** Opens everything that operations and jobs need. @throws the first thing that cannot be opened, all else closed */
export async function openDeps(config: Config, options: OpenOptions): Promise<OpenedDeps> {
  const clock = options.clock ?? (() => new Date());
  const random = options.random ?? randomBytes;
  const hubs = await readHubsFile(config.hubsFile);
  const contacts = await readContactsFile(config.contactsFile);
  complainOfStaleContacts(contacts, clock(), options.log);
  const opened = await openConfiguredDatabase(config, options);
  try {
    const { database } = opened;
    const { masterKeyFile } = config;
    const store = { database, masterKeyFile, clock, random, log: options.log };
    const keys = await outwaitDatabase(options.log, () => openKeyStore(store));
    const blobs = await openLocalBlobs(config.blobDirectory);
    return {
      deps: { database, blobs, config, clock, random, keys, hubs, contacts, log: options.log },
      async close() {
        keys.close();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function connection(
  config: Config,
  options: OpenOptions,
): Promise<{ connectionString: string; stop(): Promise<void> }> {
  if (config.database.url !== null) return { connectionString: config.database.url, stop: async () => {} };
  const dataDirectory = config.database.embeddedDirectory;
  if (options.attach) {
    const running = await findEmbeddedPostgres(dataDirectory);
    if (running !== null) return { connectionString: running, stop: async () => {} };
  }
  const postgres = options.log.child({ part: 'postgres' });
  return startEmbeddedPostgres({ dataDirectory, onLog: (line) => postgres.debug(line) });
}

async function checkVersion(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ version: number }>(
    "select current_setting('server_version_num')::integer as version",
  );
  const version = rows[0]?.version ?? 0;
  if (version < 150_000) {
    throw new DatabaseVersionError(`use PostgreSQL 15 or newer: this one is ${Math.floor(version / 10_000)}`);
  }
}
