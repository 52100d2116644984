/** docs/spec/vectors/attachments.json. Bytes are lower-case hexadecimal; parts are attachment parts as a message holds them. */
export interface AttachmentVectors {
  profile: 'wh-frank-1';
  specification: string;
  positive: AttachmentVector[];
  negative: NegativeAttachmentVector[];
}

export interface AttachmentVector {
  name: string;
  algorithm: 'A256GCM' | 'A256GCM-STREAM';
  key: string;
  nonce: string;
  plaintext: string;
  ciphertext: string;
  ciphertextSha256: string;
  plaintextSha256: string;
  /** The descriptor that commits to all of it. */
  part: string;
  /** For `A256GCM-STREAM`. */
  chunked: ChunkedVector | null;
}

interface ChunkedVector {
  chunkSize: number;
  encryptionKey: string;
  keyCommitment: string;
  leaves: string[];
  treeHead: string;
  chunkRoot: string;
  excerpts: ExcerptVector[];
}

interface ExcerptVector {
  /** What was asked for: bytes of the plaintext, `[start, end)`. */
  ranges: [start: number, end: number][];
  excerpt: string;
  /** What it proves: bytes of the plaintext, `[start, end)`. */
  proves: [start: number, end: number][];
}

/** `reason` says to a person why; `code` is what the operation gives. */
export type NegativeAttachmentVector = { name: string; reason: string; code: string; part: string } & (
  | { operation: 'decodePart' }
  | { operation: 'openAttachment'; ciphertext: string }
  | { operation: 'openChunk'; index: number; chunk: string; path: string }
  | { operation: 'verifyExcerpt'; excerpt: string }
);
