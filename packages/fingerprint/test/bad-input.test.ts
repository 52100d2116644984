/** Files that nobody draws: bombs, stumps, chimeras. None of them ends the hasher, and each has an answer. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { hammingDistance, pdqFromPixels } from '@wellhouse/fingerprint';
import { createHasher, type HashOptions } from '@wellhouse/fingerprint/node';
import { blobs, noise, toSharp } from './support/draw.ts';

const limits = { pixels: 20_000_000, bytes: 8 * 2 ** 20, seconds: 10 };
const hasher = createHasher({ workers: 2, limits });
after(() => hasher.close());

const picture = blobs({ width: 600, height: 400, channels: 3, seed: 5 });
const exact = pdqFromPixels(picture).hash;
let folder = '';
let png = Buffer.alloc(0);
let jpeg = Buffer.alloc(0);
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-fingerprint-'));
  png = await toSharp(picture).png().toBuffer();
  jpeg = await toSharp(picture).jpeg({ quality: 92 }).toBuffer();
});
after(() => rm(folder, { recursive: true, force: true }));

async function codeOf(source: string | Uint8Array, options: HashOptions = {}): Promise<string> {
  const result = await hasher.hash(source, options);
  return result.ok ? 'hashed' : result.code;
}

/** A PNG whose head claims these sides, with as many zero bytes behind it as given. */
function pngOf(width: number, height: number, zeros: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = chunk('IDAT', deflateSync(Buffer.alloc(zeros)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), data, chunk('IEND', Buffer.alloc(0))]);
}

test('a picture of 30,000 x 30,000 is refused by its head, in every mode', async () => {
  const huge = pngOf(30_000, 30_000, 1000);
  for (const mode of ['exact', 'fast', 'auto'] as const) assert.equal(await codeOf(huge, { mode }), 'too-many-pixels');
  assert.equal(await codeOf(pngOf(2_000_000_000, 2_000_000_000, 10)), 'unsupported');
});

test('a bomb within the limit of pixels is decoded within the limits of time and memory', async () => {
  const bomb = pngOf(4_000, 5_000, 4_000 * 5_000 * 3 + 5_000);
  assert.ok(bomb.length < 100_000);
  assert.equal(await codeOf(bomb), 'hashed');
});

test('a GIF of many large frames costs no more than its samples', async () => {
  const frame = Buffer.from('21f90400050000002c00000000a00f881300', 'hex');
  const data = Buffer.concat([Buffer.from([2, 1, 0x44, 0])]);
  const head = Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from('a00f8813800000', 'hex'),
    Buffer.from('000000ffffff', 'hex'),
  ]);
  const frames = Array.from({ length: 3_000 }, () => Buffer.concat([frame, data]));
  const result = await hasher.hash(Buffer.concat([head, ...frames, Buffer.from(';')]));
  assert.ok(
    result.ok ? (result.frames?.length ?? 0) <= 4 : ['unsupported', 'timeout'].includes(result.code),
    JSON.stringify(result),
  );
});

test('one pixel is hashed as nothing: no bits and no quality', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif'] as const) {
    const one = await toSharp(noise({ width: 1, height: 1, channels: 3, seed: 1 }))
      .toFormat(format)
      .toBuffer();
    const result = await hasher.hash(one, { dihedral: true, trim: true });
    assert.ok(result.ok, format);
    assert.deepEqual([result.pdq, result.quality, result.trimmed], [new Uint8Array(32), 0, undefined]);
  }
});

test('a line of one pixel by ten thousand is hashed', async () => {
  const line = await toSharp(noise({ width: 10_000, height: 1, channels: 3, seed: 1 }))
    .png()
    .toBuffer();
  assert.equal(await codeOf(line, { trim: true }), 'hashed');
});

test('a file without bytes, with zeros, with text or with noise is refused', async () => {
  assert.equal(await codeOf(new Uint8Array()), 'empty');
  const texts = [
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    '%PDF-1.7',
    'GIF89a',
    'RIFF',
  ];
  const files = [
    Buffer.alloc(10_000),
    ...texts.map((text) => Buffer.from(text)),
    noise({ width: 99, height: 99, channels: 3, seed: 9 }).data,
  ];
  for (const file of files) assert.equal(await codeOf(Buffer.from(file)), 'unsupported');
});

test('whatever is left of a truncated file is hashed or refused, at every length', async () => {
  for (const whole of [png, jpeg]) {
    const codes = new Set<string>();
    for (let part = 1; part < 20; part++)
      codes.add(await codeOf(whole.subarray(0, Math.floor((whole.length * part) / 20))));
    codes.add(await codeOf(whole.subarray(0, 10)));
    assert.deepEqual([...codes].sort(), ['hashed', 'unsupported']);
    const nearlyWhole = await hasher.hash(whole.subarray(0, whole.length - 60));
    assert.ok(nearlyWhole.ok && hammingDistance(nearlyWhole.pdq, exact) <= 16);
  }
});

test('no flipped byte ends the hasher', async () => {
  const next = noise({ width: 60, height: 1, channels: 3, seed: 4 }).data;
  const codes = new Set<string>();
  for (let i = 0; i < 60; i++) {
    const broken = Buffer.from(i % 2 ? png : jpeg);
    broken[Math.floor(((next[i] ?? 0) / 256) * Math.min(broken.length, 900))] = next[i + 60] ?? 0;
    codes.add(await codeOf(broken));
  }
  for (const code of codes) assert.ok(['hashed', 'unsupported', 'too-many-pixels'].includes(code), code);
});

test('a file that is a picture and something else as well is hashed as the picture that is seen', async () => {
  const archive = Buffer.from('PK\x03\x04 and a whole archive; <script>alert(1)</script>');
  for (const file of [Buffer.concat([jpeg, archive]), Buffer.concat([png, archive]), Buffer.concat([jpeg, png])]) {
    const result = await hasher.hash(file);
    assert.ok(result.ok && hammingDistance(result.pdq, exact) <= 8);
  }
});

test('the name of a file says nothing: its bytes say what it is', async () => {
  const path = join(folder, 'holiday.txt.gif');
  await writeFile(path, png);
  const result = await hasher.hash(path);
  assert.ok(result.ok && result.format === 'png');
  assert.deepEqual(result.pdq, exact);
});

test('no file, a folder, a pipe and a file beyond the limit are refused without waiting', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const large = join(folder, 'large');
  await writeFile(large, Buffer.alloc(limits.bytes + 1));
  for (const path of [join(folder, 'none'), folder, pipe]) assert.equal(await codeOf(path), 'unreadable');
  assert.equal(await codeOf(large), 'too-many-bytes');
  assert.equal(await codeOf(Buffer.alloc(limits.bytes + 1)), 'too-many-bytes');
});

test('the digests are of the whole file', async () => {
  const result = await hasher.hash(Buffer.concat([png, Buffer.from('tail')]));
  const other = await hasher.hash(png);
  const none = await hasher.hash(png, { digests: false });
  assert.notEqual(result.md5, other.md5);
  assert.match(`${other.md5} ${other.sha1} ${other.sha256}`, /^[0-9a-f]{32} [0-9a-f]{40} [0-9a-f]{64}$/);
  const abc = await hasher.hash(Buffer.from('abc'));
  assert.equal(abc.md5, '900150983cd24fb0d6963f7d28e17f72');
  assert.equal(abc.sha1, 'a9993e364706816aba3e25717850c26c9cd0d89d');
  assert.equal(abc.sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(none.md5, undefined);
});

test('a thousand at once, good and bad, are each answered with their own hash', async () => {
  const few = await Promise.all(
    [1, 2, 3, 4, 5].map(async (seed) => {
      const drawn = noise({ width: 40, height: 40, channels: 3, seed });
      return { file: await toSharp(drawn).png().toBuffer(), hash: pdqFromPixels(drawn).hash };
    }),
  );
  const results = await Promise.all(
    Array.from({ length: 1000 }, (_, i) =>
      hasher.hash(i % 7 === 0 ? Buffer.from('no picture') : (few[i % 5]?.file ?? png)),
    ),
  );
  for (const [i, result] of results.entries()) {
    if (i % 7 === 0) assert.ok(!result.ok && result.code === 'unsupported');
    else assert.deepEqual(result.ok && result.pdq, few[i % 5]?.hash);
  }
});

test('limits and options out of range are the mistake of the caller', async () => {
  assert.throws(() => createHasher({ workers: 0 }), { code: 'option-invalid' });
  assert.throws(() => createHasher({ limits: { seconds: Number.NaN } }), { code: 'option-invalid' });
  await assert.rejects(hasher.hash(png, { frames: 65 }), { code: 'option-invalid' });
  await assert.rejects(hasher.hash(png, { mode: 'quick' as 'fast' }), { code: 'option-invalid' });
});
