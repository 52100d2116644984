import { MatchingError } from './errors.ts';
import { CODE_BITS, CODE_BYTES } from './plan-chunks.ts';

/** @throws {MatchingError} `invalid-argument` unless `codes` is a whole number of codes */
export function checkCodes(title: string, codes: Uint8Array): void {
  if (codes.length % CODE_BYTES === 0) return;
  throw new MatchingError('invalid-argument', `"${title}" expected a multiple of 32 bytes, got ${codes.length}`);
}

/** @throws {MatchingError} `invalid-argument` unless it is a whole number from `least` to `most` */
export function checkNumber(title: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new MatchingError(
    'invalid-argument',
    `"${title}" expected a whole number from ${least} to ${most}, got ${value}`,
  );
}

/** @throws {MatchingError} `invalid-argument` */
export function checkSearch(queries: Uint8Array, radius: number, limit: number): void {
  checkCodes('queries', queries);
  checkNumber('radius', radius, 0, CODE_BITS - 1);
  checkNumber('limit', limit, 1, LIMIT_MOST);
}

/** No query is given more matches than this, whatever is asked for. */
export const LIMIT_MOST = 1_000_000;
