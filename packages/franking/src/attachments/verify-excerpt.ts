import { constantTimeEqual } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import { concatBytes } from '../bytes.ts';
import { FrankingError } from '../errors.ts';
import { decodeExcerpt, type Excerpt } from './excerpt.ts';
import { openProven, openSeal } from './open-chunk.ts';
import { type AttachmentRefusal, refused } from './verdict.ts';

/** A stretch of the file: `bytes` lie at `offset` of the plaintext. */
export interface ExcerptRange {
  offset: number;
  bytes: Uint8Array;
}

export type VerifiedExcerpt = { ok: true; ranges: ExcerptRange[] } | AttachmentRefusal;

/**
 * What an excerpt proves (docs/spec/attachments.md §5.3). With a `seal` of verified evidence: the sender sent a file that
 * holds these bytes at these offsets. Ranges are ascending, and chunks that touch are one range. Never throws for anything
 * that an excerpt can hold.
 */
export async function verifyExcerpt(seal: ChunkedSeal, bytes: Uint8Array): Promise<VerifiedExcerpt> {
  const excerpt = readExcerpt(bytes);
  if ('ok' in excerpt) return excerpt;
  if (!constantTimeEqual(excerpt.chunkRoot, seal.chunkRoot)) return refused('excerpt-mismatch');
  const opened = await openSeal(seal);
  const pieces: { offset: number; bytes: Uint8Array }[][] = [];
  let expected = -1;
  for (const proven of excerpt.chunks) {
    if (proven.index >= opened.layout.count) return refused('excerpt-malformed', `there is no chunk ${proven.index}`);
    const chunk = await openProven(opened, proven);
    if (!chunk.ok) return chunk;
    if (proven.index === expected) pieces.at(-1)?.push(chunk);
    else pieces.push([chunk]);
    expected = proven.index + 1;
  }
  const ranges = pieces.map((run) => ({
    offset: run[0]?.offset ?? 0,
    bytes: concatBytes(...run.map((piece) => piece.bytes)),
  }));
  return { ok: true, ranges };
}

function readExcerpt(bytes: Uint8Array): Excerpt | AttachmentRefusal {
  try {
    return decodeExcerpt(bytes);
  } catch (error) {
    if (error instanceof FrankingError) return refused('excerpt-malformed', `${error.code}: ${error.message}`);
    throw error;
  }
}
