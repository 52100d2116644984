import { copyBytes } from './bytes.ts';
import { limits, macLength } from './constants.ts';
import { FrankingError } from './errors.ts';
import { Reader } from './reader.ts';
import { decodeStampContext, encodeStampContext, type StampContext } from './stamp-context.ts';
import { Writer } from './writer.ts';

/** First byte of a full stamp; a compact one begins with 2 (docs/spec/franking.md §4). */
const fullForm = 1;

/** A hub's statement about a tag, standing alone: what devices keep and reports carry. */
export interface Stamp {
  context: StampContext;
  /** 16 bytes: only hub and safety team can check it. */
  mac: Uint8Array;
  /** 64 bytes: everyone can check it. Null under a MAC-only key, and under no other (§10.3). */
  signature: Uint8Array | null;
}

/** `Stamp` of docs/spec/franking.md §4. @throws {FrankingError} */
export function encodeStamp(stamp: Stamp): Uint8Array {
  const writer = new Writer(320).uint(fullForm, 1, 'stamp.form');
  encodeStampContext(writer, stamp.context);
  return writer.fixed(stamp.mac, macLength, 'stamp.mac').optional(stamp.signature, 64, 'stamp.signature').finish();
}

/** What `encodeStamp` writes, and the part of it that holds the context, which MAC and signature cover. */
export function encodeStampWithContext(stamp: Stamp): { stampBytes: Uint8Array; contextBytes: Uint8Array } {
  const stampBytes = encodeStamp(stamp);
  const behind = macLength + 1 + (stamp.signature?.length ?? 0);
  return { stampBytes, contextBytes: stampBytes.subarray(1, stampBytes.length - behind) };
}

/** @throws {FrankingError} unless `bytes` is one canonical full stamp; a compact one has to be expanded first */
export function decodeStamp(bytes: Uint8Array): Stamp {
  return readStamp(bytes).stamp;
}

/** A stamp with its context's bytes as received, over which MAC and signature are verified. */
export function readStamp(bytes: Uint8Array): { stamp: Stamp; contextBytes: Uint8Array } {
  const reader = new Reader(bytes, limits.stamp, 'stamp');
  const form = reader.uint(1, 'stamp.form');
  if (form !== fullForm) {
    throw new FrankingError('unsupported-version', `cannot decode stamp of form ${form}, a full stamp has form 1`);
  }
  const context = decodeStampContext(reader);
  const contextBytes = copyBytes(bytes, 1, reader.offset);
  const mac = reader.fixed(macLength, 'stamp.mac');
  const signature = reader.optional(64, 'stamp.signature');
  reader.finish('stamp');
  return { stamp: { context, mac, signature }, contextBytes };
}
