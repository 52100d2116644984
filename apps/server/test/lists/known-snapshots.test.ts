import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { parseHash } from '@wellhouse/fingerprint';
import { createKnownPictures, type KnownPictures } from '../../src/lists/known/known-pictures.ts';
import type { PicturePrints } from '../../src/lists/known/picture-prints.ts';
import type { BlobStore } from '../../src/platform/blobs/blob-store.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let listId = '';
let lists = 0;
const open: { close(): Promise<void> }[] = [];
const warnings: unknown[] = [];

before(async () => {
  server = await startListServer();
});
after(() => server.close());
beforeEach(async () => {
  warnings.length = 0;
  await query('delete from list_index_snapshot');
  await rm(folder(), { recursive: true, force: true });
  await query('delete from list_event');
  await query('delete from list_entry');
  lists += 1;
  listId = `snapshot-${lists}`;
  await server.add(listId, 'file');
  await server.load(listId, all(20));
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const query = (text: string, values: unknown[] = []) => server.deps.database.pool.query(text, values);
const line = (n: number) =>
  `pdq ${madeUp(`p${n}`, 32)}\nmd5 ${madeUp(`p${n}`, 16)}\nsha1 ${madeUp(`p${n}`, 20)}\nsha256 ${madeUp(`s${n}`, 32)}\n`;
const all = (count: number) => Array.from({ length: count }, (_, n) => line(n)).join('');
const printsOf = (n: number): PicturePrints => ({
  pdq: [{ variant: 'original', hash: parseHash(madeUp(`p${n}`, 32)) }],
  md5: madeUp(`p${n}`, 16),
  sha1: madeUp(`p${n}`, 20),
  sha256: madeUp(`s${n}`, 32),
});
/** Snapshots of any size. */
const small = { snapshotEntries: 1, idleMs: 20 };

/** As another process has it: its own connections, nothing in memory shared. */
function createKnown(limits: Parameters<typeof createKnownPictures>[1] = {}, blobs = server.deps.blobs): KnownPictures {
  const connectionString = server.deps.database.pool.options.connectionString ?? '';
  const database = openDatabase({ connectionString, poolSize: 4 });
  const log = Object.assign(Object.create(server.deps.log), { warn: (...args: unknown[]) => warnings.push(args) });
  const known = createKnownPictures({ ...server.deps, database, blobs, log }, { ...small, ...limits });
  open.push(database, known);
  return known;
}
const countsOf = async (known: KnownPictures, count: number) =>
  (await known.findMany(Array.from({ length: count }, (_, n) => printsOf(n)))).map(({ found }) => found.length);
async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await isTrue())) {
    assert(Date.now() < end, `it never comes that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const done = async () =>
  (await query('select snapshot_id, positions, blobs from list_index_snapshot where done_at is not null')).rows;
const written = () => until('a snapshot is written', async () => (await done()).length === 1);
const folder = () => join(server.deps.config.blobDirectory, 'list-index');
async function blobs(): Promise<Buffer[]> {
  const found = await readdir(folder(), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((each) => each.isFile());
  // One may be removed while they are read.
  const read = files.map((each) => readFile(join(each.parentPath, each.name)).catch(() => Buffer.alloc(0)));
  return Promise.all(read);
}
const isStored = async (hex: string) => (await blobs()).some((blob) => blob.includes(Buffer.from(hex, 'hex')));

test('a process loads what another has written, and then only what changed since', async () => {
  const first = createKnown();
  await first.ready();
  await written();
  // A row that no index has read: what is found by the old value comes from the snapshot.
  await query("update list_entry set value = $1 where list_id = $2 and kind = 'sha256' and value = $3", [
    Buffer.from(madeUp('elsewhere', 32), 'hex'),
    listId,
    Buffer.from(madeUp('s0', 32), 'hex'),
  ]);
  await server.load(listId, all(22));
  const second = createKnown();
  assert.deepEqual(await countsOf(second, 23), [...Array(22).fill(4), 0]);
  assert.deepEqual(await countsOf(first, 23), [...Array(22).fill(4), 0]);
  assert.deepEqual(warnings, []);
});

test('what was withdrawn while no process ran is not answered from a snapshot', async () => {
  const first = createKnown();
  await first.ready();
  await written();
  await first.close();
  await query("update list set state = 'shadow' where list_id = $1", [listId]);
  await server.load(listId, all(18));
  assert.deepEqual(await countsOf(createKnown(), 20), [...Array(18).fill(4), 0, 0]);
});

for (const [what, damage] of [
  ['is missing', () => undefined],
  ['has a bit that is another', (bytes: Buffer) => bytes.fill((bytes[40] ?? 0) ^ 1, 40, 41)],
  ['is cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['is empty', () => Buffer.alloc(0)],
] as const) {
  test(`a snapshot of which a blob ${what} is not used, and the rows are`, async () => {
    const first = createKnown();
    await first.ready();
    await written();
    await first.close();
    const [row] = await done();
    for (let n = 0; n < row.blobs; n += 1) {
      warnings.length = 0;
      const broken: BlobStore = {
        ...server.deps.blobs,
        async get(key) {
          const bytes = await server.deps.blobs.get(key);
          if (!key.endsWith(`/${n}`) || bytes === null) return bytes;
          return damage(Buffer.from(bytes)) ?? null;
        },
      };
      const second = createKnown({ snapshotEntries: 1_000_000, idleMs: 600_000 }, broken);
      assert.deepEqual(await countsOf(second, 21), [...Array(20).fill(4), 0]);
      assert.match(JSON.stringify(warnings.map((each) => (each as unknown[])[1])), /cannot be used/);
    }
    assert.equal(row.blobs, 4);
  });
}

test('a snapshot that cannot be used is replaced', async () => {
  const first = createKnown();
  await first.ready();
  await written();
  await first.close();
  const [broken] = await done();
  await server.deps.blobs.delete(`list-index/${broken.snapshot_id}/0`);
  await createKnown().ready();
  await until('it is replaced', async () => (await done()).every((row) => row.snapshot_id !== broken.snapshot_id));
  warnings.length = 0;
  assert.deepEqual(await countsOf(createKnown(), 21), [...Array(20).fill(4), 0]);
  assert.deepEqual(warnings, []);
});

test('a snapshot as another version of the program writes it is none, and is replaced', async () => {
  const first = createKnown();
  await first.ready();
  await written();
  await first.close();
  await query('update list_index_snapshot set chunks = \'[{"kind": "pdq3", "bytes": 1}]\'');
  const [foreign] = await done();
  assert.deepEqual(await countsOf(createKnown(), 21), [...Array(20).fill(4), 0]);
  await until('it is replaced', async () => (await done()).every((row) => row.snapshot_id !== foreign.snapshot_id));
});

test('a withdrawn fingerprint leaves the blob store too', async () => {
  const known = createKnown({ withdrawnMs: 0 });
  await known.ready();
  await written();
  const gone = [madeUp('p19', 32), madeUp('p19', 16), madeUp('p19', 20), madeUp('s19', 32)];
  for (const hex of gone) assert.equal(await isStored(hex), true, hex);
  await server.load(listId, all(19));
  assert.deepEqual((await known.find(printsOf(19))).found, []);
  await until('it is gone', async () => (await Promise.all(gone.map(isStored))).every((stored) => !stored));
  assert.equal(await isStored(madeUp('p18', 32)), true);
});

test('processes that would all write one write one, and what a dead one left is removed', async () => {
  const dead = '00000000-0000-4000-8000-00000000dead';
  await query('insert into list_index_snapshot (snapshot_id, begun_at, positions, blobs) values ($1, now(), $2, 2)', [
    dead,
    '{}',
  ]);
  await server.deps.blobs.put(`list-index/${dead}/0`, Buffer.from('left by a dead process'));
  await server.deps.blobs.put(`list-index/${dead}/1`, Buffer.from('left by a dead process'));
  const puts: string[] = [];
  const counting: BlobStore = {
    ...server.deps.blobs,
    put(key, bytes) {
      puts.push(key);
      return server.deps.blobs.put(key, bytes);
    },
  };
  const all = Array.from({ length: 4 }, () => createKnown({}, counting));
  await Promise.all(all.map((known) => known.ready()));
  await written();
  for (const known of all) await known.close();
  assert.equal(new Set(puts.map((key) => key.split('/')[1])).size, 1);
  assert.equal((await query('select 1 from list_index_snapshot')).rows.length, 1);
  assert.equal(
    (await blobs()).some((blob) => blob.includes('left by a dead process')),
    false,
  );
  assert.equal((await blobs()).length, puts.length);
});

test('a blob store that takes nothing costs no answer', async () => {
  const full: BlobStore = { ...server.deps.blobs, put: () => Promise.reject(new Error('no space left')) };
  const known = createKnown({}, full);
  assert.deepEqual(await countsOf(known, 21), [...Array(20).fill(4), 0]);
  await until('it is said', async () => warnings.length > 0);
  await known.close();
  assert.deepEqual((await query('select 1 from list_index_snapshot')).rows, []);
});
