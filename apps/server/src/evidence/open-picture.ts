import { createHash } from 'node:crypto';
import { formatHash, pdqFromPixels } from '@wellhouse/fingerprint';
import { type AttachmentSeal, openAttachment } from '@wellhouse/franking';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { attachmentBlobKey, pictureBlobKey } from '../platform/blobs/evidence-blobs.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { PictureState } from '../schema/evidence-picture.ts';
import { StoredItem, type StoredPart } from '../schema/stored-item.ts';
import { keepSignals, pictureSignal } from '../signals/keep-signals.ts';
import { keepLook } from '../signals/near-pictures.ts';
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
    if (part?.type !== 'attachment' || part.opening === null) return;

    const opened = await openAttachment(sealOf(part, part.opening), ciphertext);
    if (!opened.ok) return settle(deps, attachmentId, 'mismatch', { problem: opened });
    const decoded = await decodePicture(opened.plaintext);
    const sha256 = createHash('sha256').update(opened.plaintext).digest();
    if (!decoded.ok) return settle(deps, attachmentId, 'unreadable', { problem: decoded, sha256 });
    const { hash, quality } = pdqFromPixels({ ...decoded.look, channels: 1 });
    await keepSignals(deps, deps.database.kysely, picture.case_id, [pictureSignal(sha256)]);
    const pdq = Buffer.from(formatHash(hash), 'hex');
    await keepLook(deps.database.kysely, picture.case_id, { pdq, quality });
    const key = pictureBlobKey(attachmentId);
    await deps.blobs.put(key, await vault.seal(decoded.webp, key));
    const { width, height } = decoded;
    await settle(deps, attachmentId, 'available', { width, height, sha256, pdq: Buffer.from(hash), quality });
  };
}

/** What the message commits to, in the form that the franking package opens (docs/spec/attachments.md §1). */
function sealOf(
  { size, ciphertextSha256, plaintextSha256, chunks }: Attachment,
  { key, nonce }: NonNullable<Attachment['opening']>,
): AttachmentSeal {
  const fields = {
    size,
    key: Buffer.from(key, 'base64url'),
    nonce: Buffer.from(nonce, 'base64url'),
    ciphertextSha256: Buffer.from(ciphertextSha256, 'hex'),
    plaintextSha256: Buffer.from(plaintextSha256, 'hex'),
  };
  if (chunks === null) return { algorithm: 'A256GCM', ...fields };
  return {
    algorithm: 'A256GCM-STREAM',
    ...fields,
    chunkSize: chunks.size,
    chunkRoot: Buffer.from(chunks.root, 'hex'),
  };
}

async function settle(
  deps: Deps,
  attachmentId: string,
  state: PictureState,
  found: {
    problem?: { code: string; detail: string };
    width?: number;
    height?: number;
    sha256?: Buffer;
    pdq?: Buffer;
    quality?: number;
  },
): Promise<void> {
  const { problem, width = null, height = null, sha256 = null, pdq = null, quality = null } = found;
  await deps.database.kysely
    .updateTable('evidence_picture')
    .set({
      state,
      problem: problem ? JSON.stringify({ code: problem.code, detail: problem.detail }) : null,
      width,
      height,
      sha256,
      pdq,
      quality,
      updated_at: deps.clock(),
    })
    .where('attachment_id', '=', attachmentId)
    .where('state', '=', 'missing')
    .execute();
}
