/** Runs every TypeScript block of every README; a block opened as ```ts no-run is shown and not run. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { root, run } from '../lib/run.ts';

const listed = await run('git', ['ls-files', '*README.md', 'docs/*.md']);
const files = listed.output.trim().split('\n').filter(Boolean);
let ran = 0;
let failed = 0;
for (const file of files) {
  const text = await readFile(join(root, file), 'utf8');
  for (const [index, match] of [...text.matchAll(/^```ts *\n([\s\S]*?)^```/gm)].entries()) {
    // beside the README, so that the package's own dependencies resolve
    const folder = join(root, dirname(file), '.readme-snippets');
    const snippet = join(folder, `snippet-${index + 1}.ts`);
    await mkdir(folder, { recursive: true });
    await writeFile(snippet, match[1] ?? '');
    const result = await run(process.execPath, ['--conditions=wellhouse-src', snippet], { timeoutMs: 60_000 });
    await rm(folder, { recursive: true, force: true });
    ran++;
    if (result.code === 0) continue;
    failed++;
    console.error(`${relative(root, join(root, file))}: block ${index + 1} fails\n${result.output}`);
  }
}
console.log(`${ran} README blocks ran, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
