import { type Bytes, draw, expectLength, type Random, systemRandom } from './bytes.ts';
import { encodeKeyId } from './key-id.ts';
import { SealingError } from './sealing-error.ts';
import { createSuite, xWing, xWingSuite } from './suite.ts';

/** What a device needs to seal a report. */
export interface SealingKey {
  /** 1 to 64 printable ASCII characters. */
  readonly keyId: string;
  /** `xwing-hkdf-sha256-aes256gcm`. */
  readonly suite: string;
  /** 1216 bytes: ML-KEM-768 key, then X25519 key. */
  readonly publicKey: Uint8Array;
}

/** Held by the safety team only. */
export interface SealingKeyPair extends SealingKey {
  /** 32-byte seed, from which both halves are derived. */
  readonly privateKey: Uint8Array;
}

/**
 * Makes a key pair for sealed reports.
 *
 * @example
 * const key = await generateSealingKeyPair({ keyId: 'sealing-2027-01' });
 */
export async function generateSealingKeyPair(options: { keyId: string; random?: Random }): Promise<SealingKeyPair> {
  encodeKeyId(options.keyId);
  const privateKey = draw(options.random ?? systemRandom, xWing.privateKeyLength);
  return { keyId: options.keyId, suite: xWingSuite, publicKey: await publicKeyOf(privateKey), privateKey };
}

/** X-Wing public key of a 32-byte seed (draft-connolly-cfrg-xwing-kem §5.2). */
export async function publicKeyOf(privateKey: Uint8Array): Promise<Bytes> {
  const { kem } = createSuite();
  const seed = expectLength('privateKey', privateKey, xWing.privateKeyLength);
  const pair = await kem.generateKeyPairDerand(seed);
  return new Uint8Array(await kem.serializePublicKey(pair.publicKey));
}

/** Refuses every suite but the one of version 1. */
export function requireKnownSuite(suite: string): void {
  if (suite !== xWingSuite) {
    throw new SealingError('unsupported-suite', `using the key's suite "${suite}" is not supported`);
  }
}
