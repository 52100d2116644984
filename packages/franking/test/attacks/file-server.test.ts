/** Sender and file server together: the message commits to what fits nothing, or the server gives other bytes later. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createChunkReader, openAttachment, openAttachmentStream, sealAttachment, sha256 } from '../../src/index.ts';
import { chunkSize, codeOf, pattern, rangesOf } from '../attachments/support/files.ts';
import { referenceNonce, referenceSeal } from '../attachments/support/reference.ts';
import { join, put, zeros } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';

const [key, nonce] = [seeded('file key')(32), seeded('file nonce')(12)];
const plaintext = pattern(3 * chunkSize + 100);
const honest = referenceSeal({ plaintext, key, nonce, chunkSize });
/** Other words under the key and the nonces of the first file: each chunk opens in the place of its counterpart. */
const twin = referenceSeal({ plaintext: seeded('other words')(plaintext.length), key, nonce, chunkSize });
const chunkAt = (index: number) => 32 + index * (chunkSize + 16);

async function streamed(seal: typeof honest.seal, ...readings: readonly Uint8Array[]) {
  let reading = 0;
  let written = 0;
  const verdict = await openAttachmentStream(seal, {
    read: () => [readings[reading++] ?? readings.at(-1) ?? zeros(0)],
    write(bytes) {
      written += bytes.length;
    },
  });
  return { code: codeOf(verdict), written };
}

test('B11: under A256GCM: a hash of the ciphertext by which nobody would find the reported file', async () => {
  const { seal, ciphertext } = await sealAttachment({ plaintext, algorithm: 'A256GCM' });
  assert.equal(codeOf(await openAttachment(seal, ciphertext)), 'shown');
  assert.equal(
    codeOf(await openAttachment({ ...seal, ciphertextSha256: zeros(32) }, ciphertext)),
    'ciphertext-mismatch',
  );
});

describe('B11: other words under the same key and nonces', () => {
  test('B11: given at the second reading of a stream: none of them is written', async () => {
    assert.deepEqual(await streamed(twin.seal, twin.ciphertext), { code: 'shown', written: plaintext.length });
    const { code, written } = await streamed(honest.seal, honest.ciphertext, twin.ciphertext);
    assert.equal(code, 'chunk-mismatch');
    assert.equal(written, 0);
  });

  test('B11: one chunk of them, given to a player', async () => {
    const twinChunk = twin.chunks[1] ?? assert.fail();
    const mixed = put(honest.ciphertext, chunkAt(1), twinChunk);
    const created = await createChunkReader(honest.seal, rangesOf(mixed));
    assert.ok(created.ok);
    const codes = [];
    for (let index = 0; index < 4; index++) codes.push(codeOf(await created.reader.open(index)));
    assert.deepEqual(codes, ['shown', 'chunk-mismatch', 'shown', 'shown']);
  });
});

describe('B11: a hash of the plaintext that fits the shown part of the file alone', () => {
  test('B11: the last chunk does not open', async () => {
    const nonceOf = (index: number) => referenceNonce(nonce, index, false);
    const { seal, ciphertext } = referenceSeal({ plaintext, key, nonce, chunkSize, change: { nonceOf } });
    const opened = sha256(plaintext.subarray(0, 3 * chunkSize));
    const { code } = await streamed({ ...seal, plaintextSha256: opened }, ciphertext);
    assert.equal(code, 'attachment-key-mismatch');
  });

  test('B11: the second reading ends after two chunks', async () => {
    const opened = sha256(plaintext.subarray(0, 2 * chunkSize));
    const seal = { ...honest.seal, plaintextSha256: opened };
    const { code } = await streamed(seal, honest.ciphertext, honest.ciphertext.subarray(0, chunkAt(2)));
    assert.equal(code, 'attachment-truncated');
  });
});

describe('B11: one file in two lengths, both committed to', () => {
  test('B11: bytes behind the leaves, which no descriptor promises', async () => {
    const longer = join(honest.ciphertext, zeros(1));
    const seal = { ...honest.seal, ciphertextSha256: sha256(longer) };
    const { code } = await streamed(seal, longer);
    assert.equal(code, 'attachment-extended');
    assert.equal(codeOf(await openAttachment(seal, longer)), 'attachment-extended');
  });

  test('B11: a last leaf that ends with a zero, left out', async () => {
    let made = honest;
    for (let attempt = 0; made.ciphertext.at(-1) !== 0; attempt++) {
      made = referenceSeal({ plaintext: seeded(`attempt ${attempt}`)(20), key, nonce, chunkSize });
    }
    const shorter = made.ciphertext.subarray(0, -1);
    const { code } = await streamed({ ...made.seal, ciphertextSha256: sha256(shorter) }, shorter);
    assert.equal(code, 'attachment-truncated');
  });
});
