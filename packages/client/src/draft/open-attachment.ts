import { sha256 } from '@wellhouse/franking';
import { toHex } from '../hex.ts';
import type { LoadCiphertext } from './draft-ciphertexts.ts';
import type { DraftEntry } from './draft-state.ts';

/**
 * Opens an attachment on the device so that the reporter can look at it. Null if it cannot be had, or is not what the
 * sender committed to.
 */
export async function openAttachment(
  entry: DraftEntry,
  part: number,
  load: LoadCiphertext,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string } | null> {
  const content = entry.parts.find(({ index }) => index === part)?.content;
  const loaded = await load(entry, part);
  if (content?.type !== 'attachment' || loaded === null) return null;
  const { key, nonce, plaintextSha256, mediaType } = content.attachment;
  try {
    const opener = await crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['decrypt']);
    const algorithm = { name: 'AES-GCM', iv: new Uint8Array(nonce) };
    const bytes = new Uint8Array(await crypto.subtle.decrypt(algorithm, opener, new Uint8Array(loaded.bytes)));
    return toHex(sha256(bytes)) === toHex(plaintextSha256) ? { bytes, mediaType } : null;
  } catch {
    return null;
  }
}
