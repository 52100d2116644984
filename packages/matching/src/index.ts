/**
 * Exact-recall search among known fingerprints (ADR 0018).
 * @module
 */
export { createDigestTable, type DigestBytes, type DigestTable, type DigestTableOptions } from './digest-table.ts';
export { MatchingError, type MatchingErrorCode } from './errors.ts';
export { type CodeSource, createHammingIndex, type HammingIndex, USUAL_RADIUS } from './hamming-index.ts';
export { type LoadOptions, loadMatchIndex } from './load-match-index.ts';
export { createMatchIndex, type MatchIndex, type MatchIndexOptions, type MatchIndexStats } from './match-index.ts';
export type { Matches } from './matches.ts';
export { createVideoIndex, type FoundVideo, type KnownVideo, matchVideo, type VideoIndex } from './video-index.ts';
export type { VideoFrameCode, VideoOverlap, VideoRule } from './video-rule.ts';
