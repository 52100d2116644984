import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  randomBytes as nodeRandomBytes,
  randomFillSync,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { assertBytes, concatBytes, copyBytes, fromAscii } from './bytes.ts';
import type { Primitives, Sha256Stream } from './primitives.ts';
import { isUsablePublicKey } from './public-key-rules.ts';

const blockLength = 64;
const hashLength = 32;
/** Inputs of the two hashes, used again: allocating them costs as much as hashing them. Nothing here is asynchronous. */
const innerScratch = new Uint8Array(1024);
const outerScratch = new Uint8Array(blockLength + hashLength);
const pool = new Uint8Array(512);
let poolLeft = 0;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI. */
const pkcs8Prefix = fromAscii('\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20');
const spkiPrefix = fromAscii('\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00');

const privateKeys = keyCache((seed) =>
  createPrivateKey({ key: Buffer.from(concatBytes(pkcs8Prefix, seed)), format: 'der', type: 'pkcs8' }),
);
const publicKeys = keyCache((key) =>
  createPublicKey({ key: Buffer.from(concatBytes(spkiPrefix, key)), format: 'der', type: 'spki' }),
);

const node: Primitives = {
  sha256: (bytes) => fromBinary(digest(bytes), new Uint8Array(hashLength)),

  createSha256() {
    const state = createHash('sha256');
    const stream: Sha256Stream = {
      update(bytes) {
        state.update(bytes);
        return stream;
      },
      digest: () => plain(state.digest()),
    };
    return stream;
  },

  /** Two one-shot hashes: five times faster than `createHmac` for a message of a few hundred bytes. */
  hmacSha256(key, ...chunks) {
    let length = blockLength;
    for (const chunk of chunks) length += chunk.length;
    const inner = length <= innerScratch.length ? innerScratch.subarray(0, length) : new Uint8Array(length);
    const blockKey = key.length > blockLength ? node.sha256(key) : key;
    for (let index = 0; index < blockLength; index++) {
      const byte = blockKey[index] ?? 0;
      inner[index] = byte ^ 0x36;
      outerScratch[index] = byte ^ 0x5c;
    }
    let offset = blockLength;
    for (const chunk of chunks) {
      inner.set(chunk, offset);
      offset += chunk.length;
    }
    fromBinary(digest(inner), outerScratch, blockLength);
    return node.sha256(outerScratch);
  },

  ed25519PublicKey(seed) {
    assertBytes(seed, 'seed', 32);
    const spki = createPublicKey(privateKeys(seed)).export({ format: 'der', type: 'spki' });
    return copyBytes(spki, spki.length - 32);
  },

  ed25519Sign(seed, bytes) {
    assertBytes(seed, 'seed', 32);
    return plain(sign(null, bytes, privateKeys(seed)));
  },

  ed25519Verify(publicKey, bytes, signature) {
    if (signature.length !== 64 || !isUsablePublicKey(publicKey)) return false;
    try {
      return verify(null, bytes, publicKeys(publicKey), signature);
    } catch {
      return false;
    }
  },

  constantTimeEqual: (a, b) => a.length === b.length && timingSafeEqual(a, b),
  /** Keys come out of a pool: asking the system costs more than all else that a sender does. What is handed out is erased. */
  randomBytes(length) {
    if (length > pool.length) return plain(nodeRandomBytes(length));
    if (length > poolLeft) {
      randomFillSync(pool);
      poolLeft = pool.length;
    }
    const start = pool.length - poolLeft;
    const bytes = pool.slice(start, start + length);
    pool.fill(0, start, start + length);
    poolLeft -= length;
    return bytes;
  },
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
} = node;

/** The digest as a string of code units 0 to 255: a Buffer around 32 bytes costs three times as much as hashing them. */
function digest(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'binary');
}

function fromBinary(text: string, target: Uint8Array, start = 0): Uint8Array {
  for (let index = 0; index < hashLength; index++) target[start + index] = text.charCodeAt(index);
  return target;
}

/** A Uint8Array over the same memory: callers never see a Buffer, whose `slice` and `toString` differ. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/**
 * Importing a key costs as much as using it, so the imported one stays as long as its byte array does. The bytes are
 * compared on each use: an array that was overwritten (zeroed, rotated in place) never yields the old key.
 */
function keyCache(importKey: (bytes: Uint8Array) => KeyObject): (bytes: Uint8Array) => KeyObject {
  const cache = new WeakMap<Uint8Array, { bytes: Uint8Array; key: KeyObject }>();
  return (bytes) => {
    const known = cache.get(bytes);
    if (known && timingSafeEqual(known.bytes, bytes)) return known.key;
    const key = importKey(bytes);
    cache.set(bytes, { bytes: copyBytes(bytes), key });
    return key;
  };
}
