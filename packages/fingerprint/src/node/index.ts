export { createHasher, type Hasher, type HashOptions } from './hasher.ts';
export type { HasherLimits, HasherOptions } from './limits.ts';
export type { HashedPicture, HashResult, RefusalCode, RefusedPicture, ViewHash } from './result.ts';
