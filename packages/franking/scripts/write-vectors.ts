/** `npx node --conditions=wellhouse-src packages/franking/scripts/write-vectors.ts` writes franking-f{0,1}.json and attachments.json in docs/spec/vectors. */
import { writeFileSync } from 'node:fs';
import { attachmentVectorsFile, buildAttachmentVectors } from '../test/attachments/vectors/build-vectors.ts';
import { buildMimiVectors, mimiVectorsFile } from '../test/mimi/vectors/build-vectors.ts';
import { buildVectors, formatVectors, vectorsFile } from '../test/vectors/build-vectors.ts';

for (const [file, vectors] of [
  [vectorsFile, buildVectors()],
  [mimiVectorsFile, buildMimiVectors()],
  [attachmentVectorsFile, await buildAttachmentVectors()],
] as const) {
  writeFileSync(file, formatVectors(vectors));
  console.log(
    `${file.pathname.split('/').at(-1)}: ${vectors.positive.length} positive, ${vectors.negative.length} negative vectors written`,
  );
}
