import { deriveChunkKeys } from './attachments/attachment-keys.ts';
import { checkChunks } from './attachments/chunk-layout.ts';
import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Where an encrypted file lies and what it is said to be (docs/spec/franking.md §2). */
interface AttachmentLabel {
  /** 1 to 2048 bytes. */
  url: string;
  /** 0 to 255 bytes. */
  name: string;
  /** 1 to 127 bytes, e.g. `image/jpeg`. */
  mediaType: string;
  /** Pixels; 0: unknown. */
  width: number;
  height: number;
}

interface SealFields {
  /** Bytes of the plaintext. */
  size: number;
  /** 32 bytes, for this file alone. */
  key: Uint8Array;
  /** 12 bytes. */
  nonce: Uint8Array;
  /** SHA-256 of the bytes at `url`. */
  ciphertextSha256: Uint8Array;
  plaintextSha256: Uint8Array;
}

/** AES-256-GCM over the whole file, the tag behind it. Does not commit to its key. */
export interface WholeSeal extends SealFields {
  algorithm: 'A256GCM';
}

/** AES-256-GCM chunk by chunk under a committed key; each chunk can be verified alone (docs/spec/attachments.md). */
export interface ChunkedSeal extends SealFields {
  algorithm: 'A256GCM-STREAM';
  /** Bytes of plaintext in every chunk but the last: a power of two, 4096 to 4194304. */
  chunkSize: number;
  /** 32 bytes: commits to key, size, chunk size and every chunk. */
  chunkRoot: Uint8Array;
}

/** What opens and proves one encrypted file. All of it is committed; it opens per message, never by ciphertext. */
export type AttachmentSeal = WholeSeal | ChunkedSeal;

/** The attachment part of a message. */
export type AttachmentDescriptor = AttachmentLabel & AttachmentSeal;

/** The description of a file with a commitment in place of what opens it: this is what the tag covers. */
export type ClosedAttachment = AttachmentLabel &
  (Omit<WholeSeal, 'key' | 'nonce'> | Omit<ChunkedSeal, 'key' | 'nonce'>) & {
    /** 32 bytes: names the one key and nonce (docs/spec/attachments.md §2). */
    keyCommitment: Uint8Array;
  };

const algorithms = { A256GCM: 1, 'A256GCM-STREAM': 2 } as const;

export function encodeAttachment(writer: Writer, attachment: AttachmentDescriptor): void {
  encodeLabel(writer, attachment);
  writer.fixed(attachment.key, 32, 'attachment.key').fixed(attachment.nonce, 12, 'attachment.nonce');
  encodeHashes(writer, attachment);
}

export function encodeClosedAttachment(writer: Writer, attachment: ClosedAttachment): void {
  encodeLabel(writer, attachment);
  writer.fixed(attachment.keyCommitment, 32, 'attachment.keyCommitment');
  encodeHashes(writer, attachment);
}

export function decodeAttachment(reader: Reader): AttachmentDescriptor {
  const label = decodeLabel(reader);
  const opening = { key: reader.fixed(32, 'attachment.key'), nonce: reader.fixed(12, 'attachment.nonce') };
  return { ...label, ...opening, ...decodeHashes(reader, label) };
}

export function decodeClosedAttachment(reader: Reader): ClosedAttachment {
  const label = decodeLabel(reader);
  const keyCommitment = reader.fixed(32, 'attachment.keyCommitment');
  return { ...label, keyCommitment, ...decodeHashes(reader, label) };
}

/** Puts the commitment in place of key and nonce. */
export function closeAttachment({ key, nonce, ...rest }: AttachmentDescriptor): ClosedAttachment {
  return { ...rest, keyCommitment: deriveChunkKeys(key, nonce).keyCommitment };
}

function encodeLabel(writer: Writer, attachment: AttachmentDescriptor | ClosedAttachment): void {
  const { algorithm } = attachment;
  if (!Object.hasOwn(algorithms, algorithm)) {
    throw new FrankingError('invalid-argument', `cannot encode attachment algorithm "${algorithm}"`);
  }
  writer
    .text(attachment.url, 1, limits.url, 'attachment.url')
    .text(attachment.name, 0, limits.attachmentName, 'attachment.name')
    .text(attachment.mediaType, 1, limits.mediaType, 'attachment.mediaType')
    .uint(attachment.size, 6, 'attachment.size')
    .uint(attachment.width, 4, 'attachment.width')
    .uint(attachment.height, 4, 'attachment.height')
    .uint(algorithms[algorithm], 1, 'attachment.algorithm');
}

function encodeHashes(writer: Writer, attachment: AttachmentDescriptor | ClosedAttachment): void {
  writer
    .fixed(attachment.ciphertextSha256, 32, 'attachment.ciphertextSha256')
    .fixed(attachment.plaintextSha256, 32, 'attachment.plaintextSha256');
  if (attachment.algorithm !== 'A256GCM-STREAM') return;
  checkChunks(attachment.size, attachment.chunkSize, 'invalid-argument');
  writer.uint(attachment.chunkSize, 4, 'attachment.chunkSize').fixed(attachment.chunkRoot, 32, 'attachment.chunkRoot');
}

function decodeLabel(reader: Reader) {
  const url = reader.text(1, limits.url, 'attachment.url');
  const name = reader.text(0, limits.attachmentName, 'attachment.name');
  const mediaType = reader.text(1, limits.mediaType, 'attachment.mediaType');
  const size = reader.uint(6, 'attachment.size');
  const width = reader.uint(4, 'attachment.width');
  const height = reader.uint(4, 'attachment.height');
  const code = reader.uint(1, 'attachment.algorithm');
  if (code !== algorithms.A256GCM && code !== algorithms['A256GCM-STREAM']) {
    throw new FrankingError('invalid-value', `cannot decode attachment algorithm ${code}`);
  }
  const algorithm: AttachmentSeal['algorithm'] = code === algorithms.A256GCM ? 'A256GCM' : 'A256GCM-STREAM';
  return { url, name, mediaType, size, width, height, algorithm };
}

function decodeHashes(reader: Reader, { size, algorithm }: Pick<AttachmentSeal, 'size' | 'algorithm'>) {
  const hashes = {
    ciphertextSha256: reader.fixed(32, 'attachment.ciphertextSha256'),
    plaintextSha256: reader.fixed(32, 'attachment.plaintextSha256'),
  };
  if (algorithm === 'A256GCM') return { ...hashes, algorithm };
  const chunkSize = reader.uint(4, 'attachment.chunkSize');
  checkChunks(size, chunkSize, 'invalid-value');
  return { ...hashes, algorithm, chunkSize, chunkRoot: reader.fixed(32, 'attachment.chunkRoot') };
}
