import { sha256 } from '#primitives';
import { limits, macLength } from './constants.ts';
import { FrankingError } from './errors.ts';
import { Reader } from './reader.ts';
import type { Stamp } from './stamp.ts';
import { decodeSequence, encodeSequence } from './stamp-context.ts';
import { Writer } from './writer.ts';

/** First byte of a compact stamp; a full one begins with 1 (docs/spec/franking.md §4). */
const compactForm = 2;

/** What a receiver knows of a message without the stamp. */
export interface KnownContext {
  hubId: string;
  /** The account in the MLS leaf's credential. */
  sender: string;
  groupId: Uint8Array;
  epoch: bigint;
  /** The MLSMessage as received. */
  message: Uint8Array;
}

/** `CompactStamp`: the stamp without what the receiver knows; 100 bytes. @throws {FrankingError} */
export function encodeCompactStamp(stamp: Stamp): Uint8Array {
  const writer = new Writer(100).uint(compactForm, 1, 'stamp.form').uint(stamp.context.keyId, 4, 'stamp.keyId');
  encodeSequence(writer, stamp.context.sequence);
  return writer
    .uint(stamp.context.acceptedAt, 6, 'stamp.acceptedAt')
    .fixed(stamp.mac, macLength, 'stamp.mac')
    .optional(stamp.signature, 64, 'stamp.signature')
    .finish();
}

export function isCompactStamp(bytes: Uint8Array): boolean {
  return bytes[0] === compactForm;
}

/**
 * The full stamp behind a compact one. What the caller puts in wrongly makes the signature fail, nothing worse.
 * @throws {FrankingError} unless `bytes` is one canonical compact stamp
 */
export function expandStamp(bytes: Uint8Array, known: KnownContext): Stamp {
  const reader = new Reader(bytes, limits.stamp, 'stamp');
  const form = reader.uint(1, 'stamp.form');
  if (form !== compactForm) throw new FrankingError('unsupported-version', `cannot expand stamp of form ${form}`);
  const keyId = reader.uint(4, 'stamp.keyId');
  const sequence = decodeSequence(reader);
  const acceptedAt = reader.uint(6, 'stamp.acceptedAt');
  const mac = reader.fixed(macLength, 'stamp.mac');
  const signature = reader.optional(64, 'stamp.signature');
  reader.finish('stamp');
  const { hubId, sender, groupId, epoch, message } = known;
  return {
    context: { hubId, keyId, sender, groupId, epoch, sequence, acceptedAt, messageHash: sha256(message) },
    mac,
    signature,
  };
}
