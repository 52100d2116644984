import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { createPictureDecoders } from '../../src/albums/picture-decoders.ts';
import { showPicture } from '../../src/albums/show-picture.ts';
import { zerosPng } from './support/bad-files.ts';
import { jpeg } from './support/draw-picture.ts';

const decoders = createPictureDecoders({ workers: 1 });
after(() => decoders.close());
const show = (bytes: Buffer, seconds: readonly number[] = []) => showPicture(decoders, bytes, seconds);
const plain = (background: string) => sharp({ create: { width: 90, height: 60, channels: 3, background } });

/** The colour in the middle of each field of a sheet. */
async function colours(webp: Buffer, fields: readonly (readonly [x: number, y: number])[]): Promise<string[]> {
  const { data, info } = await sharp(webp).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return fields.map(([x, y]) => {
    const at = (y * info.width + x) * 3;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    const [light, dark] = [Math.min(red, green, blue) > 180, Math.max(red, green, blue) < 75];
    return light
      ? 'white'
      : dark
        ? 'black'
        : red > 150 && blue < 100
          ? 'red'
          : blue > 150 && red < 100
            ? 'blue'
            : 'green';
  });
}

test('a photograph is shown as it is, and what is cut off as far as it goes', async () => {
  const picture = await jpeg(300);
  const [whole, part] = [await show(picture), await show(picture.subarray(0, Math.floor(picture.length / 2)))];
  assert.deepEqual([whole?.width, whole?.height], [800, 600]);
  assert.deepEqual([part?.width, part?.height], [800, 600]);
});

test('of an animation the reviewer sees the frames that were matched, not only the first', async () => {
  const pages = await Promise.all(['red', 'blue', 'lime'].map((colour) => plain(colour).png().toBuffer()));
  const gif = await sharp(pages, { join: { animated: true } })
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
  const shown = await show(gif);
  assert.ok(shown);
  assert.deepEqual([shown.width, shown.height], [3 * 98 + 8, 60 + 16]);
  assert.deepEqual(
    await colours(shown.webp, [
      [50, 40],
      [148, 40],
      [246, 40],
    ]),
    ['red', 'blue', 'green'],
  );
});

test('what hides behind holes, or is a hole itself, is laid open', async () => {
  // Blue that nobody sees on the left, on the right black that is not there at all.
  const pixels = Buffer.alloc(90 * 60 * 4);
  for (let at = 0; at < 90 * 60; at++) pixels.set(at % 90 < 45 ? [0, 0, 255, 0] : [0, 0, 0, 255], at * 4);
  const shown = await show(
    await sharp(pixels, { raw: { width: 90, height: 60, channels: 4 } })
      .png()
      .toBuffer(),
  );
  assert.ok(shown);
  assert.deepEqual(
    await colours(shown.webp, [
      [30, 40],
      [75, 40],
      [128, 40],
      [173, 40],
    ]),
    ['white', 'black', 'blue', 'black'],
  );
});

test('what is no picture, and a bomb, show nothing', async () => {
  assert.equal(await show(Buffer.from('some words')), null);
  assert.equal(await show(zerosPng(30_000, 30_000)), null);
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

test('of a video there are stills, of the matched times first', { skip: !hasFfmpeg && 'no ffmpeg here' }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wellhouse-video-'));
  try {
    const file = join(folder, 'video.mp4');
    const inputs = ['red', 'blue'].flatMap((colour) => ['-f', 'lavfi', '-i', `color=${colour}:s=320x180:r=5:d=3`]);
    const joined = ['-filter_complex', '[0][1]concat=n=2', '-pix_fmt', 'yuv420p', '-c:v', 'mpeg4', '-q:v', '2'];
    spawnSync('ffmpeg', ['-loglevel', 'error', ...inputs, ...joined, file]);
    const shown = await show(await readFile(file), [4.2]);
    assert.ok(shown);
    // 0 and 2 s are red; 4.2 and 5 s are blue.
    assert.deepEqual(
      await colours(shown.webp, [
        [240, 135],
        [720, 135],
        [1200, 135],
        [240, 405],
      ]),
      [...['red', 'red', 'blue', 'blue']],
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
