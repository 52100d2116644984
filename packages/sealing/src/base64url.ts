import type { Bytes } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** RFC 4648 §5 without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws SealingError `malformed` unless `text` is the one canonical spelling */
export function fromBase64Url(title: string, text: string): Bytes {
  const malformed = () => new SealingError('malformed', `reading "${title}" expected base64url without padding`);
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw malformed();
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  if (toBase64Url(bytes) !== text) throw malformed();
  return bytes;
}
