/**
 * The formulas of draft-ietf-mimi-protocol-06 §5.4.1, draft-ietf-mimi-content-08 and RFC 9420 §5.1.2 written a second time, with
 * nothing from `src`: Buffer and `node:crypto` only, so that one mistake cannot hide in both.
 */
import { createHash, createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u64 = (value: bigint) => Buffer.from(value.toString(16).padStart(16, '0'), 'hex');

/** `opaque data<V>` (RFC 9420 §2.1.2) */
export function referenceVector(data: Uint8Array): Buffer {
  const { length } = data;
  const prefix = length < 64 ? [length] : length < 16_384 ? [0x40 | (length >> 8), length & 255] : null;
  const four = [0x80 | (length >>> 24), (length >> 16) & 255, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from(prefix ?? four), data]);
}

const text = (value: string) => referenceVector(Buffer.from(value, 'utf8'));
const hmac = (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest();

/** Salt: the first element of the content, which is the end of the framed bytes or the whole. */
export const referenceTag = (salt: Uint8Array, applicationData: Uint8Array) => hmac(salt, applicationData);

export const referenceFrankAad = (tag: Uint8Array) => {
  const item = Buffer.concat([Buffer.from('0020', 'hex'), referenceVector(tag)]);
  return referenceVector(item);
};

export const referenceContext = (senderUri: string, roomUri: string, acceptedTimestamp: bigint) =>
  Buffer.concat([text(senderUri), text(roomUri), u64(acceptedTimestamp)]);

export const referenceServerFrank = (hubKey: Uint8Array, tag: Uint8Array, context: Uint8Array) =>
  hmac(hubKey, Buffer.concat([tag, context]));

export const referenceTbs = (serverFrank: Uint8Array, suite: number, context: Uint8Array) =>
  Buffer.concat([serverFrank, u16(suite), context]);

export const referenceSignContent = (label: string, content: Uint8Array) =>
  Buffer.concat([text(`MLS 1.0 ${label}`), referenceVector(content)]);

/** Ed25519 is deterministic (RFC 8032): the signature itself can be compared. */
export function referenceSign(seed: Uint8Array, content: Uint8Array): Buffer {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return sign(null, content, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

export function referenceVerify(publicKey: Uint8Array, content: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, content, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}

export const referenceFrank = (serverFrank: Uint8Array, suite: number, signature: Uint8Array) =>
  Buffer.concat([serverFrank, u16(suite), referenceVector(signature)]);

/** With a basic credential. */
export const referenceAgent = (publicKey: Uint8Array, identity: string) =>
  Buffer.concat([referenceVector(publicKey), u16(1), text(identity)]);

export const referenceAccepted = (acceptedTimestamp: bigint, frank: Uint8Array) =>
  Buffer.concat([Buffer.from([1, 0]), u64(acceptedTimestamp), Buffer.from([1]), frank]);

export interface ReferenceMessage {
  messageContent: Uint8Array;
  frank: Uint8Array;
  acceptedTimestamp: bigint;
}

/** Without `abuse_extensions`. */
export function referenceReport(
  names: { reportingUser: string; allegedAbuserUri: string; note: string },
  messages: readonly ReferenceMessage[],
): Buffer {
  const list = messages.map(({ messageContent, frank, acceptedTimestamp }) =>
    Buffer.concat([referenceVector(messageContent), frank, u64(acceptedTimestamp)]),
  );
  return Buffer.concat([
    ...[text(names.reportingUser), text(names.allegedAbuserUri), Buffer.from([0]), text(names.note)],
    ...[referenceVector(Buffer.concat(list)), referenceVector(Buffer.alloc(0))],
  ]);
}

export function referenceMessageId(content: Uint8Array, salt: Uint8Array, sender: string, room: string): Buffer {
  const named = (uri: string) => Buffer.concat([u16(Buffer.byteLength(uri)), Buffer.from(uri)]);
  const hashed = Buffer.concat([named(sender), named(room), content, salt]);
  return Buffer.concat([Buffer.from([1]), createHash('sha256').update(hashed).digest().subarray(0, 31)]);
}
