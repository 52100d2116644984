import assert from 'node:assert/strict';
import type { AttachmentCode, ByteRange, ChunkedSeal, SealedAttachment } from '../../../src/index.ts';
import { sealAttachment } from '../../../src/index.ts';
import { seeded } from '../../support/seeded.ts';

/** The smallest chunk that is allowed. */
export const chunkSize = 4_096;

/** Byte `i` is `i mod 251`: no two chunks are alike. */
export function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => index % 251);
}

export async function sealChunked(plaintext: Uint8Array, label = 'file'): Promise<SealedAttachment<ChunkedSeal>> {
  const { seal, ciphertext } = await sealAttachment({ plaintext, chunkSize, random: seeded(label) });
  assert.ok(seal.algorithm === 'A256GCM-STREAM');
  return { seal, ciphertext };
}

/** Reads ranges of bytes at hand. */
export function rangesOf(ciphertext: Uint8Array): (range: ByteRange) => Uint8Array {
  return ({ start, end }) => ciphertext.subarray(start, end);
}

/** The code of a refusal. */
export function codeOf(verdict: { ok: true } | { ok: false; code: AttachmentCode }): AttachmentCode | 'shown' {
  return verdict.ok ? 'shown' : verdict.code;
}
