/** docs/spec/openapi.json must be what the server generates from packages/protocol; `--write` brings it up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../lib/run.ts';

const file = join(root, 'docs/spec/openapi.json');
const generated = await run(process.execPath, [join(root, 'apps/server/bin/wellhouse.mjs'), 'openapi']);
if (generated.code !== 0) {
  console.error(generated.output);
  process.exit(1);
}
if (process.argv.includes('--write')) {
  await writeFile(file, generated.output);
  console.log('docs/spec/openapi.json written');
} else if ((await readFile(file, 'utf8')) !== generated.output) {
  console.error('docs/spec/openapi.json is not what the server generates: npm run openapi');
  process.exit(1);
} else {
  console.log('docs/spec/openapi.json is what the server generates');
}
