/** `node --conditions=wellhouse-src packages/franking/scripts/write-vectors.ts` writes docs/spec/vectors/franking-f1.json. */
import { writeFileSync } from 'node:fs';
import { buildVectors, formatVectors, vectorsFile } from '../test/vectors/build-vectors.ts';

const vectors = buildVectors();
writeFileSync(vectorsFile, formatVectors(vectors));
console.log(`${vectors.positive.length} positive, ${vectors.negative.length} negative vectors written`);
