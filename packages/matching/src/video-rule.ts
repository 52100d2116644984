import { checkCodes, checkNumber } from './arguments.ts';
import { MatchingError } from './errors.ts';
import { CODE_BYTES } from './plan-chunks.ts';

/** One frame of a video: a PDQ hash and how much there is in it to compare. */
export interface VideoFrameCode {
  /** 32 bytes, bit k at byte k >> 3. */
  readonly hash: Uint8Array;
  /** 0..100 */
  readonly quality: number;
}

/** When two videos are the same one. What stands in brackets is what Meta's vPDQ advises, and holds unless told. */
export interface VideoRule {
  /** Bits in which two frames may differ and still be the same one (31). */
  readonly distance: number;
  /** Frames of less quality, on either side, are left out (50). */
  readonly quality: number;
  /** Percent of the known video's frames that must be in the query (80). */
  readonly ofKnown: number;
  /** Percent of the query's frames that must be in the known video (0: whatever stands around it does not matter). */
  readonly ofQuery: number;
}

/** How much of two videos is in each other. */
export interface VideoOverlap {
  readonly matches: boolean;
  /** Percent of the known video's frames that the query has. */
  readonly ofKnown: number;
  /** Percent of the query's frames that the known video has. */
  readonly ofQuery: number;
}

/** @throws {MatchingError} `invalid-argument` */
export function readVideoRule(rule: Partial<VideoRule> = {}): VideoRule {
  const { distance = 31, quality = 50, ofKnown = 80, ofQuery = 0 } = rule;
  checkNumber('distance', distance, 0, 255);
  checkNumber('quality', quality, 0, 100);
  for (const [title, percent] of [
    ['ofKnown', ofKnown],
    ['ofQuery', ofQuery],
  ] as const) {
    if (percent >= 0 && percent <= 100) continue;
    throw new MatchingError('invalid-argument', `"${title}" expected 0 to 100 percent, got ${percent}`);
  }
  return { distance, quality, ofKnown, ofQuery };
}

/**
 * The different hashes of frames that are good enough to compare, in their order: frames are a bag to vPDQ, in which what
 * stands still for a minute counts once.
 * @throws {MatchingError} `invalid-argument`
 */
export function usableFrames(frames: Iterable<VideoFrameCode>, quality: number): Map<string, Uint8Array> {
  const usable = new Map<string, Uint8Array>();
  for (const frame of frames) {
    checkNumber('quality', frame.quality, 0, 100);
    checkCodes('hash', frame.hash);
    checkNumber('hash bytes', frame.hash.length, CODE_BYTES, CODE_BYTES);
    if (frame.quality >= quality) usable.set(keyOf(frame.hash), frame.hash);
  }
  return usable;
}

function keyOf(hash: Uint8Array): string {
  return String.fromCharCode(...hash);
}

/**
 * Percents and the verdict. At least one frame must be in both, whatever the percents ask for; a video without a frame that is
 * good enough matches none.
 */
export function weighOverlap(
  rule: VideoRule,
  { known, query }: Readonly<Record<'known' | 'query', { readonly found: number; readonly all: number }>>,
): VideoOverlap {
  const ofKnown = known.all > 0 ? (known.found * 100) / known.all : 0;
  const ofQuery = query.all > 0 ? (query.found * 100) / query.all : 0;
  const matches = known.found > 0 && ofKnown >= rule.ofKnown && ofQuery >= rule.ofQuery;
  return { matches, ofKnown, ofQuery };
}
