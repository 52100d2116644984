import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../deps.ts';

/** 32 random bytes in base64url, 43 characters. */
export function newToken(random: Random): string {
  return random(32).toString('base64url');
}

/** What the database keeps of a token: enough to recognise it, useless to whoever reads the table. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Compares without telling by its duration how much of the text was right. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}

/** Version 4 UUID (RFC 9562 §5.4) of the given randomness. */
export function newUuid(random: Random): string {
  const bytes = random(16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
