import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hash as hashOnce,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { type CiphersuiteImpl, CryptoError, type CryptoProvider, DependencyError, defaultCryptoProvider } from 'ts-mls';
import { ed25519PrivateToPkcs8, ed25519PublicToSpki } from './ed25519-encoding.ts';
import { createKeyCache } from './key-cache.ts';

/** MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, RFC 9420 §17.1. */
const suiteId = 1;
const hashBytes = 32;
const tagBytes = 16;

const signKeys = createKeyCache((key) =>
  createPrivateKey({ key: Buffer.from(ed25519PrivateToPkcs8(key)), format: 'der', type: 'pkcs8' }),
);
const verifyKeys = createKeyCache((key) =>
  createPublicKey({ key: Buffer.from(ed25519PublicToSpki(key)), format: 'der', type: 'spki' }),
);

// Raw bytes as a key take a slow path in Node 24, ten times slower than a key object made for one use.

function mac(key: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', createSecretKey(key)).update(data).digest());
}

/** HKDF-Expand, RFC 5869 §2.3. */
function expand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length > 255 * hashBytes) throw new CryptoError('HKDF-Expand cannot give so many bytes');
  const out = new Uint8Array(length);
  let block: Uint8Array = new Uint8Array();
  const key = createSecretKey(prk);
  for (let at = 0, counter = 1; at < length; at += hashBytes, counter += 1) {
    block = createHmac('sha256', key).update(block).update(info).update(Uint8Array.of(counter)).digest();
    out.set(block.subarray(0, Math.min(hashBytes, length - at)), at);
  }
  return out;
}

function encryptAead(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array | undefined, plaintext: Uint8Array) {
  const cipher = createCipheriv('aes-128-gcm', createSecretKey(key), nonce);
  if (aad !== undefined && aad.length > 0) cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  cipher.final();
  const out = new Uint8Array(body.length + tagBytes);
  out.set(body);
  out.set(cipher.getAuthTag(), body.length);
  return out;
}

function decryptAead(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array | undefined, ciphertext: Uint8Array) {
  if (ciphertext.length < tagBytes) throw new CryptoError('the ciphertext is shorter than its tag');
  const body = ciphertext.length - tagBytes;
  const decipher = createDecipheriv('aes-128-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes });
  if (aad !== undefined && aad.length > 0) decipher.setAAD(aad);
  decipher.setAuthTag(ciphertext.subarray(body));
  try {
    const plaintext = decipher.update(ciphertext.subarray(0, body));
    decipher.final();
    return new Uint8Array(plaintext);
  } catch {
    throw new CryptoError('the ciphertext does not authenticate');
  }
}

/**
 * ts-mls on node:crypto: synchronous primitives without WebCrypto's trip to a thread pool, and imported keys kept.
 * HPKE (only in commits and welcomes) stays the library's own.
 *
 * @throws {DependencyError} for any suite but MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519
 */
export const mlsProvider: CryptoProvider = {
  async getCiphersuiteImpl(id: number): Promise<CiphersuiteImpl> {
    if (id !== suiteId) throw new DependencyError(`this provider implements cipher suite 1 only, not ${id}`);
    const stock = await defaultCryptoProvider.getCiphersuiteImpl(id);
    return {
      id,
      rng: { randomBytes: (count) => new Uint8Array(randomBytes(count)) },
      hash: {
        digest: async (data) => new Uint8Array(hashOnce('sha256', data, 'buffer')),
        mac: async (key, data) => mac(key, data),
        verifyMac: async (key, expected, data) =>
          expected.length === hashBytes && timingSafeEqual(mac(key, data), expected),
      },
      kdf: {
        size: hashBytes,
        // RFC 5869 §2.2: no salt means a salt of zeros.
        extract: async (salt, ikm) => mac(salt.length === 0 ? new Uint8Array(hashBytes) : salt, ikm),
        expand: async (prk, info, length) => expand(prk, info, length),
      },
      signature: {
        sign: async (key, message) => new Uint8Array(sign(null, message, signKeys(key))),
        verify: async (key, message, signature) => verify(null, message, verifyKeys(key), signature),
        keygen: async () => {
          const pair = generateKeyPairSync('ed25519');
          return {
            signKey: new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' })),
            publicKey: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })).slice(-32),
          };
        },
      },
      hpke: {
        ...stock.hpke,
        encryptAead: async (key, nonce, aad, plaintext) => encryptAead(key, nonce, aad, plaintext),
        decryptAead: async (key, nonce, aad, ciphertext) => decryptAead(key, nonce, aad, ciphertext),
      },
    };
  },
};
