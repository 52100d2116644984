/** Files that show one picture, and files that show more. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { overGrounds } from '../../src/pictures/input.ts';
import { moves } from '../../src/pictures/moves.ts';

const bytes = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));

const gifHead = ['GIF89a', [1, 0, 1, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255]] as const;
const gifImage = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0];
const gifControl = [0x21, 0xf9, 4, 0, 10, 0, 0, 0];
/** An image with colours of its own. */
const gifOwnColours = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 0, 0, 0, 9, 9, 9, 2, 2, 0x4c, 1, 0];
const chunk = (type: string, length: number) => bytes([0, 0, 0, length], type, Array(length + 4).fill(0));
const png = (...chunks: Uint8Array[]) => bytes([0x89], 'PNG\r\n\x1a\n', ...chunks.map((one) => [...one]));
const webp = (flags: number) => bytes('RIFF', [30, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, flags, 0, 0, 0]);
const ftyp = (...brands: string[]) =>
  bytes([0, 0, 0, 8 + 4 * (brands.length + 1)], 'ftyp', brands[0] ?? '', [0, 0, 0, 0], ...brands.slice(1));

for (const [name, file, expected] of [
  ['a GIF of one image', bytes(...gifHead, gifControl, gifImage, [0x3b]), false],
  ['a GIF of two', bytes(...gifHead, gifControl, gifImage, gifControl, gifImage, [0x3b]), true],
  ['a GIF of two without a control block between', bytes(...gifHead, gifImage, gifImage), true],
  ['a GIF of two with colours of their own', bytes(...gifHead, gifOwnColours, gifOwnColours), true],
  ['a PNG', png(chunk('IHDR', 13), chunk('IDAT', 4)), false],
  ['an APNG', png(chunk('IHDR', 13), chunk('acTL', 8), chunk('IDAT', 4)), true],
  ['a still WebP with alpha', webp(0x10), false],
  ['an animated WebP', webp(0x12), true],
  [
    'a GIF whose control block is too short',
    bytes(...gifHead, [0x21, 0xf9, 2, 0, 10, 0], gifImage, gifImage, [0x3b]),
    true,
  ],
  ['a GIF with more after its trailer', bytes(...gifHead, gifImage, [0x3b], gifImage, [0x3b]), true],
  ['a GIF that ends early', bytes(...gifHead, gifImage), true],
  ['a sequence under a first box of 64 bits', bytes([0, 0, 0, 1], 'ftypavis', [0, 0, 0, 0], Array(40).fill(0)), true],
  ['an AVIF with tracks', bytes([...ftyp('mif1', 'avif')], [0, 0, 0, 8], 'moov', [0, 0, 0, 8], 'meta'), true],
  ['an AVIF with its parts', bytes([...ftyp('avif', 'mif1')], [0, 0, 0, 8], 'meta', [0, 0, 0, 8], 'mdat'), false],
  ['a sequence named late', bytes([0, 0, 1, 32], 'ftypavif', Array(300).fill(0), 'avis'), true],
  ['an AVIF', ftyp('avif', 'mif1', 'miaf'), false],
  ['a sequence of AVIF', ftyp('avis', 'msf1', 'miaf'), true],
  ['nothing', bytes(), false],
] as const) {
  test(`${name} ${expected ? 'moves' : 'does not'}`, () => assert.equal(moves(file), expected));
}

test('the pictures of the drill are still', () => {
  for (const name of ['kites', 'mosaic'])
    assert.equal(
      moves(readFileSync(new URL(`../../../../apps/server/src/drill/pictures/${name}.png`, import.meta.url))),
      false,
    );
});

test('any bytes are answered', () => {
  const beginnings = fc.constantFrom('GIF89a', '\x89PNG\r\n\x1a\n', 'RIFF\0\0\0\0WEBPVP8X', '\0\0\0\x20ftyp', '');
  fc.assert(
    fc.property(beginnings, fc.uint8Array({ maxLength: 200 }), (beginning, rest) => {
      assert.equal(typeof moves(bytes(beginning, [...rest])), 'boolean');
    }),
  );
});

test('attack: a picture that shows by its transparency alone is looked at as it is seen', () => {
  const hidden = new Uint8ClampedArray(4 * 64).map((_, at) => (at % 4 === 3 ? (at * 3) % 256 : 0));
  const [light, dark] = overGrounds(hidden, [255, 0]);
  assert.ok(light && dark);
  assert.ok(new Set(light).size > 10);
  assert.deepEqual(
    [...new Set(dark)].sort((a, b) => a - b),
    [0, 255],
    'black on black',
  );
  const opaque = new Uint8ClampedArray(8).fill(255);
  assert.deepEqual(overGrounds(opaque, [255, 0]), [opaque], 'looked at once');
});
