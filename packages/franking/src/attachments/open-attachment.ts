import { constantTimeEqual, sha256 } from '#primitives';
import type { AttachmentSeal, WholeSeal } from '../attachment.ts';
import { importCipher } from './chunk-cipher.ts';
import { tagLength } from './chunk-layout.ts';
import { openAttachmentStream } from './open-attachment-stream.ts';
import { type AttachmentRefusal, refused } from './verdict.ts';

export type OpenedAttachment = { ok: true; plaintext: Uint8Array<ArrayBuffer> } | AttachmentRefusal;

/**
 * Opens a file with the descriptor of one message: hash of the ciphertext first, hash and size of the plaintext last
 * (docs/spec/attachments.md §5). Never throws for anything that a sender, a server or a reporter can cause.
 *
 * Call it per message, and keep nothing by hash of the ciphertext: under `A256GCM` one ciphertext can open to two files.
 * @param seal of a decoded descriptor
 */
export async function openAttachment(seal: AttachmentSeal, ciphertext: Uint8Array): Promise<OpenedAttachment> {
  if (seal.algorithm === 'A256GCM') return openWhole(seal, ciphertext);
  let plaintext: Uint8Array<ArrayBuffer> | null = null;
  let offset = 0;
  const verdict = await openAttachmentStream(seal, {
    read: () => [ciphertext],
    write(bytes) {
      // the length of the ciphertext was found right by now: `size` is no empty promise
      plaintext ??= new Uint8Array(seal.size);
      plaintext.set(bytes, offset);
      offset += bytes.length;
    },
  });
  return verdict.ok ? { ok: true, plaintext: plaintext ?? new Uint8Array() } : verdict;
}

async function openWhole(seal: WholeSeal, ciphertext: Uint8Array): Promise<OpenedAttachment> {
  if (!constantTimeEqual(sha256(ciphertext), seal.ciphertextSha256)) return refused('ciphertext-mismatch');
  if (ciphertext.length < tagLength) return refused('attachment-truncated');
  const plaintext = await (await importCipher(seal.key)).open(seal.nonce, ciphertext);
  if (plaintext === null) return refused('attachment-key-mismatch');
  const isCommitted = constantTimeEqual(sha256(plaintext), seal.plaintextSha256);
  return isCommitted && plaintext.length === seal.size ? { ok: true, plaintext } : refused('plaintext-mismatch');
}
