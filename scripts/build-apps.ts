/** Builds the web apps that changed since their last build; `--force` builds all of them. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './lib/run.ts';

const apps = ['console', 'messenger'];
const sharedSources = [
  'packages/classifiers/packs',
  'packages/classifiers/src',
  'packages/client/src',
  'packages/client-ui/src',
  'packages/franking/src',
  'packages/protocol/src',
];

function newest(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...entries.map((name) => statSync(join(folder, name)).mtimeMs));
}

for (const app of apps) {
  const folder = join(root, 'apps', app);
  const built = join(folder, 'dist', 'index.html');
  const own = ['src', 'public'].map((name) => newest(join(folder, name)));
  const changed = Math.max(...own, ...sharedSources.map((name) => newest(join(root, name))), newestFile(folder));
  if (!process.argv.includes('--force') && existsSync(built) && statSync(built).mtimeMs > changed) continue;
  process.stderr.write(`Building apps/${app} …\n`);
  const result = await run('vite', ['build', '--logLevel', 'warn'], { cwd: folder });
  if (result.code !== 0) {
    process.stderr.write(result.output);
    process.exit(1);
  }
}

function newestFile(folder: string): number {
  return Math.max(...['index.html', 'vite.config.ts'].map((name) => statSync(join(folder, name)).mtimeMs));
}
