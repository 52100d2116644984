/** The frames of a video: which are taken, what their hashes are, and what stays of them in copies. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { hammingDistance, pdqDihedral } from '@wellhouse/fingerprint';
import { type HashedVideo, hashVideo } from '@wellhouse/fingerprint/node';
import { createFrameFilter } from '../../src/video-filter.ts';
import { after4, draw, ffmpeg, noFfmpeg, patched, scenes, videoPath } from '../support/video.ts';

const skip = noFfmpeg;

async function hashed(source: string | Uint8Array, options = {}): Promise<HashedVideo> {
  const result = await hashVideo(source, options);
  assert.ok(result.ok, JSON.stringify(result));
  return result;
}

/** Of how many frames in a hundred the other video has one within 31 bits (quality 50 and better only). */
function found(video: HashedVideo, other: HashedVideo): number {
  const usable = video.frames.filter(({ quality }) => quality >= 50);
  const near = usable.filter((frame) => other.frames.some(({ hash }) => hammingDistance(frame.hash, hash) <= 31));
  return (100 * near.length) / usable.length;
}

let original: HashedVideo;
before(async () => {
  if (skip) return;
  original = await hashed(await draw(scenes.test, 'original.mp4'));
});

test('a frame a second, with its number, its time and the quality', { skip }, async () => {
  const { frames, duration, width, height, codec, container, digests } = original;
  assert.deepEqual(
    frames.map(({ frame, timestamp, track }) => [frame, timestamp, track]),
    [0, 1, 2, 3, 4, 5].map((second) => [second * 25, second, 0]),
  );
  assert.deepEqual([duration, width, height, codec, container], [6, 640, 360, 'mpeg4', 'mov']);
  assert.ok(frames.every(({ quality }) => quality === 100));
  const sum = createHash('sha256')
    .update(await readFile(videoPath('original.mp4')))
    .digest('hex');
  assert.equal(digests.sha256, sum);
});

test('every nth frame is taken, n being the frames a second rounded down, as the reference does', {
  skip,
}, async () => {
  for (const [rate, every] of [
    ['30000/1001', 29],
    ['12.5', 12],
    ['50', 50],
    ['1', 1],
    ['1/2', 1],
  ] as const) {
    const { frames } = await hashed(await draw(scenes.test.replace('r=25', `r=${rate}`), 'rate.mp4'));
    assert.ok(frames.length >= 3, rate);
    for (const [n, { frame }] of frames.entries()) assert.equal(frame, n * every, rate);
  }
});

test('frames are taken as often as told, those of whole seconds among them', { skip }, async () => {
  const at = async (every: number) =>
    (await hashed(videoPath('original.mp4'), { every })).frames.map(({ frame }) => frame);
  assert.deepEqual(await at(2), [0, 50, 100]);
  assert.deepEqual((await at(0.2)).slice(0, 6), [0, 5, 10, 15, 20, 25]);
  const often = await at(0.3);
  for (const second of [0, 25, 50, 75, 100, 125]) assert.ok(often.includes(second), often.join(' '));
  assert.ok(often.length >= 18 && often.length <= 24, often.join(' '));
});

test('a hash is that of the decoded pixels, filtered whole', { skip }, async () => {
  const path = await draw(scenes.fractal.replace('640x360', '800x450'), 'pixels.mp4');
  const { frames } = await hashed(path, { dihedral: true });
  const graph = 'select=not(mod(n\\,25)),scale=flags=area:in_color_matrix=bt601';
  await ffmpeg('-i', 'pixels.mp4', '-vf', graph, '-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pixels.rgb');
  const pixels = await readFile(videoPath('pixels.rgb'));
  const filter = createFrameFilter(800, 450);
  for (const [n, { hash, quality, dihedral }] of frames.entries()) {
    for (let y = 0; y < 450; y++) filter.row(pixels, (n * 450 + y) * 800 * 3);
    const expected = filter.finish(8);
    assert.deepEqual({ hashes: dihedral, quality }, expected);
    assert.deepEqual(hash, expected.hashes[0]);
  }
  assert.equal(pixels.length, frames.length * 800 * 450 * 3);
});

test('a video of small frames has the hashes of its frames as pictures', { skip }, async () => {
  const { frames } = await hashed(await draw('testsrc2=s=320x200:r=5:d=2', 'small.avi'));
  await ffmpeg('-i', 'small.avi', '-vf', 'scale=flags=area', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'small.rgb');
  const data = (await readFile(videoPath('small.rgb'))).subarray(0, 320 * 200 * 3);
  assert.deepEqual(frames[0]?.hash, pdqDihedral({ data, width: 320, height: 200, channels: 3 }).hashes[0]);
});

test('bytes and path give the same; nothing is left in the folder for bytes', { skip }, async () => {
  const [path, bytes] = [videoPath('original.mp4'), await readFile(videoPath('original.mp4'))];
  assert.deepEqual(await hashed(bytes), original);
  assert.deepEqual(await hashed(path), original);
  const left = await readdir(videoPath(''));
  await hashed(bytes, { folder: videoPath('') });
  assert.deepEqual(await readdir(videoPath('')), left);
});

const copies: Record<string, string[]> = {
  'encoded again, badly, as MPEG-4': ['-c:v', 'mpeg4', '-q:v', '20', 'a.mp4'],
  'as H.264 in Matroska': ['-c:v', 'libx264', '-crf', '33', '-preset', 'veryfast', 'b.mkv'],
  'as VP8 in WebM': ['-c:v', 'libvpx', '-b:v', '600k', '-deadline', 'realtime', 'c.webm'],
  'as Motion JPEG in AVI': ['-c:v', 'mjpeg', '-q:v', '8', 'd.avi'],
  'at a quarter of the size': ['-vf', 'scale=320:180', '-c:v', 'mpeg4', '-q:v', '6', 'e.mp4'],
  'with another shape': ['-vf', 'scale=480:480', '-c:v', 'mpeg4', '-q:v', '6', 'f.mp4'],
  'with a watermark of thin lines': [
    '-vf',
    'drawbox=x=440:y=320:w=180:h=3:color=white@0.8:t=fill,drawbox=x=440:y=330:w=150:h=3:color=white@0.8:t=fill',
    '-c:v',
    'mpeg4',
    '-q:v',
    '6',
    'g.mp4',
  ],
  'paler and greyer': ['-vf', 'eq=contrast=0.8:saturation=0.4:brightness=0.05', '-c:v', 'mpeg4', '-q:v', '6', 'h.mp4'],
};
for (const [what, args] of Object.entries(copies)) {
  test(`a copy ${what}: every frame is found`, { skip }, async () => {
    const copy = await hashed(await ffmpeg('-i', 'original.mp4', ...args));
    assert.deepEqual([found(copy, original), found(original, copy)], [100, 100]);
  });
}

test('a part cut out of it: all of the part is found', { skip }, async () => {
  const cut = await hashed(
    await ffmpeg('-ss', '2', '-i', 'original.mp4', '-t', '3', '-c:v', 'mpeg4', '-q:v', '4', 'cut.mp4'),
  );
  assert.equal(found(cut, original), 100);
});

test('another video: nothing is found', { skip }, async () => {
  for (const [name, scene] of Object.entries(scenes).slice(1)) {
    const other = await hashed(await draw(scene, `${name}.mp4`));
    assert.deepEqual([found(other, original), found(original, other)], [0, 0], name);
  }
});

test('a mirrored copy is found by one of the eight hashes, and by that alone', { skip }, async () => {
  const path = await ffmpeg('-i', 'original.mp4', '-vf', 'hflip', '-c:v', 'mpeg4', '-q:v', '4', 'mirror.mp4');
  const mirrored = await hashed(path, { dihedral: true });
  const turned = (turn: number): HashedVideo => {
    const frames = mirrored.frames.map((frame) => ({ ...frame, hash: frame.dihedral?.[turn] ?? frame.hash }));
    return { ...mirrored, frames };
  };
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => found(turned(turn), original)),
    [0, 0, 0, 0, 0, 100, 0, 0],
  );
});

test('a file that asks players to turn it is hashed as it lies, as the reference does', { skip }, async () => {
  const path = await ffmpeg('-display_rotation', '90', '-i', 'original.mp4', '-c', 'copy', 'turned.mp4').catch(() =>
    ffmpeg('-i', 'original.mp4', '-c', 'copy', '-metadata:s:v:0', 'rotate=90', 'turned.mp4'),
  );
  const { frames, width } = await hashed(path);
  assert.deepEqual([frames, width], [original.frames, 640]);
});

test('all video tracks are hashed, and what is shown first comes first; covers are left out', { skip }, async () => {
  await draw(scenes.fractal, 'fractal.mp4');
  const two = ['-i', 'original.mp4', '-i', 'fractal.mp4', '-map', '1:v', '-map', '0:v', '-c', 'copy'];
  const { frames } = await hashed(await ffmpeg(...two, 'two.mp4'));
  assert.deepEqual(
    frames.filter(({ track }) => track === 1).map((frame) => ({ ...frame, track: 0 })),
    original.frames,
  );
  assert.equal(frames.filter(({ track }) => track === 0).length, 6);
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x64:d=1', '-frames:v', '1', 'cover.jpg');
  const cover = [
    '-i',
    'cover.jpg',
    '-i',
    'original.mp4',
    '-map',
    '0',
    '-map',
    '1',
    '-c',
    'copy',
    '-disposition:v:0',
    'attached_pic',
  ];
  assert.deepEqual((await hashed(await ffmpeg(...cover, 'cover.mp4'))).frames, original.frames);
});

test('a file that lies about its frame rate still gives a frame a second', { skip }, async () => {
  await ffmpeg('-i', 'original.mp4', '-c', 'copy', 'lie.mkv');
  // DefaultDuration, in nanoseconds a frame
  const lying = await patched(videoPath('lie.mkv'), (bytes) => {
    const at = after4(bytes, '\x23\xe3\x83');
    const length = (bytes[at] ?? 0x80) & 0x7f;
    bytes.fill(0, at + 1, at + length);
    bytes[at + length] = 200;
  });
  const { frames } = await hashed(lying);
  assert.deepEqual(
    frames.map(({ timestamp }) => timestamp),
    [0, 1, 2, 3, 4, 5],
  );
  assert.equal(found({ ...original, frames }, original), 100);
});

test('sound beside the video changes nothing', { skip }, async () => {
  const sound = [
    '-f',
    'lavfi',
    '-i',
    'sine=d=6',
    '-i',
    'original.mp4',
    '-map',
    '0',
    '-map',
    '1',
    '-c:v',
    'copy',
    '-c:a',
    'aac',
  ];
  assert.deepEqual((await hashed(await ffmpeg(...sound, 'sound.mp4'))).frames, original.frames);
});
