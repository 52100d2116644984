import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { createByteBudget } from '../../src/albums/byte-budget.ts';
import { createGate } from '../../src/albums/gate.ts';
import { createHubGate } from '../../src/albums/hub-gate.ts';
import { mediaTypeOf } from '../../src/albums/media-type.ts';
import { createPieceReader, type PieceReader } from '../../src/albums/piece-reader.ts';

async function readAll(reader: PieceReader): Promise<{ bytes: string; end: string }> {
  let bytes = '';
  for (;;) {
    const piece = await reader.next();
    if (typeof piece === 'string') return { bytes, end: piece };
    bytes += piece.toString();
  }
}

test('a reader hands out a stream to its end', async () => {
  const body = Readable.from([Buffer.from('one'), Buffer.from('two')], { objectMode: false });
  assert.deepEqual(await readAll(createPieceReader(body, 1_000)), { bytes: 'onetwo', end: 'ended' });
});

test('a reader hands out what lay in the stream when it broke, also when it broke before the first look', async () => {
  for (const early of [true, false]) {
    const body = new PassThrough();
    if (!early) createPieceReader(body, 1_000);
    body.write('kept');
    await new Promise((resolve) => setImmediate(resolve));
    body.on('error', () => {});
    body.destroy(new Error('the connection is gone'));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await readAll(createPieceReader(body, 1_000)), { bytes: 'kept', end: 'broken' });
  }
});

test('a sender that stalls, and one that is stopped, are told apart, and their bytes are kept', async () => {
  const stalled = new PassThrough();
  stalled.write('some');
  assert.deepEqual(await readAll(createPieceReader(stalled, 20)), { bytes: 'some', end: 'stalled' });
  const stopped = new PassThrough();
  stopped.write('some');
  const reader = createPieceReader(stopped, 60_000);
  const all = readAll(reader);
  setImmediate(() => reader.stop());
  assert.deepEqual(await all, { bytes: 'some', end: 'stopped' });
});

test('uploads together never hold more than the budget, and each gets its turn', async () => {
  const budget = createByteBudget(100);
  let most = 0;
  const done: number[] = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const bytes = 1 + ((n * 37) % 60);
      await budget.take(bytes);
      most = Math.max(most, budget.taken);
      await new Promise((resolve) => setImmediate(resolve));
      done.push(n);
      budget.give(bytes);
    }),
  );
  assert.equal(done.length, 50);
  assert.ok(most <= 100, String(most));
  assert.equal(budget.taken, 0);
});

test('a piece that is larger than the whole budget gets through alone', async () => {
  const budget = createByteBudget(10);
  await budget.take(50);
  assert.equal(budget.tryTake(1), false);
  budget.give(50);
  assert.equal(budget.tryTake(1), true);
});

test('a gate lets so many through at a time, in order, and whoever fails leaves it', async () => {
  const gate = createGate(3);
  let inside = 0;
  let most = 0;
  const order: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      gate.through(async () => {
        inside += 1;
        most = Math.max(most, inside);
        order.push(n);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        if (n % 4 === 0) throw new Error('failed');
      }),
    ),
  );
  assert.equal(most, 3);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 5);
});

test('a hub that does not answer is left alone for longer and longer, and then asked by one alone', () => {
  let now = 0;
  const gate = createHubGate(() => new Date(now), 3);
  assert.deepEqual([gate.enter('a'), gate.enter('a'), gate.enter('a')], [null, null, null]);
  assert.notEqual(gate.enter('a'), null, 'three at a time');
  assert.equal(gate.enter('b'), null, 'another hub is another matter');
  for (let n = 0; n < 3; n += 1) gate.leave('a', false);
  const pauses: number[] = [];
  for (let n = 0; n < 8; n += 1) {
    const pause = gate.enter('a') ?? 0;
    pauses.push(pause);
    now += pause;
    assert.equal(gate.enter('a'), null);
    assert.notEqual(gate.enter('a'), null, 'one alone');
    gate.leave('a', false);
  }
  assert.deepEqual(
    pauses,
    pauses.toSorted((a, b) => a - b),
  );
  assert.equal(pauses.at(-1), 60_000);
  now += 60_000;
  assert.equal(gate.enter('a'), null);
  gate.leave('a', true);
  assert.deepEqual([gate.enter('a'), gate.enter('a'), gate.enter('a')], [null, null, null]);
});

test('files are told by their first bytes, and what a browser would run is bytes of no kind', () => {
  const box = (brand: string) => Buffer.from(`\0\0\0\x20ftyp${brand}\0\0\0\0`, 'latin1');
  for (const [mediaType, head] of [
    ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe1])],
    ['image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['image/gif', Buffer.from('GIF89a')],
    ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')],
    ['image/avif', box('avif')],
    ['image/heic', box('heic')],
    ['image/tiff', Buffer.from('II*\0', 'latin1')],
    ['image/bmp', Buffer.from('BM\x10\0\0\0\0\0\0\0', 'latin1')],
    ['video/mp4', box('isom')],
    ['video/quicktime', box('qt  ')],
    ['video/webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3])],
    ['application/octet-stream', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['application/octet-stream', Buffer.from('<!doctype html>')],
    ['application/octet-stream', Buffer.from('%PDF-1.7')],
    ['application/octet-stream', Buffer.alloc(0)],
    ['application/octet-stream', Buffer.from([0xff, 0xd8])],
  ] as const) {
    assert.equal(mediaTypeOf(head), mediaType, head.toString('latin1'));
  }
});
