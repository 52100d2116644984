export { type FingerprintCode, FingerprintError } from './errors.ts';
export { formatHash, hammingDistance, parseHash } from './hash-text.ts';
export { type DihedralFingerprint, type Fingerprint, pdqDihedral, pdqFromPixels } from './pdq.ts';
export type { Box, Pixels } from './pixels.ts';
export { trimBorder } from './trim-border.ts';
export { isVideo } from './video-kind.ts';
export { formatVideoFrame, parseVideoFrame, type VideoFrame } from './video-lines.ts';
