import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { AlbumWork } from './album-work.ts';
import { AppendLost } from './append-chunk.ts';
import { type AppendLease, forgetKey, giveLeaseBack, takeUploadLease } from './append-lease.ts';
import { createPictureWriter, type PictureWriter, TooManyBytes } from './picture-writer.ts';
import { createPieceReader, type PieceEnd, type PieceReader } from './piece-reader.ts';
import { type AppendHeaders, readAppendHeaders } from './upload-headers.ts';
import { describeUpload, isComplete, isGone, loadUpload, type UploadState } from './upload-state.ts';

export interface Append {
  readonly pictureId: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** A sender that sends nothing for so long is taken for lost. */
const stallMs = 30_000;

/**
 * Takes the next bytes of an upload as they come and keeps them, however the request ends
 * (draft-ietf-httpbis-resumable-upload-12 §4.4). With the last byte the picture is handed on to be checked.
 */
export async function appendUpload(deps: Deps, work: AlbumWork, append: Append, reply: FastifyReply): Promise<void> {
  const wanted = readAppendHeaders(append.headers);
  const reader = createPieceReader(append.body, stallMs);
  // Known from the moment it came: whoever asks for the offset afterwards gets one that it cannot change any more.
  const ended = work.appends.begin(append.pictureId, reader.stop);
  try {
    const lease = await work.gate.through(() => begin(deps, append.pictureId, wanted, reply));
    if (lease !== null) await appendLeased(deps, work, { lease, wanted, reader }, reply);
  } finally {
    reader.leave();
    ended();
  }
}

/** Null: the upload is complete, and the answer to its last bytes is given again. */
async function begin(
  deps: Deps,
  pictureId: string,
  wanted: AppendHeaders,
  reply: FastifyReply,
): Promise<AppendLease | null> {
  const lease = await takeUploadLease(deps, pictureId, wanted.offset);
  if (lease === null) {
    const upload = await loadUpload(deps, pictureId);
    if (!isReplay(upload, wanted)) return refuse(deps, pictureId, wanted, reply);
    describeUpload(reply, upload, deps.clock(), true);
    return null;
  }
  const refusal = lengthRefusal(lease, wanted);
  if (refusal === null) return lease;
  await giveLeaseBack(deps, lease);
  describeUpload(reply, standingAt(lease, lease.from), deps.clock(), false);
  throw refusal;
}

async function appendLeased(
  deps: Deps,
  work: AlbumWork,
  { lease, wanted, reader }: { lease: AppendLease; wanted: AppendHeaders; reader: PieceReader },
  reply: FastifyReply,
): Promise<void> {
  const writer = createPictureWriter(deps, work, lease);
  let held = true;
  try {
    const result = await receive(reader, writer);
    // With the last byte, or a refusal, the lease ended.
    held = result.outcome === 'incomplete';
    describeUpload(reply, standingAt(lease, writer.received), deps.clock(), !held);
    answer(result, { lease, wanted, received: writer.received }, reply);
  } catch (error) {
    if (!(error instanceof AppendLost)) throw error;
    await refuse(deps, lease.pictureId, wanted, reply);
  } finally {
    writer.discard();
    forgetKey(lease);
    // One that cannot be given back runs out.
    if (held) await work.gate.through(() => giveLeaseBack(deps, lease)).catch(() => {});
  }
}

interface Received {
  readonly how: PieceEnd | 'too-many';
  readonly outcome: 'incomplete' | 'complete' | 'digest-mismatch' | 'size-mismatch';
}

async function receive(reader: PieceReader, writer: PictureWriter): Promise<Received> {
  try {
    for (;;) {
      const piece = await reader.next();
      if (typeof piece === 'string') return { how: piece, outcome: await writer.finish() };
      await writer.add(piece);
    }
  } catch (error) {
    if (!(error instanceof TooManyBytes)) throw error;
    await writer.refuse('size-mismatch');
    return { how: 'too-many', outcome: 'size-mismatch' };
  }
}

/** What comes of the whole is the answer to the whole, also when it is a refusal. @throws ProblemError */
function answer(
  { how, outcome }: Received,
  { lease, wanted, received }: { lease: AppendLease; wanted: AppendHeaders; received: number },
  reply: FastifyReply,
): void {
  if (outcome === 'complete') return;
  if (outcome === 'digest-mismatch') throw new ProblemError('digest-mismatch');
  if (outcome === 'size-mismatch') {
    throw closing(reply, new ProblemError('too-large', `More came than the ${lease.size} bytes that were announced.`));
  }
  if (how === 'stopped') {
    throw closing(reply, new ProblemError('upload-busy', 'Another request goes on with this upload.'));
  }
  if (how !== 'ended') throw closing(reply, new ProblemError('upload-stalled'));
  if (wanted.complete) throw missingBytes(lease.size, received);
}

function standingAt({ size, addedAt }: AppendLease, received: number): Parameters<typeof describeUpload>[1] {
  return { size, received, added_at: addedAt };
}

/** The last bytes came before, and the answer was lost: it is given again. */
function isReplay(upload: UploadState, wanted: AppendHeaders): boolean {
  return isComplete(upload) && !isGone(upload) && wanted.offset === upload.size && (wanted.contentLength ?? 0) === 0;
}

/** Why a request cannot fit, as far as its header fields say; null: it may. */
function lengthRefusal({ size, from }: AppendLease, wanted: AppendHeaders): ProblemError | null {
  if (wanted.length !== null && wanted.length !== size) {
    return new ProblemError('upload-length', `${size} bytes were announced, not ${wanted.length}.`);
  }
  if (wanted.contentLength === null) return null;
  const end = from + wanted.contentLength;
  if (end > size) return new ProblemError('too-large', `${size} bytes were announced; these would make ${end}.`);
  return wanted.complete && end < size ? missingBytes(size, end) : null;
}

function missingBytes(size: number, end: number): ProblemError {
  return new ProblemError('upload-length', `${size} bytes were announced; with these there are ${end}.`);
}

/** @throws ProblemError that says why an append cannot go on, with where the upload stands */
async function refuse(deps: Deps, pictureId: string, wanted: AppendHeaders, reply: FastifyReply): Promise<never> {
  const upload = await loadUpload(deps, pictureId);
  describeUpload(reply, upload, deps.clock(), false);
  if (isGone(upload) || isComplete(upload)) throw new ProblemError('upload-closed');
  if (upload.received !== wanted.offset) {
    throw new ProblemError('upload-offset', `${upload.received} bytes are here.`);
  }
  throw new ProblemError('upload-busy');
}

/** Ends the connection with the answer: its other side may send for ever, or is gone. */
function closing(reply: FastifyReply, problem: ProblemError): ProblemError {
  reply.header('connection', 'close');
  return problem;
}
