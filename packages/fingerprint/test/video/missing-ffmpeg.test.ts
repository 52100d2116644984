/** Where there is no ffmpeg, a video still has its digests, and the answer says what to install. */
import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { hashVideo } from '@wellhouse/fingerprint/node';
import { findVideoPrograms } from '../../src/node/video-programs.ts';
import { videoPath } from '../support/video.ts';

const video = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypisom\0\0\0\0')]);

test('no ffmpeg: the code is ffmpeg-missing, the words say what to do, the digests are there', async () => {
  const result = await hashVideo(video, { ffmpeg: videoPath('no-such-ffmpeg') });
  assert.ok(!result.ok);
  assert.equal(result.code, 'ffmpeg-missing');
  assert.match(result.detail, /no-such-ffmpeg.*apt-get install ffmpeg/);
  assert.match(result.digests?.sha256 ?? '', /^[0-9a-f]{64}$/);
});

test('ffmpeg without ffprobe beside it is missing too; both are found in a PATH, relative folders of which do not count', async () => {
  await writeFile(videoPath('ffmpeg'), '');
  await chmod(videoPath('ffmpeg'), 0o755);
  await assert.rejects(findVideoPrograms(undefined, videoPath('')), { code: 'ffmpeg-missing' });
  await writeFile(videoPath('ffprobe'), '');
  await assert.rejects(findVideoPrograms(undefined, videoPath('')), { code: 'ffmpeg-missing' }, 'not a program');
  await chmod(videoPath('ffprobe'), 0o755);
  const found = await findVideoPrograms(undefined, `.:bin:${videoPath('none')}:${videoPath('')}`);
  assert.deepEqual(found, { ffmpeg: videoPath('ffmpeg'), ffprobe: videoPath('ffprobe') });
  await assert.rejects(findVideoPrograms(undefined, '.:bin'), { code: 'ffmpeg-missing' });
});

test('what is no video at all is refused before anybody asks for ffmpeg', async () => {
  const options = { ffmpeg: videoPath('no-such-ffmpeg') };
  assert.partialDeepStrictEqual(await hashVideo(Buffer.from('plain text'), options), {
    ok: false,
    code: 'video-unsupported',
  });
  assert.partialDeepStrictEqual(await hashVideo(new Uint8Array(), options), {
    ok: false,
    code: 'empty',
    digests: null,
  });
});

test('a limit or a distance between frames out of range is the mistake of the caller', async () => {
  await assert.rejects(hashVideo(video, { limits: { seconds: 0 } }), { code: 'option-invalid' });
  for (const every of [0, 61, Number.NaN])
    await assert.rejects(hashVideo(video, { every }), { code: 'option-invalid' });
});
