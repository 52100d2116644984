import type { SealingPublicKey } from '@wellhouse/protocol';
import {
  generateSealingKeyPair,
  openReport,
  SealingError,
  type SealingKeyPair,
  sealedKeyId,
  unwrapDataKey,
  wrapDataKey,
} from '@wellhouse/sealing';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock, Random } from '../deps.ts';
import type { Database, Transaction } from './database/open-database.ts';
import type { KeyStore } from './keys.ts';
import { createMasterKeys, MasterKeyError, type MasterKeys, newKeyId, readMasterKeys } from './master-key-file.ts';

export interface KeyStoreOptions {
  readonly database: Database;
  readonly masterKeyFile: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export interface OpenedKeyStore extends KeyStore {
  /** Reads keys that other processes made or rotated; also runs every minute. */
  refresh(): Promise<void>;
  close(): void;
}

const day = 24 * 3_600_000;
/** Devices seal to a key for this long. */
export const sealingKeyLifetimeMs = 180 * day;
/** A new one is made when the newest has less than this left, so that devices offline for weeks still hold a valid one. */
const renewBeforeMs = 60 * day;
const refreshMs = 60_000;

/**
 * Opens the installation's keys, making the master key file and a first sealing key where there are none.
 * @throws MasterKeyError `master-key-missing` when the database holds keys that no file can unwrap
 */
export async function openKeyStore(options: KeyStoreOptions): Promise<OpenedKeyStore> {
  const { database, clock, random } = options;
  let master = await loadMasterKeys(options);
  let pairs = new Map<string, SealingKeyPair & { notAfter: Date }>();

  async function loadPairs(): Promise<void> {
    const rows = await database.kysely.selectFrom('sealing_key').selectAll().orderBy('created_at', 'desc').execute();
    const loaded = new Map<string, SealingKeyPair & { notAfter: Date }>();
    for (const row of rows) {
      const known = pairs.get(row.key_id);
      const privateKey =
        known?.privateKey ??
        (await withRing((keys) => unwrapDataKey(keys.ring, row.private_key_wrapped, `sealing-key:${row.key_id}`)));
      loaded.set(row.key_id, {
        keyId: row.key_id,
        suite: row.suite,
        publicKey: new Uint8Array(row.public_key),
        privateKey,
        notAfter: row.not_after,
      });
    }
    pairs = loaded;
  }

  /** The file may have been rotated by another process since it was read. */
  async function withRing<T>(use: (keys: MasterKeys) => Promise<T>): Promise<T> {
    try {
      return await use(master);
    } catch (error) {
      if (!(error instanceof SealingError) || error.code !== 'unknown-key') throw error;
      master = (await readMasterKeys(options.masterKeyFile)) ?? master;
      return use(master);
    }
  }

  async function refresh(): Promise<void> {
    master = (await readMasterKeys(options.masterKeyFile)) ?? master;
    await loadPairs();
    const newest = pairs.values().next().value;
    if (newest !== undefined && newest.notAfter.getTime() - clock().getTime() > renewBeforeMs) return;
    await database.transaction(async (tx) => {
      // Servers that start together make one key, not one each.
      await sql`select pg_advisory_xact_lock(8600, 3)`.execute(tx);
      const fresh = await tx
        .selectFrom('sealing_key')
        .select('not_after')
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (fresh !== undefined && fresh.not_after.getTime() - clock().getTime() > renewBeforeMs) return;
      await addSealingKey(tx, master, clock, random);
    });
    await loadPairs();
  }

  await refresh();
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => options.log.warn({ err: error }, 'cannot refresh the keys'));
  }, refreshMs).unref();

  return {
    sealingPublicKeys(): SealingPublicKey[] {
      return [...pairs.values()]
        .filter((pair) => pair.notAfter > clock())
        .map(({ keyId, suite, publicKey, notAfter }) => ({
          keyId,
          suite,
          publicKey: Buffer.from(publicKey).toString('base64url'),
          notAfter: notAfter.toISOString(),
        }));
    },
    async openSealed(hubId, reportId, sealed) {
      if (!pairs.has(sealedKeyId(sealed))) await loadPairs();
      return openReport({ keys: [...pairs.values()], hubId, reportId, sealed });
    },
    get receiptKey() {
      return master.receiptKey;
    },
    wrapKey: (key, context) => wrapDataKey(master.ring, key, context, random),
    unwrapKey: (wrapped, context) => withRing((keys) => unwrapDataKey(keys.ring, wrapped, context)),
    refresh,
    close: () => clearInterval(timer),
  };
}

/** Makes a sealing key pair; devices seal to the newest. Old ones stay, to open what was sealed to them. */
export async function addSealingKey(
  tx: Transaction,
  master: MasterKeys,
  clock: Clock,
  random: Random,
): Promise<string> {
  const pair = await generateSealingKeyPair({ keyId: newKeyId('sealing', clock, random), random });
  const wrapped = await wrapDataKey(master.ring, pair.privateKey, `sealing-key:${pair.keyId}`, random);
  await tx
    .insertInto('sealing_key')
    .values({
      key_id: pair.keyId,
      suite: pair.suite,
      public_key: Buffer.from(pair.publicKey),
      private_key_wrapped: Buffer.from(wrapped),
      created_at: clock(),
      not_after: new Date(clock().getTime() + sealingKeyLifetimeMs),
    })
    .execute();
  return pair.keyId;
}

async function loadMasterKeys({ database, masterKeyFile, clock, random }: KeyStoreOptions): Promise<MasterKeys> {
  const existing = await readMasterKeys(masterKeyFile);
  if (existing !== null) return existing;
  // A new master key beside an old database would look like a start and be the loss of every report.
  const wrapped = await database.kysely.selectFrom('sealing_key').select('key_id').limit(1).executeTakeFirst();
  if (wrapped !== undefined) {
    // Unless another process has made both since we looked: it writes the file before it wraps anything.
    const created = await readMasterKeys(masterKeyFile);
    if (created !== null) return created;
    throw new MasterKeyError(
      'master-key-missing',
      `read ${masterKeyFile}: it is not there, but the database holds keys wrapped by it; restore it from its backup ` +
        'or point WELLHOUSE_MASTER_KEY_FILE at it',
    );
  }
  return createMasterKeys(masterKeyFile, clock, random);
}
