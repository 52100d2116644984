import { copyBytes } from './bytes.ts';
import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import type { MessageHeader } from './message-header.ts';
import { type ContentPart, decodeHeaderPart, decodePart } from './part.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

const version = 1;

export interface Content {
  frankingKey: Uint8Array;
  header: MessageHeader;
  /** Body parts; `encodedParts[i + 1]` holds the bytes of `parts[i]`. */
  parts: ContentPart[];
  /** The bytes of every part as received; index 0 is the header. */
  encodedParts: Uint8Array[];
}

/** `Content` of docs/spec/franking.md §2 from parts that are encoded already. */
export function encodeContent(frankingKey: Uint8Array, encodedParts: readonly Uint8Array[]): Uint8Array {
  assertPartCount(encodedParts.length);
  let length = 0;
  for (const part of encodedParts) length += part.length;
  const writer = new Writer(40 + length).uint(version, 1, 'version').fixed(frankingKey, 32, 'frankingKey');
  writer.vectorLength(length);
  for (const part of encodedParts) writer.raw(part);
  const content = writer.finish();
  if (content.length > limits.content) {
    throw new FrankingError('too-long', `cannot encode content of ${content.length} bytes, ${limits.content} allowed`);
  }
  return content;
}

/**
 * The header of content whose other parts are not looked at: to find what a message refers to among many. Proves nothing.
 * @throws {FrankingError} unless everything up to the end of the header is canonical
 */
export function readHeader(content: Uint8Array): MessageHeader {
  return decodeHeaderPart(startContent(content).reader);
}

export function decodeContent(bytes: Uint8Array): Content {
  const { reader, frankingKey } = startContent(bytes);
  const encodedParts: Uint8Array[] = [];
  const take = <T>(decode: (reader: Reader) => T): T => {
    assertPartCount(encodedParts.length + 1);
    const start = reader.offset;
    const value = decode(reader);
    encodedParts.push(copyBytes(bytes, start, reader.offset));
    return value;
  };
  const header = take(decodeHeaderPart);
  const parts: ContentPart[] = [];
  while (!reader.done) parts.push(take(decodePart));
  return { frankingKey, header, parts, encodedParts };
}

/** Reads up to the first part. */
function startContent(bytes: Uint8Array): { reader: Reader; frankingKey: Uint8Array } {
  const reader = new Reader(bytes, limits.content, 'content');
  const found = reader.uint(1, 'version');
  if (found !== version) throw new FrankingError('unsupported-version', `cannot decode content of version ${found}`);
  const frankingKey = reader.fixed(32, 'frankingKey');
  if (frankingKey.every((byte) => byte === 0)) {
    throw new FrankingError('franking-key-zero', 'cannot accept content: the franking key is all zero');
  }
  const end = reader.vectorLength(1, limits.content, 'parts') + reader.offset;
  if (end !== bytes.length) throw new FrankingError('trailing-bytes', 'cannot decode content: bytes left over');
  return { reader, frankingKey };
}

function assertPartCount(count: number): void {
  if (count < 1 || count > limits.parts) {
    throw new FrankingError('part-count', `cannot use ${count} parts, 1 to ${limits.parts} are allowed`);
  }
}
