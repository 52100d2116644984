/** `wellhouse hash --video` and `wellhouse match` with a list of videos: what a copy may have gone through and still be found. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { captureCommand } from '../support/capture-command.ts';

const folders = (process.env.PATH ?? '').split(delimiter);
const skip = folders.some((folder) => existsSync(join(folder, 'ffmpeg'))) ? false : 'skipped, no ffmpeg';

let folder = '';
const at = (name: string) => join(folder, name);

async function ffmpeg(...args: string[]): Promise<string> {
  await promisify(execFile)('ffmpeg', ['-y', '-nostdin', '-loglevel', 'error', ...args], { cwd: folder });
  return at(args.at(-1) ?? '');
}

const encoded = ['-t', '10', '-pix_fmt', 'yuv420p', '-c:v', 'mpeg4', '-q:v', '3'];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-video-'));
  await mkdir(at('known'));
  await writeFile(at('known/notes.txt'), 'no video');
  if (skip) return;
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25', ...encoded, 'known/test.mp4');
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'mandelbrot=s=640x360:r=25:end_pts=260:maxiter=300',
    ...encoded,
    'known/fractal, again.avi',
  );
  await writeFile(at('videos.txt'), (await captureCommand(['hash', '--video', at('known')])).output);
});
after(() => rm(folder, { recursive: true, force: true }));

test('a video is a line a frame: frame,quality,hash,timestamp; exit code 0', { skip }, async () => {
  const { code, output, errors } = await captureCommand(['hash', '--video', at('known/test.mp4')]);
  assert.deepEqual([code, errors], [0, '']);
  const lines = output.split('\n');
  assert.equal(lines.length, 11);
  for (const [second, line] of lines.slice(0, 10).entries()) {
    assert.match(line, new RegExp(`^${second * 25},\\d+,[0-9a-f]{64},${second}\\.000$`));
  }
});

test('of several videos each line ends with its file; what is no video in a folder does no harm', {
  skip,
}, async () => {
  const { code, output, errors } = await captureCommand(['hash', '--video', '--every', '5', at('known')]);
  const ends = output
    .trim()
    .split('\n')
    .map((line) => line.split(',').slice(3).join(','));
  assert.deepEqual(ends, [
    `0.000,${at('known/fractal, again.avi')}`,
    `5.000,${at('known/fractal, again.avi')}`,
    `0.000,${at('known/test.mp4')}`,
    `5.000,${at('known/test.mp4')}`,
  ]);
  assert.match(errors, /notes\.txt: is no video that can be decoded/);
  assert.equal(code, 0);
});

test('--json prints an object a video, with its digests and, asked for, all eight hashes', { skip }, async () => {
  const { output } = await captureCommand(['hash', '--video', '--json', '--dihedral', at('known/test.mp4')]);
  const { file, frames, sha256, duration, width, codec, container } = JSON.parse(output);
  assert.deepEqual([file, duration, width, codec, container], [at('known/test.mp4'), 10, 640, 'mpeg4', 'mov']);
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.equal(frames.length, 10);
  assert.equal(frames[3].dihedral.length, 8);
  assert.equal(frames[3].pdq, frames[3].dihedral[0]);
});

const copies: Record<string, string[]> = {
  'encoded again with another codec': [
    '-i',
    'known/test.mp4',
    '-c:v',
    'libx264',
    '-crf',
    '30',
    '-preset',
    'veryfast',
    'a.mkv',
  ],
  'made smaller': ['-i', 'known/test.mp4', '-vf', 'scale=256:144', '-c:v', 'mpeg4', '-q:v', '8', 'b.mp4'],
  'without its last second': ['-i', 'known/test.mp4', '-t', '9', '-c:v', 'mpeg4', '-q:v', '4', 'c.mp4'],
  'with lines of text over it': [
    ...['-i', 'known/test.mp4', '-vf', 'drawbox=x=440:y=320:w=180:h=3:color=white@0.8:t=fill'],
    ...['-c:v', 'mpeg4', '-q:v', '4', 'd.mp4'],
  ],
  mirrored: ['-i', 'known/test.mp4', '-vf', 'hflip', '-c:v', 'mpeg4', '-q:v', '4', 'e.mp4'],
  'with another video before it': [
    ...['-f', 'lavfi', '-i', 'smptebars=s=640x360:r=25:d=4,format=yuv420p', '-i', 'known/test.mp4'],
    ...['-filter_complex', '[0:v]setsar=1[a];[1:v]setsar=1[b];[a][b]concat', '-c:v', 'mpeg4', '-q:v', '4', 'f.mp4'],
  ],
};
for (const [what, args] of Object.entries(copies)) {
  test(`a copy ${what} is found, and only the video that it is a copy of; exit code 0`, { skip }, async () => {
    const { code, output } = await captureCommand(['match', at('videos.txt'), await ffmpeg(...args), '--json']);
    const { matches } = JSON.parse(output);
    assert.deepEqual(
      matches.map(({ name }: { name: string }) => name),
      [at('known/test.mp4')],
      output,
    );
    assert.ok(matches[0].ofKnown >= 80, output);
    assert.equal(matches[0].turned, what === 'mirrored');
    assert.equal(code, 0);
  });
}

test('half of a known video is not the video, and another video is none: exit code 1', { skip }, async () => {
  const half = await ffmpeg('-i', 'known/test.mp4', '-t', '5', '-c:v', 'mpeg4', '-q:v', '4', 'half.mp4');
  const other = await ffmpeg('-f', 'lavfi', '-i', 'life=s=320x180:r=25:seed=3:ratio=0.2', ...encoded, 'other.mp4');
  for (const path of [half, other]) {
    const { code, output } = await captureCommand(['match', at('videos.txt'), path]);
    assert.deepEqual([code, output], [1, `${path}: no match\n`]);
  }
});

const hex = 'e271017837246aaccddea259648fb7d62f435c89d9e99b2497763e216c8d055c';
const frame = (n: number) => `${n},90,${hex.slice(n)}${hex.slice(0, n)},${n}.000`;

test('lists are matched with lists, without any video and without ffmpeg', async () => {
  await writeFile(at('known.vpdq'), [0, 3, 6, 9, 12].map((n) => `${frame(n)},holiday, 2026.mp4\n`).join(''));
  await writeFile(at('query.vpdq'), [0, 3, 6, 9, 20, 24].map((n) => `${frame(n)}\r\n`).join(''));
  const { code, output } = await captureCommand(['match', at('known.vpdq'), at('query.vpdq')]);
  assert.equal(output, `${at('query.vpdq')}: entry 1, holiday, 2026.mp4: 80.0 % of it, 66.7 % of this\n`);
  assert.equal(code, 0);
});

test('a list with a broken line is not read, and a single hash is not looked up in a list of videos: exit code 2', async () => {
  await writeFile(at('broken.vpdq'), `${frame(0)}\n${frame(1)}\n3,101,${hex},0\n`);
  const broken = await captureCommand(['match', at('broken.vpdq'), at('broken.vpdq')]);
  assert.match(broken.errors, /line 3: expected frame,quality,hash,timestamp, got "3,101/);
  const single = await captureCommand(['match', at('known.vpdq'), '--hash', hex, '--json']);
  assert.equal(JSON.parse(single.output).error.code, 'option-invalid');
  assert.deepEqual([broken.code, single.code], [2, 2]);
});

test('without ffmpeg the digests are printed, with what to install; exit code 1', async () => {
  await writeFile(at('clip.mp4'), Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypisom\0\0\0\0')]));
  const environment = { WELLHOUSE_FFMPEG: at('no-ffmpeg') };
  const words = await captureCommand(['hash', '--video', at('clip.mp4')], environment);
  assert.match(words.errors, /clip\.mp4: its frames are not hashed: there is no ffmpeg .*apt-get install ffmpeg/);
  const { code, output } = await captureCommand(['hash', '--video', '--json', at('clip.mp4')], environment);
  const { error, md5 } = JSON.parse(output);
  assert.equal(error.code, 'ffmpeg-missing');
  assert.match(md5, /^[0-9a-f]{32}$/);
  assert.deepEqual([words.code, code], [1, 1]);
  const matched = await captureCommand(['match', at('known.vpdq'), at('clip.mp4')], environment);
  assert.match(matched.output, /clip\.mp4: not hashed \(ffmpeg-missing\)/);
  assert.equal(matched.code, 2);
});

for (const args of [
  ['--trim', 'x'],
  ['--mode', 'fast', 'x'],
  ['--every', '0', 'x'],
  ['--every', 'often', 'x'],
]) {
  test(`wellhouse hash --video ${args.join(' ')} is a mistake: exit code 2 and a hint`, async () => {
    const { code, output, errors } = await captureCommand(['hash', '--video', ...args]);
    assert.deepEqual([code, output], [2, '']);
    assert.notEqual(errors, '');
  });
}
