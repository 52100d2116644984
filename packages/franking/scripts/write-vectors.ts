/** `node --conditions=wellhouse-src packages/franking/scripts/write-vectors.ts` writes docs/spec/vectors/franking-f{0,1}.json. */
import { writeFileSync } from 'node:fs';
import { buildMimiVectors, mimiVectorsFile } from '../test/mimi/vectors/build-vectors.ts';
import { buildVectors, formatVectors, vectorsFile } from '../test/vectors/build-vectors.ts';

for (const [file, vectors] of [
  [vectorsFile, buildVectors()],
  [mimiVectorsFile, buildMimiVectors()],
] as const) {
  writeFileSync(file, formatVectors(vectors));
  console.log(
    `${vectors.profile}: ${vectors.positive.length} positive, ${vectors.negative.length} negative vectors written`,
  );
}
