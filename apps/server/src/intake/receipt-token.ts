import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Node makes a key object of bytes for each use, which costs more than the HMAC. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/**
 * Bearer token for one report. Computed, not stored: HMAC-SHA256 of the report's id, so the same submission always
 * gets the same token and a stolen database holds none.
 */
export function receiptToken(receiptKey: Uint8Array, reportId: string): string {
  let key = keyObjects.get(receiptKey);
  if (key === undefined) {
    key = createSecretKey(receiptKey);
    keyObjects.set(receiptKey, key);
  }
  return createHmac('sha256', key).update(`receipt:${reportId}`, 'utf8').digest('base64url');
}

export function isReceiptToken(receiptKey: Uint8Array, reportId: string, token: string): boolean {
  const expected = Buffer.from(receiptToken(receiptKey, reportId), 'ascii');
  const given = Buffer.from(token, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
