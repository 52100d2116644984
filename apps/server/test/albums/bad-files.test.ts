import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { createPictureDecoders } from '../../src/albums/picture-decoders.ts';
import { jpegLikeQuickTime, oddColours, pngAndZip, zerosPng } from './support/bad-files.ts';
import { type CheckWorld, pdqOf, sha256, startCheckWorld } from './support/check-world.ts';
import { drawn, jpeg } from './support/draw-picture.ts';

let world: CheckWorld;
before(async () => {
  world = await startCheckWorld();
  await world.list('others', [`sha256 ${sha256(Buffer.from('another'))}`]);
});
after(() => world.close());

async function outcomeOf(bytes: Buffer): Promise<[state: string, why: string | null]> {
  const pictureId = await world.add(bytes);
  await world.drain();
  const { state, why } = await world.picture(pictureId);
  return [state, why];
}

test('a bomb is refused by what its head says, before anything of it is unpacked', async () => {
  const bomb = zerosPng(30_000, 30_000);
  assert.ok(bomb.length < 2_000_000);
  assert.deepEqual(await outcomeOf(bomb), ['refused', 'too-many-pixels']);
});

test('what no decoder here knows is refused, whatever it is called, and its bytes go', async () => {
  const files = {
    text: Buffer.from('a text that somebody named holiday.jpg'),
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
    pdf: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'),
    'the first bytes of a JPEG': (await jpeg(20)).subarray(0, 200),
    'a video that is none': Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypisom and so on')]),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const pictureId = await world.add(bytes);
    await world.drain();
    const { state, why, key_wrapped, checked, sha256: digest } = await world.picture(pictureId);
    assert.deepEqual([state, why, key_wrapped, checked], ['refused', 'unknown-format', null, true], name);
    assert.equal(digest, null);
  }
});

test('a picture that is cut off is judged by what can be shown of it', async () => {
  const whole = await jpeg(21);
  await world.list('cut-off', [`pdq ${await pdqOf(world.decoders, whole)}`]);
  assert.deepEqual(await outcomeOf(whole.subarray(0, Math.floor(whole.length * 0.98))), ['held', null]);
  assert.deepEqual(await outcomeOf((await jpeg(22)).subarray(0, 20_000)), ['released', null]);
});

test('a picture with an archive behind it is the picture that it shows', async () => {
  const both = await pngAndZip(23);
  await world.list('archive', [`pdq ${await pdqOf(world.decoders, await drawn(23).png().toBuffer())}`]);
  assert.deepEqual(await outcomeOf(both), ['held', null]);
});

test('a picture that begins like a video is judged by its looks all the same, with ffmpeg or without', async () => {
  const disguised = await jpegLikeQuickTime(24);
  assert.equal((await sharp(disguised).metadata()).format, 'jpeg');
  await world.list('disguised', [`pdq ${await pdqOf(world.decoders, await jpeg(24))}`]);
  assert.deepEqual(await outcomeOf(disguised), ['held', null]);
});

test('every colour mode is decoded, and a copy in it is found', async () => {
  await world.list('colours', [`pdq ${await pdqOf(world.decoders, await drawn(25).png().toBuffer())}`]);
  for (const [name, bytes] of Object.entries(await oddColours(25))) {
    assert.deepEqual(await outcomeOf(bytes), ['held', null], name);
  }
});

test('a video without ffmpeg here is matched by its bytes alone, and says so', async () => {
  const decoders = createPictureDecoders({ workers: 1, ffmpeg: '/nowhere/ffmpeg' });
  const video = Buffer.concat([
    Buffer.from('00000018', 'hex'),
    Buffer.from('ftypisom and so on, one'),
    Buffer.alloc(99),
  ]);
  const listed = Buffer.concat([video, Buffer.from('.')]);
  await world.list('videos', [`md5 ${createHash('md5').update(listed).digest('hex')}`]);
  const ids = [await world.add(video), await world.add(listed)];
  await world.drain({ decoders });
  decoders.close();
  const [free, held] = [await world.picture(ids[0] ?? ''), await world.picture(ids[1] ?? '')];
  assert.deepEqual([free.state, free.why, free.checked], ['released', 'frames-not-read', true]);
  assert.equal(held.state, 'held');
});
