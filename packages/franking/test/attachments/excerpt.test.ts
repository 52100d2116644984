import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { attachmentLimits } from '../../src/attachments/chunk-layout.ts';
import { decodeExcerpt, encodeExcerpt } from '../../src/attachments/excerpt.ts';
import { type ByteRange, discloseExcerpt, FrankingError, openChunk, verifyExcerpt } from '../../src/index.ts';
import { bytes, flip, join, put, vector, zeros } from '../support/raw.ts';
import { chunkSize, codeOf, pattern, rangesOf, sealChunked } from './support/files.ts';

const plaintext = pattern(5 * chunkSize + 77);
const { seal, ciphertext } = await sealChunked(plaintext);

async function disclose(...ranges: ByteRange[]): Promise<Uint8Array> {
  const disclosed = await discloseExcerpt({ seal, ranges, read: rangesOf(ciphertext) });
  assert.ok(disclosed.ok, disclosed.ok ? '' : disclosed.detail);
  return disclosed.excerpt;
}

test('any ranges of any file: the excerpt gives back exactly the chunks that hold them', async () => {
  const sizes = fc.oneof(fc.constantFrom(0, 1, chunkSize, chunkSize + 1), fc.nat(9 * chunkSize));
  const numbers = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(sizes, numbers, async (size, pairs) => {
      const file = pattern(size);
      const sealed = await sealChunked(file);
      const ranges = pairs.map(([a, b]) => {
        const start = size === 0 ? 0 : a % size;
        return { start, end: size === 0 ? 0 : start + 1 + (b % (size - start)) };
      });
      const disclosed = await discloseExcerpt({ seal: sealed.seal, ranges, read: rangesOf(sealed.ciphertext) });
      assert.ok(disclosed.ok);
      const verified = await verifyExcerpt(sealed.seal, disclosed.excerpt);
      assert.ok(verified.ok, verified.ok ? '' : verified.detail);

      const wanted = new Set<number>();
      for (const { start, end } of ranges) {
        for (let place = start; place < Math.max(end, 1); place++) wanted.add(Math.floor(place / chunkSize));
      }
      const given = new Set<number>();
      let before = -1;
      for (const { offset, bytes: shown } of verified.ranges) {
        assert.ok(offset > before, 'ranges ascend and do not touch');
        before = offset + shown.length;
        assert.deepEqual(shown, file.slice(offset, offset + shown.length));
        for (let place = offset; place < Math.max(offset + shown.length, 1); place += chunkSize) {
          given.add(place / chunkSize);
        }
      }
      assert.deepEqual([...given].sort(), [...wanted].sort());
    }),
    { numRuns: 60 },
  );
});

test('an excerpt is read from the chunks that it needs and the list of leaves, not from the whole file', async () => {
  let read = 0;
  const counting = (range: ByteRange) => {
    read += range.end - range.start;
    return rangesOf(ciphertext)(range);
  };
  const ranges = [{ start: chunkSize, end: chunkSize + 1 }];
  assert.ok((await discloseExcerpt({ seal, ranges, read: counting })).ok);
  assert.equal(read, 32 + 6 * 32 + chunkSize + 16);
});

test('one chunk with its path is proven alone', async () => {
  const excerpt = decodeExcerpt(await disclose({ start: 0, end: plaintext.length }));
  assert.equal(excerpt.chunks.length, 6);
  for (const proven of excerpt.chunks) {
    const opened = await openChunk(seal, proven);
    assert.ok(opened.ok);
    assert.equal(opened.offset, proven.index * chunkSize);
    assert.deepEqual(opened.bytes, plaintext.slice(opened.offset, opened.offset + chunkSize));
    assert.equal(codeOf(await openChunk(seal, { ...proven, path: proven.path.subarray(32) })), 'chunk-mismatch');
    await assert.rejects(openChunk(seal, { ...proven, index: 6 }), { code: 'invalid-argument' });
  }
});

test('any bit of an excerpt turned over: it proves nothing', async () => {
  const excerpt = await disclose({ start: 1, end: 2 }, { start: 5 * chunkSize, end: 5 * chunkSize + 1 });
  await fc.assert(
    fc.asyncProperty(fc.nat(excerpt.length - 1), fc.nat(7), async (place, bit) => {
      assert.notEqual(codeOf(await verifyExcerpt(seal, flip(excerpt, place, bit))), 'shown');
    }),
    { numRuns: 300 },
  );
});

test('an excerpt has one encoding: whatever decodes encodes to the same bytes', async () => {
  const excerpt = await disclose({ start: 0, end: 1 }, { start: 5 * chunkSize, end: 5 * chunkSize + 1 });
  assert.deepEqual(encodeExcerpt(decodeExcerpt(excerpt)), excerpt);
  for (let place = 0; place < excerpt.length; place += place < 60 || place > 4_100 ? 1 : 97) {
    for (let bit = 0; bit < 8; bit++) {
      const altered = flip(excerpt, place, bit);
      let decoded: ReturnType<typeof decodeExcerpt>;
      try {
        decoded = decodeExcerpt(altered);
      } catch (error) {
        assert.ok(error instanceof FrankingError, String(error));
        continue;
      }
      assert.deepEqual(encodeExcerpt(decoded), altered);
    }
  }
});

describe('decoding an excerpt refuses', () => {
  const chunk = (index: number, ...fields: Uint8Array[]) => join(bytes(0, 0, 0, index), ...fields);
  const one = vector(zeros(20));
  const excerptOf = (...chunks: Uint8Array[]) => join(bytes(1), zeros(32), vector(join(...chunks)));
  const good = excerptOf(chunk(0, one, vector(zeros(32))), chunk(2, one, bytes(0)));
  const many = Array.from({ length: 4_097 }, (_, index) =>
    join(bytes(0, 0, index >> 8, index & 255), vector(zeros(16)), bytes(0)),
  );
  test('nothing of a good one', () => {
    assert.deepEqual(
      decodeExcerpt(good).chunks.map(({ index, path }) => [index, path.length]),
      [
        [0, 32],
        [2, 0],
      ],
    );
  });
  const cases: [string, Uint8Array, string][] = [
    ['another version', put(good, 0, bytes(2)), 'unsupported-version'],
    ['no chunks', excerptOf(), 'too-short'],
    ['a chunk twice', excerptOf(chunk(1, one, bytes(0)), chunk(1, one, bytes(0))), 'invalid-value'],
    ['chunks out of order', excerptOf(chunk(2, one, bytes(0)), chunk(1, one, bytes(0))), 'invalid-value'],
    ['a chunk shorter than its tag', excerptOf(chunk(0, vector(zeros(15)), bytes(0))), 'too-short'],
    ['a path of broken hashes', excerptOf(chunk(0, one, vector(zeros(33)))), 'invalid-value'],
    ['a path longer than any tree is high', excerptOf(chunk(0, one, vector(zeros(672)))), 'too-long'],
    ['bytes behind the chunks', join(good, zeros(1)), 'trailing-bytes'],
    ['an end within a chunk', good.subarray(0, -1), 'truncated'],
    [
      'a chunk that reaches beyond the list',
      join(bytes(1), zeros(32), bytes(20), chunk(0, one, bytes(0))),
      'truncated',
    ],
    ['4097 chunks', excerptOf(...many), 'too-long'],
    ['more than 32 MiB', zeros(attachmentLimits.excerpt + 38), 'too-long'],
  ];
  for (const [name, excerpt, code] of cases) {
    test(`${name}: ${code}`, async () => {
      assert.throws(() => decodeExcerpt(excerpt), { name: 'FrankingError', code });
      assert.equal(codeOf(await verifyExcerpt(seal, excerpt)), 'excerpt-malformed');
    });
  }
});

test('excerpts that nobody can have meant are refused when they are made', async () => {
  const read = rangesOf(ciphertext);
  for (const range of [
    { start: 0, end: 0 },
    { start: 5, end: 4 },
    { start: -1, end: 4 },
    { start: 0.5, end: 4 },
    { start: 0, end: plaintext.length + 1 },
  ]) {
    await assert.rejects(discloseExcerpt({ seal, ranges: [range], read }), { code: 'invalid-argument' });
  }
  await assert.rejects(discloseExcerpt({ seal, ranges: [], read }), { code: 'invalid-argument' });
});

test('an excerpt is not made of a file that is not the committed one', async () => {
  const ranges = [{ start: 0, end: 1 }];
  for (const [place, code] of [
    [0, 'attachment-key-mismatch'],
    [40, 'chunk-mismatch'],
    [ciphertext.length - 1, 'leaf-list-mismatch'],
  ] as const) {
    const verdict = await discloseExcerpt({ seal, ranges, read: rangesOf(flip(ciphertext, place)) });
    assert.equal(codeOf(verdict), code);
  }
});
