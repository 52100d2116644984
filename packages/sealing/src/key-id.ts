import { ascii, type Bytes } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

const pattern = /^[\x21-\x7e]{1,64}$/;

/** Checks a key id: 1 to 64 printable ASCII characters without space. */
export function encodeKeyId(keyId: string): Bytes {
  if (!pattern.test(keyId)) {
    throw new SealingError('invalid-input', '"keyId" expected 1 to 64 printable ASCII characters');
  }
  return ascii(keyId);
}

export function decodeKeyId(bytes: Uint8Array): string {
  const keyId = String.fromCharCode(...bytes);
  if (!pattern.test(keyId)) {
    throw new SealingError('malformed', 'reading the key id found characters that a key id cannot have');
  }
  return keyId;
}
