import { copyBytes } from '../bytes.ts';

/** AES-256-GCM with a key that is imported once. Chunks and files are opened whole or not at all. */
export interface AttachmentCipher {
  /** Ciphertext and the tag of 16 bytes behind it. */
  seal(nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** Null for anything that does not authenticate. */
  open(nonce: Uint8Array, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** @param key 32 bytes */
export async function importCipher(key: Uint8Array): Promise<AttachmentCipher> {
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', unshared(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const parameters = (nonce: Uint8Array) => ({ name: 'AES-GCM', iv: unshared(nonce) });
  return {
    async seal(nonce, plaintext) {
      return new Uint8Array(await subtle.encrypt(parameters(nonce), imported, unshared(plaintext)));
    },
    async open(nonce, sealed) {
      try {
        return new Uint8Array(await subtle.decrypt(parameters(nonce), imported, unshared(sealed)));
      } catch {
        return null;
      }
    },
  };
}

/** STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): 7 bytes of the file's nonce, the index, and whether it is the last. */
export function chunkNonce(nonce: Uint8Array, index: number, isLast: boolean): Uint8Array {
  const bytes = copyBytes(nonce);
  new DataView(bytes.buffer).setUint32(7, index);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

/** WebCrypto refuses shared memory; everything else is passed as it is. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
}
