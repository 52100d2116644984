/**
 * docs/spec/attachments.md §2 to §4 written a second time, with `node:crypto` and Buffers only and nothing from `src`. It
 * seals for the vectors' check, and for attackers: `change` breaks the rules wherever one wishes, and everything after that
 * point is consistent.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';

export interface ReferenceInput {
  plaintext: Uint8Array;
  key: Uint8Array;
  nonce: Uint8Array;
  chunkSize: number;
  change?: {
    /** The nonce of a chunk. */
    nonceOf?: (index: number, isLast: boolean) => Uint8Array;
    /** The chunks, before they are hashed. */
    chunks?: (chunks: Uint8Array[]) => Uint8Array[];
    /** What is written as key commitment. */
    commitment?: Uint8Array;
    /** What is written as leaves. */
    leaves?: (leaves: Uint8Array[]) => Uint8Array[];
    /** What is committed as size. */
    size?: number;
  };
}

export function referenceSeal({ plaintext, key, nonce, chunkSize, change = {} }: ReferenceInput) {
  const { encryptionKey, keyCommitment } = referenceKeys(key, nonce);
  const count = Math.max(1, Math.ceil(plaintext.length / chunkSize));
  const nonceOf = change.nonceOf ?? ((index, isLast) => referenceNonce(nonce, index, isLast));
  const honest = Array.from({ length: count }, (_, index) => {
    const piece = plaintext.subarray(index * chunkSize, (index + 1) * chunkSize);
    return referenceEncrypt(encryptionKey, nonceOf(index, index === count - 1), piece);
  });
  const chunks = change.chunks?.(honest) ?? honest;
  const leaves = chunks.map((chunk) => sha256(Buffer.of(0), chunk));
  const size = change.size ?? plaintext.length;
  const chunkRoot = referenceRoot(keyCommitment, chunkSize, size, referenceHead(leaves));
  const written = change.leaves?.(leaves) ?? leaves;
  const ciphertext = bytes(Buffer.concat([change.commitment ?? keyCommitment, ...chunks, ...written]));
  const seal = {
    algorithm: 'A256GCM-STREAM' as const,
    ...{ size, key, nonce, chunkSize, chunkRoot },
    ciphertextSha256: sha256(ciphertext),
    plaintextSha256: sha256(plaintext),
  };
  return { seal, ciphertext, chunks, leaves, encryptionKey, keyCommitment };
}

export function referenceKeys(key: Uint8Array, nonce: Uint8Array) {
  const derive = (info: string) => new Uint8Array(hkdfSync('sha256', key, nonce, info, 32));
  return {
    encryptionKey: derive('WH-FRANK-1 attachment key'),
    keyCommitment: derive('WH-FRANK-1 attachment commitment'),
  };
}

export function referenceNonce(nonce: Uint8Array, index: number, isLast: boolean): Uint8Array {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(index);
  return Buffer.concat([nonce.subarray(0, 7), counter, Buffer.of(isLast ? 1 : 0)]);
}

/** RFC 6962 §2.1, word for word: split at the largest power of two below the number of leaves. */
export function referenceHead(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return sha256(Buffer.of(1), referenceHead(leaves.slice(0, split)), referenceHead(leaves.slice(split)));
}

/** RFC 6962 §2.1.1. */
export function referencePath(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return [];
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...referencePath(left, index), referenceHead(right)]
    : [...referencePath(right, index - split), referenceHead(left)];
}

export function referenceRoot(commitment: Uint8Array, chunkSize: number, size: number, head: Uint8Array): Uint8Array {
  const sizes = Buffer.alloc(10);
  sizes.writeUInt32BE(chunkSize, 0);
  sizes.writeUIntBE(size, 4, 6);
  return sha256(Buffer.from('\x1aWH-FRANK-1 attachment root', 'latin1'), commitment, sizes, head);
}

export function referenceEncrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return bytes(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
}

/** @throws {Error} unless it authenticates */
export function referenceDecrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return bytes(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
}

export function sha256(...chunks: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return bytes(hash.digest());
}

/** A plain Uint8Array, which compares equal to those of the package. */
function bytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
