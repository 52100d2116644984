/** Every relative link of every page leads to a file that is in the repository, and every path that code names in docs/ too. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root, run } from '../lib/run.ts';

const listed = await run('git', ['ls-files', '*.md', '*.ts', '*.tsx', '*.py']);
const files = listed.output.trim().split('\n').filter(Boolean);
if (listed.code !== 0 || files.length === 0) throw new Error(`cannot list the files: ${listed.output}`);
const problems: string[] = [];
let links = 0;
for (const file of files) {
  const text = await readFile(join(root, file), 'utf8').catch(() => '');
  const found = file.endsWith('.md')
    ? [...text.matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => join(dirname(file), target))
    : [...text.matchAll(/\bdocs\/[\w/.-]+\.(?:md|json|py)\b/g)].map(([target]) => target);
  for (const target of found) {
    links++;
    if (!existsSync(join(root, target))) problems.push(`${file}: there is no ${target}`);
  }
}
for (const problem of problems) console.error(problem);
console.log(`${links} links, ${problems.length} lead nowhere`);
process.exit(problems.length > 0 ? 1 : 0);
