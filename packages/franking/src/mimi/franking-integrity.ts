import { constantTimeEqual, hmacSha256 } from '#primitives';
import { assertBytes } from '../bytes.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { readUri, writeUri } from './identifier-uri.ts';
import { signWithLabel, verifyWithLabel } from './sign-with-label.ts';

/** `ServerFrankingContext` (draft-ietf-mimi-protocol-06 §5.4.1.2): the whole of what the hub vouches for beside the tag. */
export interface ServerFrankingContext {
  senderUri: string;
  roomUri: string;
  /** uint64, milliseconds since 1970, by the hub's clock. */
  acceptedTimestamp: bigint;
}

export function encodeServerFrankingContext(context: ServerFrankingContext): Uint8Array {
  const writer = new Writer(128);
  writeUri(writer, context.senderUri, 'senderUri');
  writeUri(writer, context.roomUri, 'roomUri');
  return writer.uint64(context.acceptedTimestamp, 'acceptedTimestamp').finish();
}

export function decodeServerFrankingContext(bytes: Uint8Array): ServerFrankingContext {
  const reader = new Reader(bytes, 4_096, 'serverFrankingContext');
  const context = {
    senderUri: readUri(reader, 'senderUri'),
    roomUri: readUri(reader, 'roomUri'),
    acceptedTimestamp: reader.uint64('acceptedTimestamp'),
  };
  reader.finish('serverFrankingContext');
  return context;
}

/**
 * `server_frank = HMAC_SHA256(hub_key, franking_tag || context)`. The draft leaves the length of `hub_key` open; here it is
 * 32 bytes, for the reason given at `computeFrankingTag`.
 */
export function computeServerFrank(
  hubKey: Uint8Array,
  frankingTag: Uint8Array,
  context: ServerFrankingContext,
): Uint8Array {
  assertBytes(hubKey, 'hubKey', 32);
  assertBytes(frankingTag, 'frankingTag', 32);
  return hmacSha256(hubKey, frankingTag, encodeServerFrankingContext(context));
}

export function serverFrankHolds(
  hubKey: Uint8Array,
  frankingTag: Uint8Array,
  context: ServerFrankingContext,
  serverFrank: Uint8Array,
): boolean {
  return constantTimeEqual(computeServerFrank(hubKey, frankingTag, context), serverFrank);
}

export interface FrankingIntegrity {
  /** 32 bytes. */
  serverFrank: Uint8Array;
  /** MLS cipher suite, uint16. */
  suite: number;
  context: ServerFrankingContext;
}

/** `FrankingIntegrityTBS`. The franking tag is not in it: see `test/mimi/frank-swap.test.ts`. */
export function frankingIntegrityTbs({ serverFrank, suite, context }: FrankingIntegrity): Uint8Array {
  return new Writer(192)
    .fixed(serverFrank, 32, 'serverFrank')
    .uint(suite, 2, 'suite')
    .raw(encodeServerFrankingContext(context))
    .finish();
}

/** The label; MLS puts "MLS 1.0 " before it. */
export const frankingIntegrityLabel = 'FrankingIntegrityTBS';

export function signFrankingIntegrity(privateKey: Uint8Array, integrity: FrankingIntegrity): Uint8Array {
  return signWithLabel(integrity.suite, privateKey, frankingIntegrityLabel, frankingIntegrityTbs(integrity));
}

export function frankingIntegrityHolds(
  publicKey: Uint8Array,
  integrity: FrankingIntegrity,
  signature: Uint8Array,
): boolean {
  const content = frankingIntegrityTbs(integrity);
  return verifyWithLabel(integrity.suite, publicKey, frankingIntegrityLabel, content, signature);
}
