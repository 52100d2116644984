import { FingerprintError } from './errors.ts';

/** 64 lower-case hexadecimal digits in the order of Meta's tools: the highest of sixteen words of 16 bits first. */
export function formatHash(hash: Uint8Array): string {
  checkHash(hash);
  // bit k lies at byte k >> 3, so the last byte is the high half of the highest word
  let text = '';
  for (let at = 31; at >= 0; at--) text += (hash[at] ?? 0).toString(16).padStart(2, '0');
  return text;
}

/** The 32 bytes of 64 hexadecimal digits in Meta's order. @throws FingerprintError `hash-invalid` */
export function parseHash(text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new FingerprintError(
      'hash-invalid',
      `read a hash: expected 64 hexadecimal digits, got ${text.length} characters`,
    );
  }
  const hash = new Uint8Array(32);
  for (let at = 0; at < 32; at++) hash[31 - at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return hash;
}

/** In how many of 256 bits two hashes differ. @throws FingerprintError `hash-invalid` */
export function hammingDistance(a: Uint8Array, b: Uint8Array): number {
  checkHash(a);
  checkHash(b);
  let distance = 0;
  for (let at = 0; at < 32; at++) {
    let bits = (a[at] ?? 0) ^ (b[at] ?? 0);
    bits -= (bits >> 1) & 0x55;
    bits = (bits & 0x33) + ((bits >> 2) & 0x33);
    distance += (bits + (bits >> 4)) & 0x0f;
  }
  return distance;
}

function checkHash(hash: Uint8Array): void {
  if (hash.length === 32) return;
  throw new FingerprintError('hash-invalid', `"hash" expected 32 bytes, got ${hash.length}`);
}
