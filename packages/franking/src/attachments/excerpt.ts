import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { attachmentLimits, hashLength, tagLength } from './chunk-layout.ts';
import type { ProvenChunk } from './open-chunk.ts';

/** A part of a file, proven by itself (docs/spec/attachments.md §5.3). */
export interface Excerpt {
  /** 32 bytes: names the file. */
  chunkRoot: Uint8Array;
  /** Ascending by index, none twice. */
  chunks: readonly ProvenChunk[];
}

const version = 1;
const maximumPath = Math.log2(attachmentLimits.chunks) * hashLength;
const maximumChunk = attachmentLimits.chunkSizeMaximum + tagLength;

export function encodeExcerpt({ chunkRoot, chunks }: Excerpt): Uint8Array {
  if (chunks.length === 0) throw new FrankingError('invalid-argument', 'cannot encode an excerpt of no chunks');
  if (chunks.length > attachmentLimits.excerptChunks) {
    throw new FrankingError('too-long', `cannot encode an excerpt of ${chunks.length} chunks`);
  }
  const total = chunks.reduce((sum, { chunk, path }) => sum + chunk.length + path.length + 10, 0);
  const body = new Writer(total);
  for (const { index, chunk, path } of chunks) {
    body
      .uint(index, 4, 'excerpt.index')
      .vector(chunk, tagLength, maximumChunk, 'excerpt.chunk')
      .vector(path, 0, maximumPath, 'excerpt.path');
  }
  const writer = new Writer(total + 37).uint(version, 1, 'excerpt.version').fixed(chunkRoot, 32, 'excerpt.chunkRoot');
  return writer.vector(body.finish(), 1, attachmentLimits.excerpt, 'excerpt.chunks').finish();
}

/** @throws {FrankingError} on anything but the one encoding of an excerpt within the limits */
export function decodeExcerpt(bytes: Uint8Array): Excerpt {
  const reader = new Reader(bytes, attachmentLimits.excerpt + 37, 'excerpt');
  const found = reader.uint(1, 'excerpt.version');
  if (found !== version) throw new FrankingError('unsupported-version', `cannot decode excerpt of version ${found}`);
  const chunkRoot = reader.fixed(32, 'excerpt.chunkRoot');
  const length = reader.vectorLength(1, attachmentLimits.excerpt, 'excerpt.chunks');
  const end = reader.offset + length;
  const chunks: ProvenChunk[] = [];
  while (reader.offset < end) {
    if (chunks.length === attachmentLimits.excerptChunks) {
      throw new FrankingError('too-long', `cannot decode excerpt: more than ${attachmentLimits.excerptChunks} chunks`);
    }
    const index = reader.uint(4, 'excerpt.index');
    if (index <= (chunks.at(-1)?.index ?? -1)) {
      throw new FrankingError('invalid-value', `cannot decode excerpt: chunk ${index} is out of order or there twice`);
    }
    const chunk = reader.vector(tagLength, maximumChunk, 'excerpt.chunk');
    const path = reader.vector(0, maximumPath, 'excerpt.path');
    if (path.length % hashLength !== 0) {
      throw new FrankingError('invalid-value', `cannot decode excerpt: a path of ${path.length} bytes`);
    }
    chunks.push({ index, chunk, path });
  }
  if (reader.offset !== end)
    throw new FrankingError('truncated', 'cannot decode excerpt: a chunk reaches beyond the list');
  reader.finish('excerpt');
  return { chunkRoot, chunks };
}
