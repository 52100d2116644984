/** `wellhouse match`: pictures and hashes are looked up in a file of hashes. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formatHash } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import sharp from 'sharp';
import { captureCommand } from '../support/capture-command.ts';

let folder = '';
let pictureHash = '';
const known = ['0'.repeat(64), '0f'.repeat(32), `${'0'.repeat(60)}00ff`];

/** Soft blobs: harmless, and with enough in it to be told apart. */
async function picture(): Promise<Buffer> {
  const size = 256;
  const data = Buffer.alloc(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      data[y * size + x] = 128 + 60 * Math.sin(x / 17 + y / 41) + 60 * Math.cos((x * y) / 4_000 - y / 13);
    }
  }
  return sharp(data, { raw: { width: size, height: size, channels: 1 } })
    .png()
    .toBuffer();
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-match-'));
  const bytes = await picture();
  await writeFile(join(folder, 'plain.png'), bytes);
  await writeFile(join(folder, 'turned.png'), await sharp(bytes).rotate(90).png().toBuffer());
  await writeFile(join(folder, 'mirrored.jpg'), await sharp(bytes).flop().jpeg({ quality: 60 }).toBuffer());
  await writeFile(join(folder, 'broken.png'), 'no picture at all');
  const hasher = createHasher({ workers: 1 });
  const hashed = await hasher.hash(bytes);
  hasher.close();
  assert.ok(hashed.ok && hashed.quality >= 50);
  pictureHash = formatHash(hashed.pdq);
  await writeFile(join(folder, 'known.txt'), `${known.join('\n')}\npdq ${pictureHash}\n\n${pictureHash},99,seen.jpg\n`);
  await writeFile(join(folder, 'hashes.txt'), `${pictureHash.toUpperCase()}\r\n${'5'.repeat(64)}\r\n`);
});
after(() => rm(folder, { recursive: true, force: true }));

function match(...args: string[]) {
  return captureCommand(['match', join(folder, 'known.txt'), ...args]);
}

function results(
  output: string,
): { from: string; matches: { entry: number; distance: number; view: string | null }[] }[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('prints the entry by its line, and the distance', async () => {
  const { code, output } = await match('--hash', `${'0'.repeat(62)}01`);
  assert.equal(code, 0);
  assert.deepEqual(output.trimEnd().split('\n'), [
    `${'0'.repeat(62)}01: entry 1, distance 1: ${known[0]}`,
    `${'0'.repeat(62)}01: entry 3, distance 7: ${known[2]}`,
  ]);
});

test('--radius says how many bits may differ; nothing found is exit code 1', async () => {
  const hash = `${'0'.repeat(62)}01`;
  const near = await match('--hash', hash, '--radius', '1', '--json');
  assert.deepEqual(
    results(near.output)[0]?.matches.map(({ entry }) => entry),
    [1],
  );
  const none = await match('--hash', hash, '--radius', '0');
  assert.equal(none.code, 1);
  assert.equal(none.output, `${hash}: no match\n`);
});

test('finds a picture as it is, turned, and mirrored and compressed; each entry once', async () => {
  const names = ['plain.png', 'turned.png', 'mirrored.jpg'];
  const { code, output } = await match(...names.map((name) => join(folder, name)), '--json');
  assert.equal(code, 0);
  const all = results(output);
  assert.deepEqual(
    all.map(({ from }) => from),
    names.map((name) => join(folder, name)),
  );
  for (const { from, matches } of all) {
    assert.deepEqual(
      matches.map(({ entry }) => entry),
      [4, 6],
      from,
    );
  }
  assert.deepEqual(
    all.map(({ matches }) => matches[0]?.view),
    ['whole', 'turned', 'turned'],
  );
});

test('looks up every line of a file of hashes', async () => {
  const { code, output } = await match(join(folder, 'hashes.txt'), '--json');
  assert.equal(code, 0);
  const all = results(output);
  assert.deepEqual(
    all.map(({ from }) => from),
    [`${join(folder, 'hashes.txt')}:1`, `${join(folder, 'hashes.txt')}:2`],
  );
  assert.deepEqual(
    all.map(({ matches }) => matches.length),
    [2, 0],
  );
});

test('a picture that cannot be hashed is named, the others are looked up, exit code 2', async () => {
  const files = ['broken.png', 'absent.png', 'plain.png'].map((name) => join(folder, name));
  const { code, output } = await match(...files);
  assert.equal(code, 2);
  assert.match(output, /broken\.png: not hashed \(unsupported\)/);
  assert.match(output, /absent\.png: not hashed \(unreadable\)/);
  assert.match(output, /plain\.png: entry 4, distance 0/);
});

test('a broken line in the list: its number, no answer, exit code 2', async () => {
  for (const [n, line] of ['0f0f', `${'0'.repeat(63)}g`, `md5 ${'0'.repeat(64)}`, 'x'.repeat(3_000_000)].entries()) {
    const list = join(folder, `broken-${n}.txt`);
    await writeFile(list, `${'0'.repeat(64)}\n\n${line}\n${'1'.repeat(64)}\n`);
    const { code, output, errors } = await captureCommand(['match', list, '--hash', '0'.repeat(64)]);
    assert.equal(code, 2);
    assert.equal(output, '');
    assert.match(errors, /line 3: expected 64 hexadecimal digits, got ".{4,42}"; nothing was read\n$/);
  }
});

test('a list that is absent, a folder or empty, and options that are none: exit code 2 and a code', async () => {
  await writeFile(join(folder, 'empty.txt'), '\n\n');
  const codes: [string[], string][] = [
    [[join(folder, 'absent.txt'), '--hash', '0'.repeat(64)], 'list-unreadable'],
    [[folder, '--hash', '0'.repeat(64)], 'list-unreadable'],
    [[join(folder, 'empty.txt'), '--hash', '0'.repeat(64)], 'list-empty'],
    [[join(folder, 'known.txt')], 'nothing-to-match'],
    [[join(folder, 'known.txt'), '--hash', 'abc'], 'hash-invalid'],
    [[join(folder, 'known.txt'), '--hash', '0'.repeat(64), '--radius', '129'], 'option-invalid'],
    [[join(folder, 'known.txt'), '--hash', '0'.repeat(64), '--radius', '-1'], 'option-invalid'],
  ];
  for (const [args, expected] of codes) {
    const { code, output } = await captureCommand(['match', '--json', ...args]);
    assert.equal(code, 2);
    assert.equal(JSON.parse(output).error.code, expected);
  }
});
