import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pictureHead, pictureTypeOf, whyNotDecode } from '@wellhouse/client';

const be = (value: number, bytes: 2 | 4): number[] => [24, 16, 8, 0].map((by) => (value >>> by) & 255).slice(4 - bytes);
const le = (value: number, bytes: 2 | 3 | 4): number[] => be(value, 4).toReversed().slice(0, bytes);
const file = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));

const png = (width: number, height: number) =>
  file('\x89PNG\r\n\x1a\n', be(13, 4), 'IHDR', be(width, 4), be(height, 4), [8, 6, 0, 0, 0]);
const frame = (marker: number, width: number, height: number) => [
  ...[0xff, marker, 0, 11, 8, ...be(height, 2), ...be(width, 2), 1, 1, 0x11, 0],
];
/** `before`: segments between the start and the frame. */
const jpeg = (width: number, height: number, { marker = 0xc0, before = [] as number[] } = {}) =>
  file([0xff, 0xd8], before, frame(marker, width, height), [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
const gif = (width: number, height: number, picture: [number, number] = [width, height]) => {
  const control = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
  const described = [0x2c, 0, 0, 0, 0, ...le(picture[0], 2), ...le(picture[1], 2), 0];
  return file('GIF89a', le(width, 2), le(height, 2), [0x80, 0, 0], [0, 0, 0, 9, 9, 9], control, described);
};
const webp = (kind: string, ...head: (string | number[])[]) =>
  file('RIFF', le(100, 4), 'WEBP', kind, le(10, 4), ...head, Array(20).fill(0));
const box = (name: string, ...parts: (string | number[])[]): number[] => {
  const held = file(...parts);
  return [...be(held.length + 8, 4), ...Buffer.from(name, 'latin1'), ...held];
};
const ispe = ([width, height]: [number, number]) => box('ispe', be(0, 4), be(width, 4), be(height, 4));
const avifOf = (...boxes: number[][]) => file(box('ftyp', 'avif', be(0, 4), 'avifmif1'), ...boxes);
const avifMeta = (...sizes: [number, number][]) => box('meta', be(0, 4), ...sizes.map(ispe));
const avif = (...sizes: [number, number][]) => avifOf(avifMeta(...sizes));
const large = (box: number[]) => [
  ...be(1, 4),
  ...box.slice(4, 8),
  ...be(0, 4),
  ...be(box.length + 8, 4),
  ...box.slice(8),
];

const rows: [string, Uint8Array, string, number, number][] = [
  ['PNG', png(640, 480), 'image/png', 640, 480],
  ['JPEG', jpeg(640, 480), 'image/jpeg', 640, 480],
  ['progressive JPEG', jpeg(640, 480, { marker: 0xc2 }), 'image/jpeg', 640, 480],
  [
    'JPEG whose preview, inside a segment, is smaller',
    jpeg(9_000, 8_000, { before: [0xff, 0xe1, 0, 15, ...frame(0xc0, 16, 16)] }),
    ...(['image/jpeg', 9_000, 8_000] as const),
  ],
  [
    'JPEG with tables, fill bytes and rubbish before its frame',
    jpeg(640, 480, { before: [0xff, 0xc4, 0, 4, 1, 1, 7, 7, 0xff, 0xff] }),
    ...(['image/jpeg', 640, 480] as const),
  ],
  ['GIF', gif(640, 480), 'image/gif', 640, 480],
  ['GIF whose picture is larger than its screen', gif(1, 1, [60_000, 50_000]), 'image/gif', 60_000, 50_000],
  ['WebP', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a], le(640, 2), le(480, 2)), 'image/webp', 640, 480],
  ['lossless WebP', webp('VP8L', [0x2f], le(639 | (479 << 14), 4)), 'image/webp', 640, 480],
  ['extended WebP', webp('VP8X', [0, 0, 0, 0], le(639, 3), le(479, 3)), 'image/webp', 640, 480],
  ['AVIF', avif([640, 480]), 'image/avif', 640, 480],
  [
    'AVIF that names a smaller size outside of what counts',
    avifOf(box('free', ispe([8, 8])), large(avifMeta([20_000, 10_000]))),
    ...(['image/avif', 20_000, 10_000] as const),
  ],
  ['AVIF of tiles', avif([512, 512], [20_000, 10_000]), 'image/avif', 20_000, 10_000],
];
for (const [what, bytes, type, width, height] of rows) {
  test(`the head of a ${what} says what and how large it is`, () => {
    assert.deepEqual(pictureHead(bytes), { type, width, height });
    assert.equal(pictureTypeOf(bytes), type);
    assert.equal(whyNotDecode(bytes, type), width * height > 100_000_000 ? 'too-large' : null);
    assert.equal(whyNotDecode(bytes, type === 'image/png' ? 'image/jpeg' : 'image/png'), 'another-type');
  });
}

test('a real picture of the sample says its size as it is', () => {
  const path = join(import.meta.dirname, '../../../../apps/messenger/public/drill/harbour.png');
  const bytes = readFileSync(path);
  const head = pictureHead(bytes);
  assert.deepEqual(head, { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) });
  assert.equal(whyNotDecode(bytes, 'image/png'), null);
});

for (const [what, bytes] of [
  ['nothing', file('')],
  ['words', file('just some words that go on for more than thirty letters')],
  ['SVG', file('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
  ['HTML', file('<html><img src=x></html>                               ')],
  ['a film', file([0, 0, 0, 32], 'ftypisom', Array(40).fill(0))],
  ['a PNG of no width', png(0, 480)],
  ['a PNG that begins with another chunk', file('\x89PNG\r\n\x1a\n', be(13, 4), 'tEXt', be(1, 4), be(1, 4))],
  ['a JPEG without a frame', file([0xff, 0xd8, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0])],
  ['a JPEG whose height comes later', jpeg(640, 0)],
  ['a JPEG whose segments end nowhere', file([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1, 2, 3, 4])],
  ['a GIF without a picture', file('GIF89a', le(640, 2), le(480, 2), [0, 0, 0, 0x3b])],
  ['a WebP of another kind', webp('ALPH')],
  ['a WebP that is in no RIFF', webp('VP8X', [0, 0, 0, 0], le(639, 3), le(479, 3)).fill(0, 0, 4)],
  ['an AVIF without a size', avif()],
  [
    'an AVIF that says late how large it is',
    avifOf(box('free', ispe([8, 8]), Array(70_000).fill(0)), avifMeta([20_000, 20_000])),
  ],
  ['an AVIF whose first box ends nowhere', file(be(2, 4), 'ftypavif', be(0, 4), 'avifmif1', avifMeta([8, 8]))],
] as const) {
  test(`${what} is nothing to decode`, () => assert.equal(whyNotDecode(bytes), 'no-picture'));
}

test('whatever bytes come, the head of a picture is read without an error, cut at any place', () => {
  for (const [, bytes] of rows) {
    for (let length = 0; length < bytes.length; length++) pictureHead(bytes.subarray(0, length));
  }
});

test('more than a hundred million pixels are not decoded; a hundred million are', () => {
  assert.equal(whyNotDecode(png(10_000, 10_000)), null);
  assert.equal(whyNotDecode(png(10_000, 10_001)), 'too-large');
  assert.equal(whyNotDecode(png(0xffff_ffff, 0xffff_ffff)), 'too-large');
});
