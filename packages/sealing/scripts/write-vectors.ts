/** Writes docs/spec/vectors/sealing*.json. The vectors are fixed: running this again changes nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { atRestVectors, reportVectors } from '../test/vectors.ts';

const folder = new URL('../../../docs/spec/vectors/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, vectors] of [
  ['sealing-report.json', await reportVectors()],
  ['sealing-at-rest.json', await atRestVectors()],
] as const) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(vectors, null, 2)}\n`);
}
