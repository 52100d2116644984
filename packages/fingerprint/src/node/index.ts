export { createHasher, type Hasher, type HashOptions } from './hasher.ts';
export type { HasherLimits, HasherOptions } from './limits.ts';
export type { HashedPicture, HashResult, RefusalCode, RefusedPicture, ViewHash } from './result.ts';
export { type HashVideoOptions, hashVideo } from './video.ts';
export type { VideoLimits } from './video-limits.ts';
export type { HashedFrame, HashedVideo, RefusedVideo, VideoRefusalCode, VideoResult } from './video-result.ts';
export { sheetOfVideo, sheetStills, type VideoSheet, type VideoSheetOptions } from './video-sheet.ts';
