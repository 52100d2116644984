/** The kernel of @wellhouse/matching: one instance searches one list; all of its state lies in the memory it is given. */
export { checksum } from './checksum';
export { countChunk, scatterChunk, sumChunk } from './build';
export { permute } from './permute';
export { configure, search } from './search';
