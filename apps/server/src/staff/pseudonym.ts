import { createHmac } from 'node:crypto';
import type { Deps } from '../deps.ts';

/** Crockford's base32, as in references: it can be read over a telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 30 bits: among a thousand members two share a name once in two thousand installations. */
const length = 6;

/**
 * What a member is called towards users, delivery services and in exports: `reviewer-7K3F9Q`. The same for ever, and
 * nobody without the installation's master key file can say whose it is.
 */
export function pseudonymOf({ keys }: Pick<Deps, 'keys'>, staffId: string): string {
  const mac = createHmac('sha256', keys.receiptKey).update(`pseudonym:${staffId}`, 'utf8').digest();
  const characters = Array.from(mac.subarray(0, length), (byte) => alphabet[byte & 31] ?? '0');
  return `reviewer-${characters.join('')}`;
}
