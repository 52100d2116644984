/**
 * The formulas of docs/spec/franking.md §3 and §4 written a second time, with nothing from `src`: Buffer and `createHmac`
 * only. Vectors are checked against this, so that one mistake in the package cannot hide in both.
 */
import { createHash, createHmac } from 'node:crypto';

const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const labelled = (label: string) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'ascii')]);
const hmac = (key: Uint8Array, ...data: Uint8Array[]) => createHmac('sha256', key).update(Buffer.concat(data)).digest();

export const referencePartKey = (frankingKey: Uint8Array, index: number) =>
  hmac(frankingKey, labelled('WH-FRANK-1 part'), u16(index));

export const referenceLeaf = (partKey: Uint8Array, closedPart: Uint8Array) => hmac(partKey, closedPart);

export const referenceTag = (leaves: readonly Uint8Array[]) =>
  createHash('sha256')
    .update(Buffer.concat([labelled('WH-FRANK-1 root'), u16(leaves.length), ...leaves]))
    .digest();

/** `StampContext` is the full stamp without its first byte and what follows the message hash. */
export const referenceMac = (macKey: Uint8Array, tag: Uint8Array, context: Uint8Array) =>
  hmac(macKey, labelled('WH-FRANK-1 stamp mac'), tag, context).subarray(0, 16);

export const referenceSignatureInput = (tag: Uint8Array, context: Uint8Array, mac: Uint8Array) =>
  Buffer.concat([labelled('WH-FRANK-1 stamp signature'), tag, context, mac]);
