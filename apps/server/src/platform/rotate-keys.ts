import {
  createMasterKey,
  type MasterKeyring,
  retireMasterKey,
  rewrap,
  rotateMasterKey,
  wrappingKeyId,
} from '@wellhouse/sealing';
import { sql } from 'kysely';
import { type WrappedColumn, wrappedColumns } from '../schema/wrapped-columns.ts';
import type { KeyStoreOptions } from './key-store.ts';
import { addSealingKey } from './key-store.ts';
import { MasterKeyError, type MasterKeys, newKeyId, readMasterKeys, replaceMasterKeys } from './master-key-file.ts';

type RotationOptions = Pick<KeyStoreOptions, 'database' | 'masterKeyFile' | 'clock' | 'random'>;

/** New reports are sealed to a new key within a minute; the old keys go on opening old reports. Returns its id. */
export async function rotateSealingKey(options: RotationOptions): Promise<string> {
  const master = await masterKeys(options);
  return options.database.transaction((tx) => addSealingKey(tx, master, options.clock, options.random));
}

export interface MasterRotation {
  readonly keyId: string;
  /** Values wrapped anew. */
  readonly rewrapped: number;
  /** Ids of master keys that were dropped because nothing is wrapped by them. */
  readonly retired: readonly string[];
}

/**
 * Makes a new master key and wraps every key with it; evidence itself is not touched. The file is written first, so a
 * crash at any point leaves keys that the file can unwrap; run it again to finish. Running servers read the new file
 * within a minute, so old keys are dropped only when asked, and only those that wrap nothing any more.
 */
export async function rotateMasterKeyring(
  options: RotationOptions,
  retire: boolean,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<MasterRotation> {
  const { clock, random } = options;
  const old = await masterKeys(options);
  const next = createMasterKey({ keyId: newKeyId('master', clock, random), createdAt: clock().getTime(), random });
  let ring = rotateMasterKey(old.ring, next);
  await replaceMasterKeys(options.masterKeyFile, { ...old, ring }, random);
  let rewrapped = 0;
  const used = new Set<string>();
  let all = 0;
  let done = 0;
  for (const column of wrappedColumns) all += await countWrapped(options, column);
  const looked = (rows: number): void => {
    done += rows;
    onProgress(done, Math.max(all, done));
  };
  for (const column of wrappedColumns) rewrapped += await rewrapColumn(options, ring, column, used, looked);
  const retired = retire ? ring.keys.map((key) => key.keyId).filter((id) => id !== ring.current && !used.has(id)) : [];
  for (const id of retired) ring = retireMasterKey(ring, id);
  if (retired.length > 0) await replaceMasterKeys(options.masterKeyFile, { ...old, ring }, random);
  return { keyId: next.keyId, rewrapped, retired };
}

const batch = 500;

async function countWrapped({ database }: RotationOptions, { table, column }: WrappedColumn): Promise<number> {
  const counted = await sql<{ n: string }>`select count(${sql.ref(column)}) as n from ${sql.table(table)}`.execute(
    database.kysely,
  );
  return Number(counted.rows[0]?.n ?? 0);
}

/** Goes through a column in order of its primary key, a batch in each transaction. */
async function rewrapColumn(
  { database, random }: RotationOptions,
  ring: MasterKeyring,
  { table, primaryKey, column, context }: WrappedColumn,
  used: Set<string>,
  looked: (rows: number) => void,
): Promise<number> {
  const keys = sql.join(primaryKey.map((name) => sql.ref(name)));
  let after: unknown[] | null = null;
  let count = 0;
  for (;;) {
    const from = after === null ? sql`` : sql`and (${keys}) > (${sql.join(after)})`;
    const rows: Record<string, unknown>[] = await database.transaction(async (tx) => {
      const found = await sql<Record<string, unknown>>`select ${keys}, ${sql.ref(column)} as wrapped
        from ${sql.table(table)} where ${sql.ref(column)} is not null ${from}
        order by ${keys} limit ${batch} for update`.execute(tx);
      for (const row of found.rows) {
        if (!(row.wrapped instanceof Uint8Array)) continue;
        const wrapped = await rewrap(ring, row.wrapped, context(row), random);
        used.add(wrappingKeyId(wrapped));
        if (wrapped === row.wrapped) continue;
        const same = sql.join(
          primaryKey.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
          sql` and `,
        );
        await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${Buffer.from(wrapped)} where ${same}`.execute(
          tx,
        );
        count += 1;
      }
      return found.rows;
    });
    looked(rows.length);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return count;
    after = primaryKey.map((name) => last[name]);
  }
}

async function masterKeys({ masterKeyFile }: RotationOptions): Promise<MasterKeys> {
  const keys = await readMasterKeys(masterKeyFile);
  if (keys !== null) return keys;
  throw new MasterKeyError('master-key-missing', `read ${masterKeyFile}: it is not there; start the server once first`);
}
