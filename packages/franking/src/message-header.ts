import { limits } from './constants.ts';
import { decodeMessageKind, encodeMessageKind, type MessageKind } from './message-kind.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Part 0 of every message: who says it, where, and what it does (docs/spec/franking.md §2). */
export interface MessageHeader {
  /** The sender's account as the hub names it, 1 to 255 bytes of UTF-8. Believed only once it equals the stamp's. */
  sender: string;
  /** 1 to 255 bytes. */
  groupId: Uint8Array;
  /** 16 random bytes that the sender's device chose. */
  messageId: Uint8Array;
  /** Milliseconds since 1970 by the sender's clock: for display, never for order. */
  clientTime: number;
  kind: MessageKind;
  /** 16 bytes: the message that this one edits, deletes, reacts to or answers. */
  refersTo: Uint8Array | null;
  /** Seconds after which the message disappears; 0: never. */
  expiresAfter: number;
}

export function encodeHeader(writer: Writer, header: MessageHeader): void {
  writer
    .text(header.sender, 1, limits.accountId, 'header.sender')
    .vector(header.groupId, 1, limits.groupId, 'header.groupId')
    .fixed(header.messageId, 16, 'header.messageId')
    .uint(header.clientTime, 6, 'header.clientTime');
  encodeMessageKind(writer, header.kind);
  writer.optional(header.refersTo, 16, 'header.refersTo').uint(header.expiresAfter, 4, 'header.expiresAfter');
}

export function decodeHeader(reader: Reader): MessageHeader {
  return {
    sender: reader.text(1, limits.accountId, 'header.sender'),
    groupId: reader.vector(1, limits.groupId, 'header.groupId'),
    messageId: reader.fixed(16, 'header.messageId'),
    clientTime: reader.uint(6, 'header.clientTime'),
    kind: decodeMessageKind(reader),
    refersTo: reader.optional(16, 'header.refersTo'),
    expiresAfter: reader.uint(4, 'header.expiresAfter'),
  };
}
