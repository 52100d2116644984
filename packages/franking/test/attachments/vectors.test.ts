import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  type ChunkedSeal,
  discloseExcerpt,
  FrankingError,
  openAttachment,
  openChunk,
  verifyExcerpt,
} from '../../src/index.ts';
import { decodeWholePart } from '../../src/part.ts';
import { hex, unhex } from '../support/hex.ts';
import { formatVectors } from '../vectors/build-vectors.ts';
import { codeOf, rangesOf } from './support/files.ts';
import { readExcerptByHand } from './support/read-excerpt.ts';
import {
  referenceDecrypt,
  referenceEncrypt,
  referenceHead,
  referenceKeys,
  referenceNonce,
  referencePath,
  referenceRoot,
  referenceSeal,
  sha256,
} from './support/reference.ts';
import { attachmentVectorsFile, buildAttachmentVectors } from './vectors/build-vectors.ts';
import type { AttachmentVector, AttachmentVectors, NegativeAttachmentVector } from './vectors/vector-format.ts';

const text = readFileSync(attachmentVectorsFile, 'utf8');
const vectors: AttachmentVectors = JSON.parse(text);

test('regenerating the vectors gives the file in docs/spec/vectors, byte for byte', async () => {
  const rebuilt = formatVectors(await buildAttachmentVectors());
  assert.ok(rebuilt === text, 'run packages/franking/scripts/write-vectors.ts');
});

describe('positive vectors', () => {
  for (const vector of vectors.positive) {
    test(`${vector.name}: sealed again by node:crypto alone`, () => againstReference(vector));
    test(`${vector.name}: opens, and its excerpts prove what they say`, () => againstPackage(vector));
  }
});

function againstReference(vector: AttachmentVector): void {
  const [key, nonce, plaintext, ciphertext] = [vector.key, vector.nonce, vector.plaintext, vector.ciphertext].map(
    unhex,
  );
  assert.ok(key && nonce && plaintext && ciphertext);
  assert.equal(hex(sha256(ciphertext)), vector.ciphertextSha256);
  assert.equal(hex(sha256(plaintext)), vector.plaintextSha256);
  const hashes = vector.ciphertextSha256 + vector.plaintextSha256;
  const committed = vector.key + vector.nonce + hashes;
  if (vector.chunked === null) {
    assert.equal(vector.algorithm, 'A256GCM');
    assert.deepEqual(referenceDecrypt(key, nonce, ciphertext), plaintext);
    assert.deepEqual(referenceEncrypt(key, nonce, plaintext), ciphertext);
    assert.ok(vector.part.endsWith(`01${committed}`));
    return;
  }
  const { chunkSize, chunkRoot, leaves, treeHead } = vector.chunked;
  const sealed = referenceSeal({ plaintext, key, nonce, chunkSize });
  assert.equal(hex(sealed.ciphertext), vector.ciphertext);
  assert.deepEqual(sealed.leaves.map(hex), leaves);
  assert.equal(hex(sealed.encryptionKey), vector.chunked.encryptionKey);
  assert.equal(hex(sealed.keyCommitment), vector.chunked.keyCommitment);
  assert.equal(hex(referenceHead(sealed.leaves)), treeHead);
  assert.equal(hex(sealed.seal.chunkRoot), chunkRoot);
  assert.ok(vector.part.endsWith(`02${committed}${chunkSize.toString(16).padStart(8, '0')}${chunkRoot}`));

  for (const { excerpt, proves } of vector.chunked.excerpts) {
    const read = readExcerptByHand(unhex(excerpt));
    assert.equal(hex(read.chunkRoot), chunkRoot);
    const { encryptionKey, keyCommitment } = referenceKeys(key, nonce);
    const head = referenceHead(sealed.leaves);
    assert.deepEqual(referenceRoot(keyCommitment, chunkSize, plaintext.length, head), read.chunkRoot);
    for (const { index, chunk, path } of read.chunks) {
      assert.equal(hex(path), referencePath(sealed.leaves, index).map(hex).join(''));
      const isLast = index === leaves.length - 1;
      const opened = referenceDecrypt(encryptionKey, referenceNonce(nonce, index, isLast), chunk);
      const [start, end] = [index * chunkSize, index * chunkSize + opened.length];
      assert.deepEqual(opened, plaintext.slice(start, end));
      assert.ok(proves.some(([from, to]) => from <= start && end <= to));
    }
  }
}

async function againstPackage(vector: AttachmentVector): Promise<void> {
  const ciphertext = unhex(vector.ciphertext);
  const seal = sealOf(vector.part);
  const opened = await openAttachment(seal, ciphertext);
  assert.ok(opened.ok, opened.ok ? '' : opened.detail);
  assert.equal(hex(opened.plaintext), vector.plaintext);
  for (const { ranges, excerpt, proves } of vector.chunked?.excerpts ?? []) {
    assert.ok(seal.algorithm === 'A256GCM-STREAM');
    const wanted = ranges.map(([start, end]) => ({ start, end }));
    const disclosed = await discloseExcerpt({ seal, ranges: wanted, read: rangesOf(ciphertext) });
    assert.ok(disclosed.ok);
    assert.equal(hex(disclosed.excerpt), excerpt);
    const verified = await verifyExcerpt(seal, unhex(excerpt));
    assert.ok(verified.ok);
    assert.deepEqual(
      verified.ranges.map(({ offset, bytes }) => [offset, offset + bytes.length]),
      proves,
    );
    for (const { offset, bytes } of verified.ranges) {
      assert.equal(hex(bytes), vector.plaintext.slice(2 * offset, 2 * (offset + bytes.length)));
    }
  }
}

describe('negative vectors', () => {
  for (const vector of vectors.negative) {
    test(`${vector.operation} refuses: ${vector.name} (${vector.reason})`, async () => {
      assert.equal(await outcome(vector), vector.code);
    });
  }
});

async function outcome(vector: NegativeAttachmentVector): Promise<string> {
  switch (vector.operation) {
    case 'decodePart':
      return thrown(() => decodeWholePart(unhex(vector.part)));
    case 'openAttachment':
      return codeOf(await openAttachment(sealOf(vector.part), unhex(vector.ciphertext)));
    case 'openChunk': {
      const { index, chunk, path } = vector;
      return codeOf(await openChunk(chunkedSealOf(vector.part), { index, chunk: unhex(chunk), path: unhex(path) }));
    }
    case 'verifyExcerpt':
      return codeOf(await verifyExcerpt(chunkedSealOf(vector.part), unhex(vector.excerpt)));
  }
}

function sealOf(part: string) {
  const decoded = decodeWholePart(unhex(part));
  assert.ok(decoded.type === 'attachment');
  return decoded.attachment;
}

function chunkedSealOf(part: string): ChunkedSeal {
  const seal = sealOf(part);
  assert.ok(seal.algorithm === 'A256GCM-STREAM');
  return seal;
}

function thrown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof FrankingError) return error.code;
    throw error;
  }
  return 'accepted';
}
