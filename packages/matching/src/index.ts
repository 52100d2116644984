/**
 * Exact-recall search among known fingerprints (ADR 0018).
 * @module
 */
export { MatchingError, type MatchingErrorCode } from './errors.ts';
export { type CodeSource, createHammingIndex, type HammingIndex, USUAL_RADIUS } from './hamming-index.ts';
export type { Matches } from './matches.ts';
