import { openAttachment as openSealed } from '@wellhouse/franking';
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
  const opened = await openSealed(content.attachment, loaded.bytes);
  return opened.ok ? { bytes: opened.plaintext, mediaType: content.attachment.mediaType } : null;
}
