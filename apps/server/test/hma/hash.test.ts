import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { formatHash, pdqFromPixels } from '@wellhouse/fingerprint';
import { drawFile, drawPhoto, drawPlain } from './support/draw-photo.ts';
import { type HmaServer, startHmaServer } from './support/hma-server.ts';

let server: HmaServer;
let photo: Buffer;
const limits = { photoBytes: 1_000_000, videoBytes: 2_000_000, atOnce: 2 };

before(async () => {
  photo = await drawFile({ seed: 1 });
  server = await startHmaServer({ limits });
});
after(() => server.close());

const sum = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');
const refused = (message: string, code = 'invalid-request', status = 400) => ({ status, body: { message, code } });

test('a photo is hashed to the very bit', async () => {
  const { data, info } = await drawPhoto({ seed: 1 }).raw().toBuffer({ resolveWithObject: true });
  const { hash } = pdqFromPixels({ data, width: info.width, height: info.height, channels: 3 });
  assert.deepEqual(await server.upload('/h/hash', { photo }), { status: 200, body: { pdq: formatHash(hash) } });
});

test('a photo with nothing in it has an empty hash, as there', async () => {
  assert.deepEqual(await server.upload('/h/hash', { photo: await drawPlain() }), { status: 200, body: { pdq: '' } });
});

test('a video is hashed by its bytes, whatever they are', async () => {
  const video = Buffer.alloc(1_500_000, 'film');
  assert.deepEqual(await server.upload('/h/hash', { video }), { status: 200, body: { video_md5: sum('md5', video) } });
});

test('types name what is hashed; digests are had by name, of files that are no pictures too', async () => {
  const { body } = await server.upload('/h/hash?types=sha256,md5,sha1', { photo });
  assert.deepEqual(body, { md5: sum('md5', photo), sha1: sum('sha1', photo), sha256: sum('sha256', photo) });
  const words = Buffer.from('no picture');
  assert.deepEqual((await server.upload('/h/hash?types=md5', { photo: words })).body, { md5: sum('md5', words) });
  assert.deepEqual((await server.upload('/h/hash?types=video_sha256,video_md5', { video: words })).body, {
    video_md5: sum('md5', words),
    video_sha256: sum('sha256', words),
  });
});

test('a file that is no picture is refused', async () => {
  for (const bytes of [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), photo.subarray(0, 40)]) {
    const { status, body } = await server.upload('/h/hash', { photo: bytes });
    assert.deepEqual([status, body.code], [400, 'picture-unreadable']);
  }
});

test('forms that are none of what is taken are refused in Hasher-Matcher-Actioner’s words', async () => {
  const missing = refused('Missing multipart/form-data file upload');
  assert.deepEqual(await server.upload('/h/hash', {}, { photo: 'a field' }), missing);
  assert.deepEqual(await server.send('POST', '/h/hash', { photo: 'x' }), missing);
  assert.deepEqual(await server.upload('/h/hash', { file: photo }), refused("no such content_type: 'file'"));
  assert.deepEqual(
    await server.upload('/h/hash', { photo, video: photo }),
    refused('Only one file allowed per request'),
  );
  const types = (names: string) => server.upload(`/h/hash?types=${names}`, { photo });
  assert.deepEqual(await types('video_md5'), refused("signal type 'video_md5' doesn't exist or is disabled"));
  assert.deepEqual(await types('pdq,tmk'), refused("signal type 'tmk' doesn't exist or is disabled"));
  assert.deepEqual(await types(',%20'), refused('empty signal type selection'));
});

test('a photo or video of more bytes than are taken is refused, said beforehand or not', async () => {
  const tooLarge = refused('Content too large', 'too-large', 413);
  assert.deepEqual(await server.upload('/h/hash', { photo: Buffer.alloc(limits.photoBytes + 1) }), tooLarge);
  assert.deepEqual(await server.upload('/h/hash', { video: Buffer.alloc(limits.videoBytes + 1) }), tooLarge);
  const { status } = await server.upload('/h/hash', { video: Buffer.alloc(limits.videoBytes) });
  assert.equal(status, 200);
  const encoded = new Response(formOf(Buffer.alloc(3_000_000)));
  const type = encoded.headers.get('content-type') ?? '';
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${url}/h/hash`, {
    method: 'POST',
    headers: { ...server.hub, 'content-type': type },
    // In chunks, without a length.
    body: encoded.body,
    duplex: 'half',
  } as RequestInit);
  assert.deepEqual([response.status, (await response.json()).code], [413, 'too-large']);
});

test('a form that is broken or has too many parts is refused, and the server goes on', async () => {
  const boundary = 'x';
  const send = (payload: string) =>
    server.app.inject({
      method: 'POST',
      url: '/h/hash',
      headers: { ...server.hub, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload,
    });
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="a"\r\n\r\n`;
  for (const payload of [
    '',
    'nothing of the kind',
    `${head}cut off`,
    `--${boundary}\r\n\r\n`,
    `--${boundary}\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--${boundary}--\r\n`,
    `${Array.from({ length: 40 }, (_, n) => `--${boundary}\r\ncontent-disposition: form-data; name="f${n}"\r\n\r\nx\r\n`).join('')}--${boundary}--\r\n`,
  ]) {
    const response = await send(payload);
    assert.equal(response.statusCode, 400, payload.slice(0, 80));
    assert.equal(response.json().code, 'invalid-request', payload.slice(0, 80));
  }
  assert.equal((await server.upload('/h/hash', { photo })).status, 200);
});

test('more files at once than are held are asked to come again, and later they are taken', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => server.upload('/h/hash', { photo })));
  const turnedAway = all.filter(({ status }) => status !== 200);
  assert(turnedAway.length > 0 && turnedAway.length < 6);
  for (const { status, body } of turnedAway) assert.deepEqual([status, body.code], [503, 'unavailable']);
  assert.equal((await server.upload('/h/hash', { photo })).status, 200);
});

function formOf(bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('video', new Blob([bytes]), 'film');
  return form;
}
