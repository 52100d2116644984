import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { sealReport } from '@wellhouse/sealing';
import { pino } from 'pino';
import { type OpenedKeyStore, openKeyStore } from '../../src/platform/key-store.ts';
import { rotateMasterKeyring, rotateSealingKey } from '../../src/platform/rotate-keys.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let db: TestDatabase;
let folder = '';
let masterKeyFile = '';
let now = new Date('2027-01-31T12:00:00Z');
const opened: OpenedKeyStore[] = [];

before(async () => {
  db = await startTestDatabase();
});
after(() => db.close());
beforeEach(async (context) => {
  await db.database.pool.query('truncate sealing_key');
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-keys-'));
  masterKeyFile = join(folder, 'keys/master.json');
  now = new Date('2027-01-31T12:00:00Z');
  if ('after' in context) {
    context.after(async () => {
      for (const store of opened.splice(0)) store.close();
      await rm(folder, { recursive: true, force: true });
    });
  }
});

function options() {
  const log = pino({ level: 'silent' });
  return { database: db.database, masterKeyFile, clock: () => now, random: randomBytes, log };
}

async function openStore() {
  const store = await openKeyStore(options());
  opened.push(store);
  return store;
}

const reportId = '5b0c6f0e-6a3c-4d6c-9d0a-0f6f3c1d2b11';
const payload = new TextEncoder().encode('what a report says');

async function seal(store: OpenedKeyStore) {
  const key = store.sealingPublicKeys()[0];
  assert(key !== undefined);
  const publicKey = Buffer.from(key.publicKey, 'base64url');
  return sealReport({ key: { ...key, publicKey }, hubId: 'hub.example', reportId, payload });
}

test('the first start makes a master key file that only its owner may read, and one sealing key', async () => {
  const store = await openStore();
  assert.equal((await stat(masterKeyFile)).mode & 0o777, 0o600);
  assert.equal((await stat(join(folder, 'keys'))).mode & 0o777, 0o700);
  assert.equal(store.sealingPublicKeys().length, 1);
  assert.equal(store.receiptKey.length, 32);
});

test('servers that start together end up with the same keys', async () => {
  for (let round = 0; round < 5; round++) {
    await db.database.pool.query('truncate sealing_key');
    await rm(masterKeyFile, { force: true });
    const stores = await Promise.all(Array.from({ length: 6 }, openStore));
    for (const store of stores) await store.refresh();
    const [first] = stores;
    for (const store of stores) {
      assert.deepEqual(store.sealingPublicKeys(), first?.sealingPublicKeys());
      assert.deepEqual(store.receiptKey, first?.receiptKey);
    }
    assert.equal(first?.sealingPublicKeys().length, 1);
  }
});

test('a server that found no file before another one made file and key takes that file', async () => {
  // The other server makes both between this one's look for the file and its look into the database.
  let other: OpenedKeyStore | null = null;
  const { kysely } = db.database;
  const slow = new Proxy(kysely, {
    get(target, name) {
      if (name !== 'selectFrom' || other !== null) {
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return () => ({
        select: () => ({
          limit: () => ({
            async executeTakeFirst() {
              other = await openStore();
              return target.selectFrom('sealing_key').select('key_id').limit(1).executeTakeFirst();
            },
          }),
        }),
      });
    },
  });
  const store = await openKeyStore({ ...options(), database: { ...db.database, kysely: slow } });
  opened.push(store);
  assert.deepEqual(store.receiptKey, (await openStore()).receiptKey);
});

test('a report is opened after a restart, and only for the hub and report it was sealed for', async () => {
  const sealed = await seal(await openStore());
  const restarted = await openStore();
  assert.deepEqual(Buffer.from(await restarted.openSealed('hub.example', reportId, sealed)), Buffer.from(payload));
  await assert.rejects(restarted.openSealed('other.example', reportId, sealed), { name: 'SealingError' });
  await assert.rejects(restarted.openSealed('hub.example', randomBytes(8).toString('hex'), sealed), {
    name: 'SealingError',
  });
});

test('neither the database nor the log of statements holds a private key in the clear', async () => {
  const store = await openStore();
  const row = await db.database.kysely.selectFrom('sealing_key').selectAll().executeTakeFirstOrThrow();
  assert.match(row.private_key_wrapped.subarray(0, 3).toString('latin1'), /WHK/);
  await assert.rejects(store.unwrapKey(row.private_key_wrapped, 'sealing-key:another'), { name: 'SealingError' });
});

test('a master key file that others may read is refused with what to do', async () => {
  (await openStore()).close();
  await chmod(masterKeyFile, 0o644);
  await assert.rejects(openStore(), { code: 'master-key-exposed', message: /chmod 600/ });
});

test('a damaged master key file is refused, and none of its content is repeated', async () => {
  const keys = await openStore();
  const text = await readFile(masterKeyFile, 'utf8');
  for (const damaged of [text.slice(0, -20), '{}', '', text.replace('"current"', '"curent"')]) {
    await writeFile(masterKeyFile, damaged);
    await assert.rejects(openStore(), (error: Error) => {
      assert.equal('code' in error && error.code, 'master-key-unreadable');
      assert.doesNotMatch(error.message, new RegExp(keys.receiptKey.toString('base64url')));
      return true;
    });
  }
});

test('a lost master key file stops the start instead of being replaced beside an old database', async () => {
  await openStore();
  await rename(masterKeyFile, `${masterKeyFile}.moved`);
  await assert.rejects(openStore(), { code: 'master-key-missing', message: /restore it from its backup/ });
  await assert.rejects(stat(masterKeyFile), { code: 'ENOENT' });
});

test('after a rotation of the sealing key devices get the new one, and reports to the old one still open', async () => {
  const store = await openStore();
  const before = await seal(store);
  now = new Date(now.getTime() + 1_000);
  const keyId = await rotateSealingKey(options());
  await store.refresh();
  assert.equal(store.sealingPublicKeys()[0]?.keyId, keyId);
  assert.equal(store.sealingPublicKeys().length, 2);
  assert.deepEqual(Buffer.from(await store.openSealed('hub.example', reportId, before)), Buffer.from(payload));
});

test('a server opens a report to a key that another one made a moment ago', async () => {
  const one = await openStore();
  const two = await openStore();
  now = new Date(now.getTime() + 1_000);
  await rotateSealingKey(options());
  await one.refresh();
  const sealed = await seal(one);
  assert.deepEqual(Buffer.from(await two.openSealed('hub.example', reportId, sealed)), Buffer.from(payload));
});

test('a new sealing key is made long before the newest one ends; ended ones are not offered and still open', async () => {
  const store = await openStore();
  const sealed = await seal(store);
  const [first] = store.sealingPublicKeys();
  now = new Date(now.getTime() + 150 * 86_400_000);
  await store.refresh();
  assert.equal(store.sealingPublicKeys().length, 2);
  assert.notEqual(store.sealingPublicKeys()[0]?.keyId, first?.keyId);
  now = new Date(now.getTime() + 60 * 86_400_000);
  await store.refresh();
  assert(!store.sealingPublicKeys().some((key) => key.keyId === first?.keyId));
  assert.deepEqual(Buffer.from(await store.openSealed('hub.example', reportId, sealed)), Buffer.from(payload));
});

test('a rotation of the master key wraps every stored key again and keeps what running servers wrap meanwhile', async () => {
  const running = await openStore();
  const sealed = await seal(running);
  const before = await db.database.kysely.selectFrom('sealing_key').selectAll().executeTakeFirstOrThrow();
  const { rewrapped, retired } = await rotateMasterKeyring(options(), false);
  assert.equal(rewrapped, 1);
  assert.deepEqual(retired, []);
  const after_ = await db.database.kysely.selectFrom('sealing_key').selectAll().executeTakeFirstOrThrow();
  assert.notDeepEqual(after_.private_key_wrapped, before.private_key_wrapped);
  const dataKey = randomBytes(32);
  const wrappedByOld = await running.wrapKey(dataKey, 'case:1');
  const restarted = await openStore();
  assert.deepEqual(Buffer.from(await restarted.openSealed('hub.example', reportId, sealed)), Buffer.from(payload));
  assert.deepEqual(Buffer.from(await restarted.unwrapKey(wrappedByOld, 'case:1')), dataKey);
  const wrappedByNew = await restarted.wrapKey(dataKey, 'case:2');
  assert.deepEqual(Buffer.from(await running.unwrapKey(wrappedByNew, 'case:2')), dataKey);
  assert.deepEqual(running.receiptKey, restarted.receiptKey);
});

test('--retire drops the master keys that wrap nothing, after which only the new one is in the file', async () => {
  const sealed = await seal(await openStore());
  const first = await rotateMasterKeyring(options(), false);
  const second = await rotateMasterKeyring(options(), true);
  assert.equal(second.retired.length, 2);
  assert(second.retired.includes(first.keyId));
  const file = JSON.parse(await readFile(masterKeyFile, 'utf8'));
  assert.deepEqual(
    file.master.keys.map((key: { keyId: string }) => key.keyId),
    [second.keyId],
  );
  const restarted = await openStore();
  assert.deepEqual(Buffer.from(await restarted.openSealed('hub.example', reportId, sealed)), Buffer.from(payload));
});

test('a rotation that stopped half way is finished by running it again', async () => {
  const store = await openStore();
  const sealed = await seal(store);
  const failing = new Proxy(db.database, {
    get: (target, name, receiver) =>
      name === 'transaction'
        ? () => Promise.reject(new Error('the machine went down'))
        : Reflect.get(target, name, receiver),
  });
  await assert.rejects(rotateMasterKeyring({ ...options(), database: failing }, true), /went down/);
  assert.deepEqual(
    Buffer.from(await (await openStore()).openSealed('hub.example', reportId, sealed)),
    Buffer.from(payload),
  );
  await rotateMasterKeyring(options(), true);
  assert.deepEqual(
    Buffer.from(await (await openStore()).openSealed('hub.example', reportId, sealed)),
    Buffer.from(payload),
  );
});
