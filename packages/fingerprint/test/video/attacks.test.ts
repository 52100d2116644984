/** Files that nobody filmed. Each has its code, none reaches another file or the network, and no process is left behind. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HashVideoOptions, hashVideo } from '@wellhouse/fingerprint/node';
import { random } from '../support/draw.ts';
import { after4, draw, ffmpeg, noFfmpeg, patched, scenes, videoPath } from '../support/video.ts';

const skip = noFfmpeg;
const limits = { seconds: 20 };

async function codeOf(source: string | Uint8Array, options: HashVideoOptions = {}): Promise<string> {
  const result = await hashVideo(source, { ...options, limits: { ...limits, ...options.limits } });
  return result.ok ? 'hashed' : result.code;
}

before(async () => {
  if (!skip) await draw(scenes.test, 'sound.mp4');
});

/** Whatever connects is counted. */
async function listening(use: (port: number) => Promise<void>): Promise<number> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await use(typeof address === 'object' && address ? address.port : 0);
  await new Promise((resolve) => server.close(resolve));
  return connections;
}

test('a playlist, a list of files and a manifest that are named .mp4 are no video, and nothing they name is opened', async () => {
  const connections = await listening(async (port) => {
    const at = `http://127.0.0.1:${port}/a`;
    const texts = {
      'playlist.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${at}.ts\n#EXT-X-ENDLIST\n`,
      'concat.mp4': `ffconcat version 1.0\nfile '${at}.mp4'\nfile '/etc/passwd'\n`,
      'manifest.mp4': `<?xml version="1.0"?><MPD type="static"><BaseURL>${at}</BaseURL></MPD>`,
      'description.mp4': `v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video ${port} RTP/AVP 96\n`,
    };
    for (const [name, text] of Object.entries(texts)) {
      await writeFile(videoPath(name), text);
      assert.equal(await codeOf(videoPath(name)), 'video-unsupported', name);
    }
    // a name is a name: it is neither an address nor a list
    for (const name of [`${at}.mp4`, `concat:${videoPath('sound.mp4')}`, `file:${videoPath('sound.mp4')}`]) {
      assert.equal(await codeOf(name), 'unreadable', name);
    }
  });
  assert.equal(connections, 0);
});

test('a playlist behind the first bytes of a video is read as that video, and nothing it names is opened', {
  skip,
}, async () => {
  const heads = ['\0\0\0\x18ftypmp42', '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81', 'RIFF\0\0\0\0AVI LIST'];
  const connections = await listening(async (port) => {
    for (const head of heads) {
      const text = `${head}\n#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`;
      assert.equal(await codeOf(Buffer.from(text, 'latin1')), 'video-unsupported');
    }
  });
  assert.equal(connections, 0);
});

test('a QuickTime track whose samples lie in another file gets none of them', { skip }, async () => {
  const other = await readFile(videoPath('sound.mp4'));
  const empty = Buffer.from(other);
  const samples = after4(empty, 'mdat');
  empty.fill(0, samples, samples - 8 + empty.readUInt32BE(samples - 8));
  const pointing = pointElsewhere(empty, videoPath('sound.mp4'));
  await writeFile(videoPath('pointing.mov'), pointing);
  // told to, ffmpeg does follow it: the file is what it is meant to be
  const follow = ['-enable_drefs', '1', '-use_absolute_path', '1', '-i', 'pointing.mov', '-frames:v', '1'];
  const shown = await readFile(await ffmpeg(...follow, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'followed.rgb'));
  assert.equal(shown.length, 640 * 360 * 3);
  assert.equal(await codeOf(pointing), 'video-unsupported');
});

/** Replaces the data reference, "in this file", by an alias to a path. */
function pointElsewhere(file: Buffer, path: string): Buffer {
  const at = after4(file, 'dref') - 8;
  const text = Buffer.from(path);
  const record = Buffer.alloc(150 + 4 + text.length + (text.length % 2) + 4);
  record.writeUInt16BE(record.length, 4);
  record.writeUInt16BE(2, 6);
  record.writeInt16BE(1, 130);
  record.writeInt16BE(1, 132);
  record.writeUInt16BE(2, 150); // an absolute path
  record.writeUInt16BE(text.length, 152);
  text.copy(record, 154);
  record.writeInt16BE(-1, record.length - 4);
  const entry = Buffer.concat([Buffer.alloc(8), Buffer.alloc(4), record]);
  entry.writeUInt32BE(entry.length);
  entry.write('alis', 4, 'latin1');
  const before = file.readUInt32BE(at);
  const box = Buffer.concat([file.subarray(at, at + 16), entry]);
  const changed = Buffer.concat([file.subarray(0, at), box, file.subarray(at + before)]);
  for (const name of ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref']) {
    const size = after4(changed, name) - 8;
    changed.writeUInt32BE(changed.readUInt32BE(size) + box.length - before, size);
  }
  return changed;
}

test('a file without end, a pipe, a folder and no file are not waited for', async () => {
  execFileSync('mkfifo', [videoPath('pipe')]);
  for (const path of ['/dev/zero', '/dev/urandom', videoPath('pipe'), videoPath(''), videoPath('none')]) {
    assert.equal(await codeOf(path), 'unreadable', path);
  }
});

test('no bytes, and more bytes than allowed', async () => {
  await writeFile(videoPath('empty.mp4'), '');
  assert.deepEqual([await codeOf(videoPath('empty.mp4')), await codeOf(new Uint8Array())], ['empty', 'empty']);
  await writeFile(videoPath('large.mp4'), Buffer.alloc(1001));
  for (const source of [videoPath('large.mp4'), Buffer.alloc(1001)]) {
    assert.equal(await codeOf(source, { limits: { bytes: 1000 } }), 'too-many-bytes');
  }
});

test('frames of 8192 x 4320 are refused by what the file says, before any is decoded', { skip }, async () => {
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'color=s=8192x4320:r=1:d=1',
    '-c:v',
    'mjpeg',
    '-q:v',
    '31',
    '-pix_fmt',
    'yuvj420p',
    'bomb.avi',
  );
  assert.equal(await codeOf(videoPath('bomb.avi')), 'too-many-pixels');
});

test('frames that are larger than their file says are refused by their decoder', { skip }, async () => {
  await ffmpeg('-f', 'lavfi', '-i', scenes.test, '-t', '2', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', 'larger.mp4');
  const lying = await patched(videoPath('larger.mp4'), (bytes) => {
    const entry = after4(bytes, 'avc1', bytes.indexOf('avc1', 0, 'latin1') < 40 ? 1 : 0);
    bytes.writeUInt16BE(64, entry + 24);
    bytes.writeUInt16BE(36, entry + 26);
  });
  assert.equal(await codeOf(lying), 'hashed');
  assert.equal(await codeOf(lying, { limits: { pixels: 300 * 200 } }), 'too-many-pixels');
});

test('a video that plays longer than allowed is refused, also when only its frames say so', { skip }, async () => {
  assert.equal(await codeOf(videoPath('sound.mp4'), { limits: { duration: 5 } }), 'video-too-long');
  assert.equal(await codeOf(videoPath('sound.mp4'), { limits: { duration: 6 } }), 'hashed');
  // a thousand seconds between two frames; the file still says that it plays for six seconds
  await ffmpeg('-i', 'sound.mp4', '-c', 'copy', '-use_editlist', '0', 'slow.mp4');
  const slow = await patched(videoPath('slow.mp4'), (bytes) => {
    const entry = after4(bytes, 'stts') + 8;
    bytes.writeUInt32BE(12_800_000, entry + 4);
  });
  assert.equal(await codeOf(slow), 'video-too-long');
});

test('a video whose times hardly move on is hashed every 300 frames', { skip }, async () => {
  await draw('testsrc2=s=64x64:r=1000:d=0.7', 'still.mkv');
  const result = await hashVideo(videoPath('still.mkv'), { limits });
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual(
    result.frames.map(({ frame }) => frame),
    [0, 300, 600],
  );
});

test('whatever is left of a truncated file is hashed or refused, at every length', { skip }, async () => {
  await ffmpeg('-i', 'sound.mp4', '-c', 'copy', 'whole.mkv');
  await ffmpeg('-i', 'sound.mp4', '-c', 'copy', '-movflags', '+faststart', 'fast.mp4');
  for (const name of ['whole.mkv', 'fast.mp4']) {
    const whole = await readFile(videoPath(name));
    const codes = [];
    for (let part = 0; part <= 6; part++)
      codes.push(await codeOf(whole.subarray(0, 30 + Math.floor((whole.length * part) / 6))));
    assert.deepEqual([codes[0], codes[6]], ['video-unsupported', 'hashed'], name);
    assert.deepEqual([...new Set(codes)].sort(), ['hashed', 'video-unsupported'], name);
    const half = await hashVideo(whole.subarray(0, whole.length * 0.7));
    assert.ok(half.ok && half.frames.length >= 3, 'what can be shown is hashed');
  }
  const stump = (await readFile(videoPath('sound.mp4'))).subarray(0, 5000);
  assert.equal(await codeOf(stump), 'video-unsupported');
});

test('no flipped byte has an answer without a code', { skip }, async () => {
  const whole = await readFile(videoPath('fast.mp4'));
  const next = random(11);
  const codes = new Set<string>();
  for (let n = 0; n < 10; n++) {
    const broken = Buffer.from(whole);
    for (let k = 0; k < 4; k++) broken[Math.floor(next() * (n % 2 ? 2500 : broken.length))] = next() * 256;
    codes.add(await codeOf(broken));
  }
  const known = ['hashed', 'video-unsupported', 'video-too-long', 'too-many-pixels', 'memory', 'timeout'];
  for (const code of codes) assert.ok(known.includes(code), code);
});

test('a sound file and a picture in the coat of a video hold no video', { skip }, async () => {
  await ffmpeg('-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac', '-f', 'mp4', 'voice.mp4');
  assert.equal(await codeOf(videoPath('voice.mp4')), 'video-unsupported');
});

test('a codec that is not on the list is refused: its decoder is never opened', { skip }, async () => {
  await draw('testsrc=s=64x64:r=5:d=1', 'rare.avi', '-c:v', 'ffv1');
  const result = await hashVideo(videoPath('rare.avi'));
  assert.ok(!result.ok && result.code === 'video-unsupported');
  assert.match(result.detail, /ffv1.*not on whitelist/);
});

test('more video tracks than four are refused', { skip }, async () => {
  const inputs = Array.from({ length: 5 }, () => ['-i', 'sound.mp4']).flat();
  const maps = Array.from({ length: 5 }, (_, n) => ['-map', `${n}:v`]).flat();
  assert.equal(await codeOf(await ffmpeg(...inputs, ...maps, '-c', 'copy', 'many.mp4')), 'video-unsupported');
});

test('a decoder that is given too little memory says so', { skip }, async () => {
  assert.equal(await codeOf(videoPath('sound.mp4'), { limits: { memoryMiB: 40 } }), 'memory');
});

/** Programs of our own in the place of ffmpeg and ffprobe. */
async function impostors(name: string, ffprobe: string, ffmpegScript: string): Promise<string> {
  for (const [program, script] of [
    ['ffprobe', ffprobe],
    ['ffmpeg', ffmpegScript],
  ] as const) {
    await writeFile(videoPath(`${name}-${program}`), `#!/bin/sh\n${script}\n`);
    await chmod(videoPath(`${name}-${program}`), 0o755);
  }
  return videoPath(`${name}-ffmpeg`);
}

const track = '{"index":0,"codec_name":"h264","width":64,"height":64,"avg_frame_rate":"25/1"}';
const oneTrack = `echo '{"streams":[${track}],"format":{"duration":"2"}}'`;
const video = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypisom\0\0\0\0')]);

/** Processes whose command line has this text in it. */
async function running(text: string): Promise<number> {
  let count = 0;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text)) count++;
  }
  return count;
}

const linux = process.platform === 'linux' ? false : 'needs /proc';

test('a decoder that hangs is ended with all that it started', { skip: linux }, async () => {
  const hang = `sh -c 'sleep 97; : child-of-hang' & sh -c 'sleep 98; : other-child-of-hang'`;
  for (const [probe, decode] of [
    [hang, ''],
    [oneTrack, hang],
  ] as const) {
    const program = await impostors('hang', probe, decode);
    assert.equal(await codeOf(video, { ffmpeg: program, limits: { seconds: 2 } }), 'timeout');
    for (let tries = 0; (await running('child-of-hang')) > 0 && tries < 100; tries++) await sleep(20);
    assert.equal(await running('child-of-hang'), 0);
  }
});

test('a child that outlives a decoder which has ended is ended too', { skip: linux }, async () => {
  const program = await impostors(
    'leave',
    oneTrack,
    `sh -c 'sleep 99; : left-behind' >/dev/null 2>&1 3>&- 4>&- & exit 1`,
  );
  assert.equal(await codeOf(video, { ffmpeg: program }), 'video-unsupported');
  for (let tries = 0; (await running('left-behind')) > 0 && tries < 100; tries++) await sleep(20);
  assert.equal(await running('left-behind'), 0);
});

const odd: Record<string, [probe: string, decode: string, code: string]> = {
  'dies of a signal': [oneTrack, 'kill -SEGV $$', 'decoder-died'],
  'writes a file': [
    oneTrack,
    `echo x > ${videoPath('written')} || exit 1; head -c 12288 /dev/zero`,
    'decoder-died|video-unsupported',
  ],
  'answers no JSON': ['echo nonsense', '', 'video-unsupported'],
  'answers JSON without end': ['yes "[[[["', '', 'video-unsupported'],
  'answers other JSON': [`echo '{"streams":[null,7,{"index":"x"}]}'`, '', 'video-unsupported'],
  'names sides that are none': [`echo '{"streams":[{"index":0,"width":-4,"height":1e99}]}'`, '', 'video-unsupported'],
  'gives half a frame': [oneTrack, 'head -c 5000 /dev/zero', 'video-unsupported'],
  'gives frames without end': [oneTrack, 'cat /dev/zero', 'video-too-long'],
  'complains without end': [oneTrack, 'cat /dev/zero >&2', 'timeout'],
};
for (const [what, [probe, decode, code]] of Object.entries(odd)) {
  test(`a decoder that ${what}: ${code}`, async () => {
    const program = await impostors('odd', probe, decode);
    // Only what never ends has to run into the limit; a busy machine must not push the others there.
    const seconds = code === 'timeout' ? 3 : 60;
    assert.match(
      await codeOf(video, { ffmpeg: program, limits: { seconds, duration: 60 } }),
      new RegExp(`^(${code})$`),
    );
  });
}

test('a decoder can write no file and sees nothing of our environment', async () => {
  process.env.WELLHOUSE_TEST_SECRET = 'secret';
  const leak = `[ -z "$WELLHOUSE_TEST_SECRET" ] || exit 3; ${oneTrack}`;
  const program = await impostors('leak', leak, `echo x > ${videoPath('written')}; head -c 12288 /dev/zero`);
  await codeOf(video, { ffmpeg: program });
  delete process.env.WELLHOUSE_TEST_SECRET;
  const written = await readFile(videoPath('written'), 'utf8').catch(() => '');
  assert.equal(written, '');
});

test('when the process that asked is killed, nobody goes on decoding for it', { skip: linux }, async () => {
  const program = await impostors('orphan', `sh -c 'sleep 96; : orphan-child'`, '');
  const script = `
    import { hashVideo } from ${JSON.stringify(new URL('../../src/node/video.ts', import.meta.url).href)};
    await hashVideo(Buffer.from('${video.toString('hex')}', 'hex'), { ffmpeg: '${program}' });`;
  const owner = spawn(process.execPath, ['--no-warnings', '--input-type=module-typescript', '-e', script]);
  for (let tries = 0; (await running('orphan-child')) === 0 && tries < 250; tries++) await sleep(20);
  assert.ok((await running('orphan-child')) > 0);
  owner.kill('SIGKILL');
  for (let tries = 0; (await running('orphan-child')) > 0 && tries < 250; tries++) await sleep(20);
  assert.equal(await running('orphan-child'), 0);
});
