import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { albumEvidenceBlobKey, albumOriginalBlobKey } from '../platform/blobs/evidence-blobs.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, neverGiveUp } from '../platform/jobs/job.ts';

/** A held picture as its case keeps it. */
export interface CaseBytes {
  /** The original, as it was added. Never handed out while it is held. */
  readonly original: Buffer | null;
  /** What a reviewer may open; null where it cannot be decoded. */
  readonly webp: Buffer | null;
}

interface Place {
  readonly caseId: string;
  readonly pictureId: string;
}

/**
 * Seals a picture's bytes under its case's key. Before the caller's transaction commits: should it not, what was stored is
 * under a key that nobody has, or stands where the next attempt puts it again.
 */
export async function sealIntoCase(
  deps: Pick<Deps, 'blobs'>,
  vault: CaseVault,
  { caseId, pictureId }: Place,
  { original, webp }: CaseBytes,
): Promise<void> {
  const put = async (key: string, bytes: Buffer) => deps.blobs.put(key, await vault.seal(bytes, key));
  if (original !== null) await put(albumOriginalBlobKey(caseId, pictureId), original);
  if (webp !== null) await put(albumEvidenceBlobKey(caseId, pictureId), webp);
}

/** Null for what is not there (any more). */
export async function openFromCase(
  deps: Pick<Deps, 'blobs'>,
  vault: CaseVault,
  { caseId, pictureId }: Place,
): Promise<CaseBytes> {
  const open = async (key: string) => {
    const sealed = await deps.blobs.get(key);
    return sealed === null ? null : vault.open(sealed, key);
  };
  const original = await open(albumOriginalBlobKey(caseId, pictureId));
  return { original, webp: await open(albumEvidenceBlobKey(caseId, pictureId)) };
}

const Payload = z.strictObject({ caseId: z.string(), pictureId: z.string(), keep: z.enum(['nothing', 'evidence']) });

/** Has a case's copy of a picture removed once the caller's transaction has committed; `evidence`: what a reviewer may open stays. */
export async function dropFromCase(
  tx: Transaction,
  { caseId, pictureId }: Place,
  keep: 'nothing' | 'evidence',
): Promise<void> {
  await enqueue(tx, {
    kind: 'drop-case-picture',
    payload: { caseId, pictureId, keep },
    maxAttempts: neverGiveUp,
  });
}

/**
 * The job `drop-case-picture`. A picture that has come back to the case meanwhile and waits keeps its bytes; doing it again
 * changes nothing.
 */
export function createDropCasePicture(deps: Pick<Deps, 'database' | 'blobs'>): JobHandler {
  return async (job) => {
    const { caseId, pictureId, keep } = Payload.parse(job);
    // Holds the picture's row, so that nobody puts it into the case between the look and the deletion.
    await deps.database.transaction(async (tx) => {
      const back = await tx
        .selectFrom('album_picture')
        .select('state')
        .where('picture_id', '=', pictureId)
        .where('case_id', '=', caseId)
        .where(sql<boolean>`answer is distinct from 'cleared'`)
        .forUpdate()
        .executeTakeFirst();
      if (back !== undefined) return;
      await deps.blobs.delete(albumOriginalBlobKey(caseId, pictureId));
      if (keep === 'nothing') await deps.blobs.delete(albumEvidenceBlobKey(caseId, pictureId));
    });
  };
}
