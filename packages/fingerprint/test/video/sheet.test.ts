import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { sheetOfVideo } from '@wellhouse/fingerprint/node';
import sharp from 'sharp';
import { ffmpeg, noFfmpeg } from '../support/video.ts';

/** Red for two seconds, then green, then blue. */
async function threeColours(name: string): Promise<string> {
  const colours = ['red', 'lime', 'blue'].flatMap((colour) => [
    '-f',
    'lavfi',
    '-i',
    `color=${colour}:s=320x180:r=5:d=2`,
  ]);
  const joined = ['-filter_complex', '[0][1][2]concat=n=3', '-pix_fmt', 'yuv420p', '-c:v', 'mpeg4', '-q:v', '2'];
  return ffmpeg(...colours, ...joined, name);
}

async function colourAt(jpeg: Buffer, column: number, row: number): Promise<string> {
  const place = { left: column * 480 + 200, top: row * 270 + 100, width: 8, height: 8 };
  const { dominant } = await sharp(await sharp(jpeg).extract(place).png().toBuffer()).stats();
  const [most] = Object.entries({ red: dominant.r, green: dominant.g, blue: dominant.b }).sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? '';
}

test('stills of the times that are asked for stand on one sheet, in their order', { skip: noFfmpeg }, async () => {
  const video = await readFile(await threeColours('colours.mp4'));
  const sheet = await sheetOfVideo(video, [5, 0, 2.2, 4.4]);
  assert.ok(sheet.ok, JSON.stringify(sheet));
  const { width, height } = await sharp(sheet.jpeg).metadata();
  assert.deepEqual([width, height], [1440, 540]);
  const seen = [];
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
  ] as const)
    seen.push(await colourAt(sheet.jpeg, column, row));
  assert.deepEqual(seen, ['red', 'green', 'blue', 'blue']);
});

test('times beyond the end, and none at all, make a sheet of what there is', { skip: noFfmpeg }, async () => {
  const path = await threeColours('short.mp4');
  for (const times of [[0, 99], [], [Number.NaN]]) {
    const sheet = await sheetOfVideo(path, times);
    assert.ok(sheet.ok, JSON.stringify(sheet));
    assert.equal(await colourAt(sheet.jpeg, 0, 0), 'red');
  }
});

test('what is no video has no sheet', { skip: noFfmpeg }, async () => {
  const answers = [
    await sheetOfVideo(Buffer.from('just some words of text'), [0]),
    await sheetOfVideo(Buffer.from('\0\0\0\x18ftypisom and so on'), [0]),
    await sheetOfVideo(Buffer.alloc(0), [0]),
  ];
  assert.deepEqual(
    answers.map((sheet) => !sheet.ok && sheet.code),
    ['video-unsupported', 'video-unsupported', 'empty'],
  );
});

test('without ffmpeg there is none, and it says so', async () => {
  const sheet = await sheetOfVideo(Buffer.from('\0\0\0\x18ftypisom'), [0], { ffmpeg: '/nowhere/ffmpeg' });
  assert.equal(!sheet.ok && sheet.code, 'ffmpeg-missing');
});
