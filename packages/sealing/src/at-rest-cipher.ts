import type { ByteReader } from './byte-reader.ts';
import {
  ascii,
  type Bytes,
  concat,
  constantTimeEqual,
  draw,
  expectLength,
  lengthPrefixed,
  type Random,
} from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** Bytes of every key at rest. */
export const keyLength = 32;
const saltLength = 32;
const nonceLength = 12;
const commitmentLength = 32;
const tagLength = 16;

/** What a box holds; part of every derivation, so that a wrapped key never passes for evidence. */
export type Purpose = 'data key' | 'data';

interface Derived {
  readonly encryptionKey: CryptoKey;
  readonly nonce: Bytes;
  readonly commitment: Bytes;
}

/** docs/spec/sealing.md §3.2: HKDF-SHA256 (RFC 5869) gives each box its own key, nonce and key commitment. */
async function derive(key: Uint8Array, salt: Bytes, purpose: Purpose, context: string): Promise<Derived> {
  const material = await crypto.subtle.importKey('raw', expectLength('key', key, keyLength), 'HKDF', false, [
    'deriveBits',
  ]);
  const info = concat(ascii('WH at rest v1'), lengthPrefixed('purpose', purpose), lengthPrefixed('context', context));
  const length = keyLength + nonceLength + commitmentLength;
  const bits = await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, material, length * 8);
  const bytes = new Uint8Array(bits);
  const encryptionKey = await crypto.subtle.importKey('raw', bytes.slice(0, keyLength), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  bytes.fill(0, 0, keyLength);
  return {
    encryptionKey,
    nonce: bytes.slice(keyLength, keyLength + nonceLength),
    commitment: bytes.slice(-commitmentLength),
  };
}

export interface BoxInput {
  readonly key: Uint8Array;
  readonly purpose: Purpose;
  /** What the box is for and where it belongs, e.g. `case:…/item:3`. Needed again to open it. */
  readonly context: string;
  /** Authenticated as it stands before the box. */
  readonly header: Uint8Array;
  readonly random: Random;
}

/** header || salt || commitment || ciphertext with tag. */
export async function encryptBox(plaintext: Uint8Array, input: BoxInput): Promise<Bytes> {
  const salt = draw(input.random, saltLength);
  const { encryptionKey, nonce, commitment } = await derive(input.key, salt, input.purpose, input.context);
  const additionalData = new Uint8Array(input.header);
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData },
    encryptionKey,
    new Uint8Array(plaintext),
  );
  return concat(additionalData, salt, commitment, new Uint8Array(ciphertext));
}

/** Reads the rest of a box whose header `reader` has passed. */
export async function decryptBox(reader: ByteReader, input: Omit<BoxInput, 'header' | 'random'>): Promise<Bytes> {
  const additionalData = reader.consumed;
  const salt = reader.take(saltLength);
  const commitment = reader.take(commitmentLength);
  const ciphertext = reader.rest();
  if (ciphertext.length < tagLength) throw new SealingError('truncated', 'reading a box at rest found no tag');
  const derived = await derive(input.key, salt, input.purpose, input.context);
  if (!constantTimeEqual(derived.commitment, commitment)) {
    throw new SealingError('wrong-key', 'checking the key commitment failed: another key, context or salt');
  }
  try {
    const { encryptionKey, nonce } = derived;
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData }, encryptionKey, ciphertext),
    );
  } catch (cause) {
    throw new SealingError('tampered', 'authenticating the box failed', { cause });
  }
}
