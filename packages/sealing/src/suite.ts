import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';

/** The one suite of version 1, named by its three RFC 9180 §7 algorithms. */
export const xWingSuite = 'xwing-hkdf-sha256-aes256gcm';

/** Lengths in bytes; identifiers as the IANA HPKE registry lists them. */
export const xWing = {
  /** X-Wing, draft-connolly-cfrg-xwing-kem §6. */
  kemId: 0x647a,
  kdfId: 0x0001,
  aeadId: 0x0002,
  publicKeyLength: 1216,
  privateKeyLength: 32,
  encapsulationLength: 1120,
  /** ML-KEM-768 randomness, then the X25519 ephemeral key. */
  encapsulationRandomness: 64,
  tagLength: 16,
} as const;

/** A fresh suite; it holds no secrets and no state that outlives a call. */
export function createSuite(): { suite: CipherSuite; kem: XWing } {
  const kem = new XWing();
  return { suite: new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() }), kem };
}
