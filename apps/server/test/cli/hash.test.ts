/** `wellhouse hash` prints what Meta's tool prints, and what a program can read. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formatHash, pdqDihedral } from '@wellhouse/fingerprint';
import sharp from 'sharp';
import { captureCommand } from '../support/capture-command.ts';

const [width, height] = [300, 200];
const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
  const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
  return 128 + 60 * Math.sin(x / 23 + (at % 3)) + 60 * Math.cos((y * (x + 150)) / 2500);
});
const { hashes, quality } = pdqDihedral({ data, width, height, channels: 3 });
const [hash, ...turned] = hashes.map(formatHash);

let folder = '';
const at = (name: string) => join(folder, name);
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-hash-'));
  const drawn = sharp(data, { raw: { width, height, channels: 3 } });
  const png = await drawn.clone().png().toBuffer();
  await mkdir(at('album/deep'), { recursive: true });
  for (const name of ['one.png', 'album/b.png', 'album/a, again.png', 'album/deep/c.jpg', 'album/.hidden.png']) {
    await writeFile(at(name), png);
  }
  await writeFile(at('album/notes.txt'), 'no picture');
  await writeFile(at('broken.png'), png.subarray(0, 30));
  await writeFile(at('framed.png'), await drawn.extend({ top: 40, bottom: 40, background: 'black' }).png().toBuffer());
});
after(() => rm(folder, { recursive: true, force: true }));

test('a picture is one line: hash,quality,file; exit code 0', async () => {
  const { code, output, errors } = await captureCommand(['hash', at('one.png')]);
  assert.deepEqual([code, output, errors], [0, `${hash},${quality},${at('one.png')}\n`, '']);
});

test('--dihedral prints eight lines in the order of the reference', async () => {
  const { output } = await captureCommand(['hash', '--dihedral', at('one.png')]);
  const lines = [hash, ...turned].map((each) => `${each},${quality},${at('one.png')}\n`);
  assert.equal(output, lines.join(''));
});

test('a folder is walked by name; hidden files are left out, and what is no picture is named but does no harm', async () => {
  const { code, output, errors } = await captureCommand(['hash', at('album'), at('one.png')]);
  const files = ['album/a, again.png', 'album/b.png', 'album/deep/c.jpg', 'one.png'];
  assert.equal(output, files.map((file) => `${hash},${quality},${at(file)}\n`).join(''));
  assert.match(errors, /^wellhouse: .*notes\.txt: is no picture that can be decoded .*\n$/);
  assert.equal(code, 0);
});

test('--json prints an object a file with digests, and errors as objects; exit code 1 for a broken one', async () => {
  const { code, output, errors } = await captureCommand(['hash', '--json', at('one.png'), at('broken.png')]);
  const [good, bad] = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { md5, sha1, sha256, ...rest } = good;
  assert.deepEqual(rest, { file: at('one.png'), pdq: hash, quality, width, height, mode: 'exact', format: 'png' });
  assert.match(`${md5} ${sha1} ${sha256}`, /^[0-9a-f]{32} [0-9a-f]{40} [0-9a-f]{64}$/);
  assert.equal(bad.error.code, 'unsupported');
  assert.match(bad.md5, /^[0-9a-f]{32}$/);
  assert.deepEqual([code, errors], [1, '']);
});

test('--trim adds the hash of what is inside a border', async () => {
  const { output } = await captureCommand(['hash', '--trim', at('framed.png')]);
  const lines = output.trim().split('\n');
  assert.equal(lines.length, 2);
  assert.equal(lines[1], `${hash},${quality},${at('framed.png')}`);
  const { trimmed } = JSON.parse((await captureCommand(['hash', '--trim', '--json', at('framed.png')])).output);
  assert.deepEqual(trimmed, { pdq: hash, quality, box: { left: 0, top: 40, width, height } });
});

test('a file that is not there: exit code 2, and nothing is hashed', async () => {
  const { code, output, errors } = await captureCommand(['hash', at('one.png'), at('none.png')]);
  assert.deepEqual([code, output], [2, '']);
  assert.match(errors, /^wellhouse: read .*none\.png: /);
});

for (const args of [['hash'], ['hash', '--mode', 'quick', 'x'], ['hash', '--workers', '0', 'x']]) {
  test(`wellhouse ${args.join(' ')} is a mistake: exit code 2 and a hint`, async () => {
    const { code, output, errors } = await captureCommand(args);
    assert.deepEqual([code, output], [2, '']);
    assert.notEqual(errors, '');
  });
}
