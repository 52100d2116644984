/** Agreement with Meta's C++ on its own pictures, which are not ours to redistribute. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { formatHash, hammingDistance, parseHash } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import { measuredReference, noSharedData, sharedPicture } from './support/shared-data.ts';

const hasher = createHasher({ workers: 1 });
after(() => hasher.close());

async function hash(file: string, mode: 'exact' | 'fast') {
  const result = await hasher.hash(sharedPicture(file), { mode, dihedral: true });
  assert.ok(result.ok, `${file}: ${JSON.stringify(result)}`);
  return result;
}

test('every picture that the reference can hash has its eight hashes and its quality, bit for bit', {
  skip: noSharedData,
}, async () => {
  let compared = 0;
  for (const { file, expected } of measuredReference()) {
    if (!expected) continue;
    const { dihedral = [], quality } = await hash(file, 'exact');
    assert.deepEqual({ file, quality, hashes: dihedral.map(formatHash) }, { file, ...expected });
    compared++;
  }
  assert.equal(compared, 35);
});

test('pictures on which the reference aborts are hashed: CMYK, grey and colour with alpha', {
  skip: noSharedData,
}, async () => {
  const original = (await hash('modes/RGB.jpg', 'exact')).pdq;
  const expected: Record<string, number> = { 'modes/CMYK.jpg': 12, 'modes/LA.png': 2, 'modes/PA.webp': 12 };
  for (const [file, most] of Object.entries(expected)) {
    const distance = hammingDistance(original, (await hash(file, 'exact')).pdq);
    assert.ok(distance <= most, `${file}: ${distance} bits`);
  }
  for (const { file, expected } of measuredReference())
    if (!expected) assert.equal((await hash(file, 'exact')).ok, true);
});

test('fast mode is within 10 bits of the reference on a photograph of 12 megapixels', {
  skip: noSharedData,
}, async () => {
  const reference = measuredReference().find(({ file }) => file === 'misc/exif-rotn-1.jpg')?.expected;
  const fast = await hash('misc/exif-rotn-1.jpg', 'fast');
  assert.equal(fast.mode, 'fast');
  for (const [turn, hex] of (reference?.hashes ?? []).entries()) {
    assert.ok(hammingDistance(parseHash(hex), fast.dihedral?.[turn] ?? new Uint8Array(32)) <= 10);
  }
});
