import { createDecipheriv, createHash } from 'node:crypto';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { attachmentBlobKey, pictureBlobKey } from '../platform/blobs/evidence-blobs.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { PictureState } from '../schema/evidence-picture.ts';
import { StoredItem, type StoredPart } from '../schema/stored-item.ts';
import { decodePicture } from './decode-picture.ts';

const Payload = z.strictObject({ attachmentId: z.string() });
type Attachment = Extract<StoredPart, { type: 'attachment' }>;

/**
 * The job `open-picture`: opens one ciphertext with the key of one message, checks both digests that the message commits
 * to, and keeps the re-encoded picture under the case's key. Never shared between messages, however equal the bytes.
 */
export function createOpenPicture(deps: Deps): JobHandler {
  return async (job) => {
    const { attachmentId } = Payload.parse(job);
    const picture = await deps.database.kysely
      .selectFrom('evidence_picture')
      .innerJoin('evidence_item', 'evidence_item.item_id', 'evidence_picture.item_id')
      .select([
        'evidence_picture.case_id',
        'evidence_picture.report_id',
        'evidence_picture.item_id',
        'evidence_picture.part_index',
        'evidence_picture.ciphertext_sha256',
        'evidence_item.content',
      ])
      .where('evidence_picture.attachment_id', '=', attachmentId)
      .where('evidence_picture.state', '=', 'missing')
      .executeTakeFirst();
    if (picture === undefined) return;
    const vault = await openCaseVault(deps.database.kysely, deps.keys, deps.random, picture.case_id);
    const ciphertext = await deps.blobs.get(attachmentBlobKey(picture.report_id, picture.ciphertext_sha256));
    if (vault === null || ciphertext === null) return;
    const item = StoredItem.parse(await vault.openJson(picture.content, `item:${picture.item_id}`));
    const part = item.parts.find((one) => one.index === picture.part_index);
    if (part?.type !== 'attachment') return;

    const opened = openAttachment(ciphertext, part);
    if (!opened.ok) return settle(deps, attachmentId, 'mismatch', { problem: opened });
    const decoded = await decodePicture(opened.plaintext);
    if (!decoded.ok) return settle(deps, attachmentId, 'unreadable', { problem: decoded });
    const key = pictureBlobKey(attachmentId);
    await deps.blobs.put(key, await vault.seal(decoded.webp, key));
    await settle(deps, attachmentId, 'available', { width: decoded.width, height: decoded.height });
  };
}

type OpenedAttachment =
  | { readonly ok: true; readonly plaintext: Buffer }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** AES-256-GCM, the tag behind the ciphertext as WebCrypto puts it (docs/spec/franking.md §2). */
export function openAttachment(ciphertext: Uint8Array, part: Attachment): OpenedAttachment {
  if (sha256(ciphertext) !== part.ciphertextSha256) {
    return refused('ciphertext-mismatch', 'The uploaded bytes are not the ones that the message commits to.');
  }
  const tagStart = ciphertext.length - 16;
  if (tagStart < 0) return refused('attachment-truncated', 'The uploaded bytes are too short to be an attachment.');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(part.key, 'base64url'),
    Buffer.from(part.nonce, 'base64url'),
  );
  decipher.setAuthTag(ciphertext.subarray(tagStart));
  let plaintext: Buffer;
  try {
    plaintext = Buffer.concat([decipher.update(ciphertext.subarray(0, tagStart)), decipher.final()]);
  } catch {
    return refused('attachment-key-mismatch', 'The key in the message does not open the uploaded bytes.');
  }
  if (sha256(plaintext) !== part.plaintextSha256 || plaintext.length !== part.size) {
    return refused('plaintext-mismatch', 'The opened file is not the one that the message commits to.');
  }
  return { ok: true, plaintext };
}

async function settle(
  deps: Deps,
  attachmentId: string,
  state: PictureState,
  found: { problem?: { code: string; detail: string }; width?: number; height?: number },
): Promise<void> {
  const { problem, width = null, height = null } = found;
  await deps.database.kysely
    .updateTable('evidence_picture')
    .set({
      state,
      problem: problem ? JSON.stringify({ code: problem.code, detail: problem.detail }) : null,
      width,
      height,
      updated_at: deps.clock(),
    })
    .where('attachment_id', '=', attachmentId)
    .where('state', '=', 'missing')
    .execute();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function refused(code: string, detail: string): OpenedAttachment {
  return { ok: false, code, detail };
}
