import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { BlobStore } from '../../src/platform/blobs/blob-store.ts';
import { openLocalBlobs } from '../../src/platform/blobs/local-blobs.ts';

let directory = '';
let blobs: BlobStore;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wellhouse-blobs-'));
  blobs = await openLocalBlobs(join(directory, 'store'));
});
after(() => rm(directory, { recursive: true, force: true }));

test('what was put is read back, replaced in one step and gone after delete', async () => {
  await blobs.put('a/b/c', Buffer.from('one'));
  assert.equal(String(await blobs.get('a/b/c')), 'one');
  await blobs.put('a/b/c', Buffer.from('two'));
  assert.equal(String(await blobs.get('a/b/c')), 'two');
  assert.equal(await blobs.has('a/b/c'), true);
  await blobs.delete('a/b/c');
  assert.equal(await blobs.has('a/b/c'), false);
  assert.equal(await blobs.get('a/b/c'), null);
  await blobs.delete('a/b/c');
});

test('keys are listed by what they begin with, in one folder', async () => {
  for (const key of ['list/a.1', 'list/a.2', 'list/ab.1', 'list/b', 'lista.1']) await blobs.put(key, Buffer.from('x'));
  assert.deepEqual((await blobs.list('list/a.')).toSorted(), ['list/a.1', 'list/a.2']);
  assert.deepEqual(await blobs.list('list/c'), []);
  assert.deepEqual(await blobs.list('nowhere/a.'), []);
  await assert.rejects(blobs.list('../list/a.'), { code: 'blob-key-invalid' });
});

test('a key below a blob or of a folder that never was is simply missing', async () => {
  await blobs.put('leaf', Buffer.from('x'));
  assert.equal(await blobs.get('leaf/below'), null);
  assert.equal(await blobs.has('nowhere/at/all'), false);
  await blobs.delete('nowhere/at/all');
});

test('writers of one key at the same time leave one whole blob and no leftovers', async () => {
  const writers = Array.from({ length: 20 }, (_, index) => Buffer.alloc(4_096, index));
  await Promise.all(writers.map((bytes) => blobs.put('race/one', bytes)));
  const read = await blobs.get('race/one');
  assert(read !== null && read.length === 4_096 && read.every((byte) => byte === read[0]));
  assert.deepEqual(await readdir(join(directory, 'store/race')), ['one']);
});

test('other users of the machine cannot read blobs', async () => {
  await blobs.put('private/one', Buffer.from('x'));
  assert.equal((await stat(join(directory, 'store/private/one'))).mode & 0o077, 0);
  assert.equal((await stat(join(directory, 'store'))).mode & 0o077, 0);
});

for (const key of [
  '',
  '/',
  '..',
  '../x',
  'a/../b',
  '/etc/passwd',
  'a//b',
  'a\\b',
  'a\0b',
  'a/./b',
  'é',
  'x'.repeat(201),
]) {
  test(`a key that could leave the store is refused: ${JSON.stringify(key).slice(0, 20)}`, async () => {
    await assert.rejects(blobs.put(key, Buffer.from('x')), { code: 'blob-key-invalid' });
    await assert.rejects(blobs.get(key), { code: 'blob-key-invalid' });
    await assert.rejects(blobs.delete(key), { code: 'blob-key-invalid' });
  });
}
