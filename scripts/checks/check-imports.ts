/**
 * Arrows point down only (docs/architecture.md): no import cycle, no package that imports a package above it, nothing
 * that imports an app, and inside the server no folder that imports one above it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../lib/run.ts';

/** What each room may import of the others. */
const mayImport: Record<string, readonly string[]> = {
  'packages/taxonomy': [],
  'packages/franking': [],
  'packages/sealing': [],
  'packages/fingerprint': [],
  'packages/matching': [],
  'packages/classifiers': [],
  'packages/protocol': ['taxonomy'],
  'packages/hub': ['franking', 'protocol'],
  'packages/client': ['classifiers', 'franking', 'sealing', 'protocol', 'taxonomy'],
  'packages/client-ui': ['client', 'classifiers', 'protocol', 'taxonomy'],
  'apps/server': ['classifiers', 'franking', 'sealing', 'protocol', 'taxonomy', 'fingerprint', 'matching'],
  'apps/console': ['protocol', 'taxonomy'],
  'apps/messenger': ['client', 'client-ui', 'classifiers', 'hub', 'franking', 'protocol', 'taxonomy'],
};

/**
 * A report flows down the server's folders in this order; a folder imports only those that stand below it. `lists` stands
 * beside the report's path: it imports none of the folders that a report passes. `albums` feeds `cases` from the side, and `hma`
 * answers from `lists`; nothing imports them.
 */
const serverOrder = [
  ...['hma', 'albums', 'intake', 'evidence', 'numbers', 'quality', 'appeals', 'cases', 'review', 'decisions'],
  ...['enforcement', 'notices', 'reporters', 'signals', 'queues', 'care', 'lists', 'staff', 'platform', 'schema'],
];
/** Files at the top of apps/server/src wire the folders together and may import all of them; so may the command line. */
const serverWiring = new Set(['', 'cli']);

const sources = Object.keys(mayImport).flatMap((room) => sourceFiles(join(root, room, 'src')));
const problems: string[] = [];
const graph = new Map<string, string[]>();

for (const file of sources) {
  const edges: string[] = [];
  for (const target of importsOf(readFileSync(file, 'utf8'))) {
    if (target.startsWith('.')) {
      const resolved = join(dirname(file), target.replace(/\?.*$/, ''));
      edges.push(resolved);
      checkServerOrder(file, resolved);
    } else if (target.startsWith('@wellhouse/')) checkRoom(file, target);
  }
  graph.set(file, edges);
}
problems.push(...cycles());

for (const line of problems) console.error(line);
console.log(`${sources.length} files, ${problems.length} imports that point up`);
process.exit(problems.length > 0 ? 1 : 0);

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

/** Specifiers of value imports; `import type` is erased and cannot form a cycle at run time. */
function importsOf(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/^\s*(import|export)\b(?!\s+type\b)[^'";]*?from\s+'([^']+)'/gm))
    found.push(match[2] ?? '');
  for (const match of text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)) found.push(match[1] ?? '');
  return found;
}

function checkRoom(file: string, target: string): void {
  const room = relative(root, file).split('/').slice(0, 2).join('/');
  const name = target.split('/')[1] ?? '';
  if (room !== `packages/${name}` && !mayImport[room]?.includes(name)) {
    problems.push(`${relative(root, file)} imports ${target}: ${room} may not`);
  }
}

function checkServerOrder(file: string, target: string): void {
  const from = serverFolder(file);
  const to = serverFolder(target);
  if (from === null || to === null || from === to || serverWiring.has(from)) return;
  if (serverWiring.has(to) ? to !== '' : serverOrder.indexOf(to) < serverOrder.indexOf(from)) {
    problems.push(`${relative(root, file)} imports ${relative(root, target)}: ${to} stands above ${from}`);
  }
}

function serverFolder(file: string): string | null {
  const path = relative(join(root, 'apps/server/src'), file);
  if (path.startsWith('..')) return null;
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}

function cycles(): string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      const loop = stack.slice(stack.indexOf(file)).concat(file);
      found.push(`import cycle: ${loop.map((name) => relative(root, name)).join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    stack.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    stack.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
