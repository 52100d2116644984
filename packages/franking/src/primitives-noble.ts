import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import { randomBytes as nobleRandomBytes } from '@noble/hashes/utils.js';
import { concatBytes } from './bytes.ts';
import type { Primitives } from './primitives.ts';
import { isUsablePublicKey } from './public-key-rules.ts';

const { Point } = ed25519;

const noble: Primitives = {
  sha256: (bytes) => nobleSha256(bytes),
  createSha256: () => nobleSha256.create(),
  hmacSha256: (key, ...chunks) => hmac(nobleSha256, key, concatBytes(...chunks)),
  ed25519PublicKey: (seed) => ed25519.getPublicKey(seed),
  ed25519Sign: (seed, bytes) => ed25519.sign(bytes, seed),

  /** Cofactorless like OpenSSL ([S]B = R + [k]A exactly); noble's own `verify` multiplies by the cofactor first. */
  ed25519Verify(publicKey, bytes, signature) {
    if (signature.length !== 64 || !isUsablePublicKey(publicKey)) return false;
    try {
      const encodedR = signature.subarray(0, 32);
      const s = littleEndian(signature.subarray(32));
      if (s >= Point.Fn.ORDER) return false;
      const a = Point.fromBytes(publicKey, false);
      const r = Point.fromBytes(encodedR, false);
      const k = Point.Fn.create(littleEndian(sha512(concatBytes(encodedR, publicKey, bytes))));
      return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
    } catch {
      return false;
    }
  },

  constantTimeEqual(a, b) {
    if (a.length !== b.length) return false;
    let difference = 0;
    for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
    return difference === 0;
  },
  randomBytes: (length) => nobleRandomBytes(length),
};

export const {
  sha256,
  createSha256,
  hmacSha256,
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
  constantTimeEqual,
  randomBytes,
} = noble;

function littleEndian(bytes: Uint8Array): bigint {
  let hex = '';
  for (let index = bytes.length - 1; index >= 0; index--) hex += (bytes[index] ?? 0).toString(16).padStart(2, '0');
  return BigInt(`0x${hex}`);
}
