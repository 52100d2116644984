import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Bearer token of one upload. Computed, not stored: HMAC-SHA256 of the picture's id, so the same announcement always gets
 * the same token and a stolen database holds none.
 */
export function uploadToken(receiptKey: Uint8Array, pictureId: string): string {
  return createHmac('sha256', receiptKey).update(`album-upload:${pictureId}`, 'utf8').digest('base64url');
}

export function isUploadToken(receiptKey: Uint8Array, pictureId: string, token: string): boolean {
  const expected = Buffer.from(uploadToken(receiptKey, pictureId), 'ascii');
  const given = Buffer.from(token, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
