import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttachmentSeal } from '../../src/index.ts';
import { decodeWholePart, encodePart } from '../../src/part.ts';
import { zeros } from '../support/raw.ts';

const fields = {
  ...{ size: 5, key: zeros(32), nonce: zeros(12), ciphertextSha256: zeros(32), plaintextSha256: zeros(32) },
  ...{ chunkSize: 4_096, chunkRoot: zeros(32) },
};
const chunked: AttachmentSeal = { algorithm: 'A256GCM-STREAM', ...fields };

function encode(seal: object): Uint8Array {
  const label = { url: 'u', name: '', mediaType: 'a/b', width: 0, height: 0 };
  return encodePart({ type: 'attachment', attachment: { ...label, ...chunked, ...seal } });
}

test('a chunked descriptor takes 36 bytes more than a whole one, and both come back', () => {
  const { chunkSize: _, chunkRoot: __, ...rest } = fields;
  const whole = { url: 'u', name: '', mediaType: 'a/b', width: 0, height: 0, ...rest, algorithm: 'A256GCM' as const };
  const encoded = encodePart({ type: 'attachment', attachment: whole });
  assert.equal(encode({}).length, encoded.length + 36);
  assert.deepEqual(decodeWholePart(encoded), { type: 'attachment', attachment: whole });
  const decoded = decodeWholePart(encode({}));
  assert.ok(decoded.type === 'attachment');
  assert.deepEqual(decoded.attachment, { ...whole, ...chunked });
});

test('the largest file of every chunk size is described, one byte more is not', () => {
  for (let chunkSize = 4_096; chunkSize <= 4_194_304; chunkSize *= 2) {
    const size = chunkSize * 2 ** 20;
    const decoded = decodeWholePart(encode({ size, chunkSize }));
    assert.ok(decoded.type === 'attachment');
    assert.equal(decoded.attachment.size, size);
    assert.throws(() => encode({ size: size + 1, chunkSize }), { code: 'invalid-argument' });
  }
});

test('the encoder refuses what the decoder would', () => {
  const wrong = [
    { algorithm: 'A128GCM' },
    { algorithm: 'toString' },
    { chunkSize: 0 },
    { chunkSize: 5_000 },
    { chunkSize: 2_048 },
    { chunkSize: 8_388_608 },
    { chunkRoot: zeros(31) },
    { key: zeros(31) },
    { nonce: zeros(16) },
    { size: -1 },
    { size: 2 ** 48 },
  ];
  for (const change of wrong) assert.throws(() => encode(change), { code: 'invalid-argument' }, JSON.stringify(change));
});
