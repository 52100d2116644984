import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/**
 * Where an encrypted file lies and how it opens (docs/spec/franking.md §2). Both hashes are committed: check
 * `ciphertextSha256` before and `plaintextSha256` after decryption, per message, never shared by ciphertext (§7).
 */
export interface AttachmentDescriptor {
  /** 1 to 2048 bytes. */
  url: string;
  /** 0 to 255 bytes. */
  name: string;
  /** 1 to 127 bytes, e.g. `image/jpeg`. */
  mediaType: string;
  /** Bytes of the plaintext. */
  size: number;
  /** Pixels; 0: unknown. */
  width: number;
  height: number;
  algorithm: 'A256GCM';
  /** 32 bytes. */
  key: Uint8Array;
  /** 12 bytes. */
  nonce: Uint8Array;
  /** SHA-256 of the bytes at `url`. */
  ciphertextSha256: Uint8Array;
  plaintextSha256: Uint8Array;
}

const a256gcm = 1;

export function encodeAttachment(writer: Writer, attachment: AttachmentDescriptor): void {
  if (attachment.algorithm !== 'A256GCM') {
    throw new FrankingError('invalid-argument', `cannot encode attachment algorithm "${attachment.algorithm}"`);
  }
  writer
    .text(attachment.url, 1, limits.url, 'attachment.url')
    .text(attachment.name, 0, limits.attachmentName, 'attachment.name')
    .text(attachment.mediaType, 1, limits.mediaType, 'attachment.mediaType')
    .uint(attachment.size, 6, 'attachment.size')
    .uint(attachment.width, 4, 'attachment.width')
    .uint(attachment.height, 4, 'attachment.height')
    .uint(a256gcm, 1, 'attachment.algorithm')
    .fixed(attachment.key, 32, 'attachment.key')
    .fixed(attachment.nonce, 12, 'attachment.nonce')
    .fixed(attachment.ciphertextSha256, 32, 'attachment.ciphertextSha256')
    .fixed(attachment.plaintextSha256, 32, 'attachment.plaintextSha256');
}

export function decodeAttachment(reader: Reader): AttachmentDescriptor {
  return {
    url: reader.text(1, limits.url, 'attachment.url'),
    name: reader.text(0, limits.attachmentName, 'attachment.name'),
    mediaType: reader.text(1, limits.mediaType, 'attachment.mediaType'),
    size: reader.uint(6, 'attachment.size'),
    width: reader.uint(4, 'attachment.width'),
    height: reader.uint(4, 'attachment.height'),
    algorithm: decodeAlgorithm(reader),
    key: reader.fixed(32, 'attachment.key'),
    nonce: reader.fixed(12, 'attachment.nonce'),
    ciphertextSha256: reader.fixed(32, 'attachment.ciphertextSha256'),
    plaintextSha256: reader.fixed(32, 'attachment.plaintextSha256'),
  };
}

function decodeAlgorithm(reader: Reader): 'A256GCM' {
  const code = reader.uint(1, 'attachment.algorithm');
  if (code !== a256gcm) throw new FrankingError('invalid-value', `cannot decode attachment algorithm ${code}`);
  return 'A256GCM';
}
