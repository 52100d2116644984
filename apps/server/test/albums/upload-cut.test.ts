import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { type AlbumServer, send, someBytes, standing, startAlbumServer, type Upload } from './support/album-server.ts';

const mib = 1024 * 1024;
let server: AlbumServer;
before(async () => {
  server = await startAlbumServer();
});
after(() => server.close());

/** Numbers from 0 to 1, the same for the same seed. */
function seeded(seed: string): () => number {
  let n = 0;
  return () => createHash('sha256').update(`${seed}:${n++}`).digest().readUInt32BE() / 2 ** 32;
}

/** Sends a random part in random pieces and then hangs up properly, vanishes, or resets the connection. */
async function sendSome(
  socket: Socket,
  { bytes, framed }: { bytes: Uint8Array; framed: boolean },
  random: () => number,
): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  const part = Math.floor(bytes.length * random());
  for (let at = 0; at < part; ) {
    const piece = bytes.subarray(at, Math.min(part, at + 1 + Math.floor(random() * 300_000)));
    const frame = `${piece.length.toString(16)}\r\n`;
    await send(socket, framed ? Buffer.concat([Buffer.from(frame), piece, Buffer.from('\r\n')]) : piece);
    at += piece.length;
  }
  const how = random();
  if (how < 1 / 3) socket.end();
  else if (how < 2 / 3) socket.destroy();
  else socket.resetAndDestroy();
  await closed;
}

async function offsetOf(upload: Upload): Promise<{ offset: number; complete: boolean }> {
  const head = await upload.head();
  assert.equal(head.status, 204);
  return standing(head);
}

test('when a connection ends in the middle, what was sent is kept to the last byte', async () => {
  const bytes = someBytes(3 * mib);
  const upload = await server.announce(bytes);
  let sent = 0;
  for (const length of [1, 65_536, 65_537, mib - 1, mib, 300_001]) {
    const socket = await upload.open(sent, bytes.length - sent);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await send(socket, bytes.subarray(sent, sent + length));
    // The sender hangs up properly: all that it sent arrives.
    socket.end();
    socket.resume();
    await closed;
    sent += length;
    assert.deepEqual(await offsetOf(upload), { offset: sent, complete: false });
  }
  await upload.patch(sent, bytes.subarray(sent), { 'upload-complete': '?1' });
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('when it ends after the last byte, the picture is all there', async () => {
  const bytes = someBytes(70_000);
  const upload = await server.announce(bytes);
  const socket = await upload.open(0, bytes.length);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await send(socket, bytes);
  socket.end();
  socket.resume();
  await closed;
  assert.deepEqual(await offsetOf(upload), { offset: bytes.length, complete: true });
  assert.equal((await server.row(upload.pictureId)).state, 'checking');
});

for (const seed of ['ash', 'birch', 'cedar']) {
  test(`connections that are cut at random places are resumed until the bytes are the same (${seed})`, async () => {
    const random = seeded(seed);
    const bytes = someBytes(Math.floor(mib * (1 + 4 * random())));
    const upload = await server.announce(bytes);
    let known = 0;
    for (let cuts = 0; cuts < 40; cuts += 1) {
      const { offset, complete } = await offsetOf(upload);
      assert.ok(offset >= known, `the offset went back from ${known} to ${offset}`);
      known = offset;
      if (complete) break;
      const framed = random() < 0.5;
      const socket = await upload.open(offset, framed ? null : bytes.length - offset);
      await sendSome(socket, { bytes: bytes.subarray(offset), framed }, random);
    }
    const { offset } = await offsetOf(upload);
    if (offset < bytes.length) {
      const rest = await upload.patch(offset, bytes.subarray(offset), { 'upload-complete': '?1' });
      assert.equal(rest.status, 204);
    }
    assert.deepEqual(await server.stored(upload.pictureId), bytes);
    const checks = await server.jobs('check-picture');
    assert.equal(checks.filter(({ payload }) => JSON.stringify(payload).includes(upload.pictureId)).length, 1);
  });
}
