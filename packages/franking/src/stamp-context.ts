import { limits } from './constants.ts';
import { FrankingError } from './errors.ts';
import type { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** What a hub says about a message (docs/spec/franking.md §4). */
export interface StampContext {
  /** 1 to 255 bytes. */
  hubId: string;
  /** uint32 */
  keyId: number;
  /** The account that the hub authenticated. */
  sender: string;
  groupId: Uint8Array;
  /** uint64: the MLS epoch. */
  epoch: bigint;
  /** 1 to 2^53 - 1: the message's number in its group. */
  sequence: bigint;
  /** Milliseconds since 1970 by the hub's clock. */
  acceptedAt: number;
  /** SHA-256 of the MLSMessage as submitted and delivered. */
  messageHash: Uint8Array;
}

export function encodeStampContext(writer: Writer, context: StampContext): void {
  writer
    .text(context.hubId, 1, limits.hubId, 'stamp.hubId')
    .uint(context.keyId, 4, 'stamp.keyId')
    .text(context.sender, 1, limits.accountId, 'stamp.sender')
    .vector(context.groupId, 1, limits.groupId, 'stamp.groupId')
    .uint64(context.epoch, 'stamp.epoch');
  encodeSequence(writer, context.sequence);
  writer.uint(context.acceptedAt, 6, 'stamp.acceptedAt').fixed(context.messageHash, 32, 'stamp.messageHash');
}

/** The context alone, as it stands in MAC and signature. */
export function stampContextBytes(context: StampContext): Uint8Array {
  const writer = new Writer(192);
  encodeStampContext(writer, context);
  return writer.finish();
}

export function decodeStampContext(reader: Reader): StampContext {
  return {
    hubId: reader.text(1, limits.hubId, 'stamp.hubId'),
    keyId: reader.uint(4, 'stamp.keyId'),
    sender: reader.text(1, limits.accountId, 'stamp.sender'),
    groupId: reader.vector(1, limits.groupId, 'stamp.groupId'),
    epoch: reader.uint64('stamp.epoch'),
    sequence: decodeSequence(reader),
    acceptedAt: reader.uint(6, 'stamp.acceptedAt'),
    messageHash: reader.fixed(32, 'stamp.messageHash'),
  };
}

export function encodeSequence(writer: Writer, sequence: bigint): void {
  if (!isSequence(sequence)) throw new FrankingError('invalid-argument', `cannot encode sequence ${sequence}`);
  writer.uint64(sequence, 'stamp.sequence');
}

export function decodeSequence(reader: Reader): bigint {
  const sequence = reader.uint64('stamp.sequence');
  if (!isSequence(sequence)) throw new FrankingError('invalid-value', `cannot decode sequence ${sequence}`);
  return sequence;
}

/** Below 2^53, so that a sequence is exact in JSON and in every database. */
function isSequence(sequence: bigint): boolean {
  return sequence >= 1n && sequence <= BigInt(Number.MAX_SAFE_INTEGER);
}
