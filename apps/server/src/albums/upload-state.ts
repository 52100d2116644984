import { albumLimits } from '@wellhouse/protocol';
import type { FastifyReply } from 'fastify';
import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { structuredBoolean } from './upload-headers.ts';

const columns = ['state', 'form', 'size', 'received', 'append_id', 'added_at', 'withdrawn_at'] as const;

/** An upload as far as whoever sends its bytes may know. */
export type UploadState = Pick<Selectable<AlbumPictureTable>, (typeof columns)[number]>;

/** @throws ProblemError `not-found` for a picture that was never announced, or is not uploaded */
export async function loadUpload(deps: Pick<Deps, 'database'>, pictureId: string): Promise<UploadState> {
  const row = await deps.database.kysely
    .selectFrom('album_picture')
    .select(columns)
    .where('picture_id', '=', pictureId)
    .where('form', '=', 'upload')
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found', 'There is no such upload.');
  return row;
}

/** Nothing can be done with it any more. What became of a picture after its last byte is none of the sender's business. */
export function isGone({ state, withdrawn_at }: UploadState): boolean {
  return state === 'refused' || state === 'withdrawn' || withdrawn_at !== null;
}

export function isComplete({ state }: UploadState): boolean {
  return state !== 'receiving';
}

/** Writes where an upload stands into the answer (draft-ietf-httpbis-resumable-upload-12 §4.1). */
export function describeUpload(
  reply: FastifyReply,
  { size, received, added_at }: Pick<UploadState, 'size' | 'received' | 'added_at'>,
  now: Date,
  complete: boolean,
): void {
  const left = added_at.getTime() + albumLimits.uploadHours * 3_600_000 - now.getTime();
  reply.headers({
    'upload-offset': String(received),
    'upload-complete': structuredBoolean(complete),
    'upload-length': String(size),
    'upload-limit': `max-size=${size}, max-age=${Math.max(0, Math.floor(left / 1_000))}`,
  });
}
