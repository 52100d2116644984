import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type ChunkedSeal,
  createChunkReader,
  openAttachment,
  sealAttachment,
  sha256,
  verifyExcerpt,
} from '../../src/index.ts';
import { flip, join } from '../support/raw.ts';
import { chunkSize, codeOf, pattern, rangesOf, sealChunked } from './support/files.ts';

const sizes = fc.oneof(fc.constantFrom(0, 1, chunkSize, chunkSize + 1), fc.nat(3 * chunkSize));

test('any bit of a file turned over, wherever: not shown, even where the message names the altered bytes', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(7), async (size, place, bit) => {
      for (const algorithm of ['A256GCM', 'A256GCM-STREAM'] as const) {
        const { seal, ciphertext } = await sealAttachment({ plaintext: pattern(size), algorithm, chunkSize });
        const altered = flip(ciphertext, place % ciphertext.length, bit);
        assert.equal(codeOf(await openAttachment(seal, altered)), 'ciphertext-mismatch');
        const named = { ...seal, ciphertextSha256: sha256(altered) };
        assert.notEqual(codeOf(await openAttachment(named, altered)), 'shown');
      }
    }),
    { numRuns: 60 },
  );
});

test('a reader refuses the file or the very chunk in which a bit was turned over, and opens the others', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(7), async (size, anywhere, bit) => {
      const { seal, ciphertext } = await sealChunked(pattern(size));
      const place = anywhere % ciphertext.length;
      const created = await createChunkReader(seal, rangesOf(flip(ciphertext, place, bit)));
      if (!created.ok) {
        assert.equal(created.code, place < 32 ? 'attachment-key-mismatch' : 'leaf-list-mismatch');
        return;
      }
      const { layout, open } = created.reader;
      for (let index = 0; index < layout.count; index++) {
        const { start, end } = layout.chunk(index);
        const expected = place >= start && place < end ? 'chunk-mismatch' : 'shown';
        assert.equal(codeOf(await open(index)), expected);
      }
    }),
    { numRuns: 60 },
  );
});

test('a file cut or extended anywhere is not shown, whatever hash the message names', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 50 }), async (size, place, more) => {
      const { seal, ciphertext } = await sealChunked(pattern(size));
      const short = ciphertext.subarray(0, place % ciphertext.length);
      const long = join(ciphertext, more);
      const named = (bytes: Uint8Array) => ({ ...seal, ciphertextSha256: sha256(bytes) });
      assert.equal(codeOf(await openAttachment(named(short), short)), 'attachment-truncated');
      assert.equal(codeOf(await openAttachment(named(long), long)), 'attachment-extended');
    }),
    { numRuns: 40 },
  );
});

test('each field of the descriptor decides: altered alone, it opens nothing', async () => {
  const { seal, ciphertext } = await sealChunked(pattern(2 * chunkSize + 5));
  const fields = ['key', 'nonce', 'ciphertextSha256', 'plaintextSha256', 'chunkRoot'] as const;
  const codes = [
    ...['attachment-key-mismatch', 'attachment-key-mismatch', 'ciphertext-mismatch', 'plaintext-mismatch'],
    'leaf-list-mismatch',
  ];
  for (const [at, field] of fields.entries()) {
    for (let index = 0; index < seal[field].length; index++) {
      const altered = { ...seal, [field]: flip(seal[field], index, index % 8) };
      assert.equal(codeOf(await openAttachment(altered, ciphertext)), codes[at], `${field} byte ${index}`);
    }
  }
  const wrong: [Partial<ChunkedSeal>, string][] = [
    [{ size: seal.size - 1 }, 'attachment-extended'],
    [{ size: seal.size + 1 }, 'attachment-truncated'],
    [{ chunkSize: 8_192 }, 'attachment-extended'],
    [{ chunkSize: 8_192, size: seal.size + 48 }, 'leaf-list-mismatch'],
  ];
  for (const [change, code] of wrong) {
    assert.equal(codeOf(await openAttachment({ ...seal, ...change }, ciphertext)), code, JSON.stringify(change));
  }
});

test('A256GCM: key, nonce, hashes and size are each checked', async () => {
  const { seal, ciphertext } = await sealAttachment({ plaintext: pattern(100), algorithm: 'A256GCM' });
  for (const [change, code] of [
    [{ key: flip(seal.key, 3) }, 'attachment-key-mismatch'],
    [{ nonce: flip(seal.nonce, 3) }, 'attachment-key-mismatch'],
    [{ ciphertextSha256: flip(seal.ciphertextSha256, 31) }, 'ciphertext-mismatch'],
    [{ plaintextSha256: flip(seal.plaintextSha256, 31) }, 'plaintext-mismatch'],
    [{ size: 101 }, 'plaintext-mismatch'],
  ] as const) {
    assert.equal(codeOf(await openAttachment({ ...seal, ...change }, ciphertext)), code);
  }
});

test('any bytes: openers give a verdict and never throw', async () => {
  const { seal } = await sealChunked(pattern(chunkSize + 1));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      assert.notEqual(codeOf(await openAttachment(seal, bytes)), 'shown');
      assert.equal(codeOf(await verifyExcerpt(seal, bytes)), 'excerpt-malformed');
      assert.notEqual(codeOf(await createChunkReader(seal, () => bytes)), 'shown');
    }),
    { numRuns: 300 },
  );
});
