import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../../src/bytes.ts';
import { hex, unhex } from '../support/hex.ts';
import { flip, zeros } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';
import type { SignatureVector } from './vector-format.ts';

const { Point } = ed25519;
const order = Point.Fn.ORDER;
/** A point of order 8. */
const torsion = Point.fromBytes(unhex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'));

/** Where Ed25519 implementations are known to disagree, and what F1 demands (docs/spec/franking.md §1). */
export function signatureVectors(): SignatureVector[] {
  const random = seeded('signature vectors');
  const seed = random(32);
  const message = random(40);
  const publicKey = ed25519.getPublicKey(seed);
  const signature = ed25519.sign(message, seed);
  const r = signature.subarray(0, 32);
  const s = fromLittleEndian(signature.subarray(32));
  const vector = (
    name: string,
    reason: string,
    valid: boolean,
    key: Uint8Array,
    signed: Uint8Array,
  ): SignatureVector => ({
    name,
    reason,
    publicKey: hex(key),
    message: hex(message),
    signature: hex(signed),
    valid,
  });

  // R' = R + T: multiplied by the cofactor the torsion vanishes, so a cofactored verifier accepts
  const secret = Point.Fn.create(fromLittleEndian(random(32)));
  const nonce = Point.Fn.create(fromLittleEndian(random(32)));
  const plainKey = Point.BASE.multiply(secret);
  const mixedR = Point.BASE.multiply(nonce).add(torsion).toBytes();
  const mixedRSignature = concatBytes(mixedR, answer(mixedR, plainKey.toBytes(), message, nonce, secret));
  const mixedKey = plainKey.add(torsion).toBytes();
  const nonceR = Point.BASE.multiply(nonce).toBytes();
  const mixedKeySignature = concatBytes(nonceR, answer(nonceR, mixedKey, message, nonce, secret));
  const identity = Point.ZERO.toBytes();
  const nonCanonicalKey = unhex(`ee${'ff'.repeat(30)}7f`);

  return [
    vector('an honest signature', 'as RFC 8032 §5.1.6 makes it', true, publicKey, signature),
    vector('a bit of R turned over', 'the equation fails', false, publicKey, flip(signature, 0)),
    vector(
      'S + L: the same signature in another form',
      'S ≥ L: anyone can make this second form, and one stamp would have two',
      false,
      publicKey,
      concatBytes(r, toLittleEndian(s + order)),
    ),
    vector(
      'R of mixed order',
      'the equation holds only times the cofactor: libraries differ here, so it is checked without',
      false,
      plainKey.toBytes(),
      mixedRSignature,
    ),
    vector(
      'public key of mixed order',
      'the equation holds only times the cofactor: libraries differ here, so it is checked without',
      false,
      mixedKey,
      mixedKeySignature,
    ),
    vector(
      'public key of order 1',
      'under it S = 0 and R = identity satisfy the equation for every message',
      false,
      identity,
      concatBytes(identity, zeros(32)),
    ),
    vector(
      'public key of order 8',
      'under a key of small order one signature fits every eighth message or more',
      false,
      torsion.toBytes(),
      concatBytes(identity, zeros(32)),
    ),
    vector(
      'public key with y = 1 written as p + 1',
      'a point has one encoding: y is below p',
      false,
      nonCanonicalKey,
      concatBytes(identity, zeros(32)),
    ),
    vector('signature of 63 bytes', 'a signature has 64 bytes', false, publicKey, signature.subarray(1)),
    vector('public key of 31 bytes', 'a public key has 32 bytes', false, publicKey.subarray(1), signature),
  ];
}

/** S = nonce + k * secret, with k = SHA-512(R || A || M). */
function answer(r: Uint8Array, key: Uint8Array, message: Uint8Array, nonce: bigint, secret: bigint): Uint8Array {
  const k = Point.Fn.create(fromLittleEndian(sha512(concatBytes(r, key, message))));
  return toLittleEndian(Point.Fn.create(nonce + k * secret));
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.toReversed())}`);
}

function toLittleEndian(value: bigint): Uint8Array {
  return unhex(value.toString(16).padStart(64, '0')).toReversed();
}
