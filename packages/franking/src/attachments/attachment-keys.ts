import { hmacSha256 } from '#primitives';
import { assertBytes, fromAscii } from '../bytes.ts';

/** HKDF info of each derivation (docs/spec/attachments.md §2). */
const infos = {
  encryption: fromAscii('WH-FRANK-1 attachment key'),
  commitment: fromAscii('WH-FRANK-1 attachment commitment'),
} as const;
const firstBlock = Uint8Array.of(1);

export interface ChunkKeys {
  /** 32 bytes: AES-256-GCM for the chunks. */
  encryptionKey: Uint8Array;
  /** 32 bytes, in front of the ciphertext: names the one (key, nonce) that opens it, and gives nothing of it away. */
  keyCommitment: Uint8Array;
}

/** HKDF-SHA-256 (RFC 5869) of `key` (32 bytes) with salt `nonce` (12 bytes), one block each. */
export function deriveChunkKeys(key: Uint8Array, nonce: Uint8Array): ChunkKeys {
  assertBytes(key, 'key', 32);
  assertBytes(nonce, 'nonce', 12);
  const extracted = hmacSha256(nonce, key);
  return {
    encryptionKey: hmacSha256(extracted, infos.encryption, firstBlock),
    keyCommitment: hmacSha256(extracted, infos.commitment, firstBlock),
  };
}
