import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  type CiphersuiteImpl,
  type CryptoProvider,
  DependencyError,
  defaultCryptoProvider,
  toBufferSource,
} from 'ts-mls';
import { ed25519PrivateToPkcs8 } from './ed25519-encoding.ts';
import { createKeyCache } from './key-cache.ts';

/** MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, RFC 9420 §17.1. */
const suiteId = 1;

const signKeys = createKeyCache((key) =>
  crypto.subtle.importKey('pkcs8', ed25519PrivateToPkcs8(key), 'Ed25519', false, ['sign']),
);
const verifyKeys = createKeyCache((key) =>
  crypto.subtle.importKey('raw', toBufferSource(key), 'Ed25519', false, ['verify']),
);

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

/**
 * ts-mls in the browser: the many short hashes and MACs of the key schedule in JavaScript, where WebCrypto's
 * import-and-wait costs more than the work; signatures in WebCrypto with imported keys kept. AES stays in WebCrypto,
 * which has no tables for a cache to betray.
 *
 * @throws {DependencyError} for any suite but MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519
 */
export const mlsProvider: CryptoProvider = {
  async getCiphersuiteImpl(id: number): Promise<CiphersuiteImpl> {
    if (id !== suiteId) throw new DependencyError(`this provider implements cipher suite 1 only, not ${id}`);
    const stock = await defaultCryptoProvider.getCiphersuiteImpl(id);
    return {
      ...stock,
      hash: {
        digest: async (data) => sha256(data),
        mac: async (key, data) => hmac(sha256, key, data),
        verifyMac: async (key, expected, data) => equal(hmac(sha256, key, data), expected),
      },
      kdf: {
        size: 32,
        extract: async (salt, ikm) => extract(sha256, ikm, salt),
        expand: async (prk, info, length) => expand(sha256, prk, info, length),
      },
      signature: {
        ...stock.signature,
        sign: async (key, message) =>
          new Uint8Array(await crypto.subtle.sign('Ed25519', await signKeys(key), toBufferSource(message))),
        verify: async (key, message, signature) =>
          crypto.subtle.verify('Ed25519', await verifyKeys(key), toBufferSource(signature), toBufferSource(message)),
      },
    };
  },
};
