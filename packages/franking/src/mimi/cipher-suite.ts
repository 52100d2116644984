import { FrankingError } from '../errors.ts';

/**
 * MLS cipher suites (RFC 9420 §17.1) whose signature scheme is Ed25519: the X25519 suites with AES-128-GCM (1) and
 * ChaCha20-Poly1305 (3).
 */
const ed25519Suites: readonly number[] = [1, 3];

export function isSupportedSuite(suite: number): boolean {
  return ed25519Suites.includes(suite);
}

/** @throws {FrankingError} `suite-unsupported`: the others sign with ECDSA (2, 5, 7) or Ed448 (4, 6), or are unknown */
export function assertSupportedSuite(suite: number): void {
  if (isSupportedSuite(suite)) return;
  throw new FrankingError('suite-unsupported', `cannot sign for cipher suite ${suite}: it does not use Ed25519`);
}
