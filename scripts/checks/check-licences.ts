/** Every dependency's licence must stand on the allow-list; the few exceptions are named with their reason. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/run.ts';

const allowed = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'],
  ...['MPL-2.0', 'Python-2.0', 'Unlicense', 'Zlib'],
]);

/** Package name prefix → why its licence is accepted. */
const exceptions: Record<string, string> = {
  '@img/sharp-libvips-': 'LGPL-3.0-or-later: libvips, loaded as a shared library and replaceable by the operator',
  '@img/sharp-wasm32':
    'Apache-2.0 AND LGPL-3.0-or-later AND MIT: only for platforms without a native build; not installed',
  '@img/sharp-webcontainers-wasm32': 'as @img/sharp-wasm32: only for web containers; not installed',
  '@img/sharp-win32-': 'Apache-2.0 AND LGPL-3.0-or-later: only for Windows, not installed elsewhere',
  'caniuse-lite': 'CC-BY-4.0: data, used at build time only',
};

interface Locked {
  version?: string;
  license?: string;
  link?: boolean;
}

/** SPDX expression of names joined by AND / OR, with brackets. */
export function isAllowed(expression: string): boolean {
  const text = expression.replaceAll(/[()]/g, ' ').trim();
  const alternatives = text.split(/\s+OR\s+/);
  return alternatives.some((part) => part.split(/\s+AND\s+/).every((name) => allowed.has(name.trim())));
}

function licenceOf(path: string, locked: Locked): string | null {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return locked.license ?? null;
  const manifest: { license?: string | { type?: string }; licenses?: { type?: string }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  if (typeof manifest.license === 'string') return manifest.license;
  return manifest.license?.type ?? manifest.licenses?.map((entry) => entry.type).join(' OR ') ?? locked.license ?? null;
}

const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const refused: string[] = [];
let count = 0;
for (const [path, locked] of Object.entries(lock.packages)) {
  if (!path.includes('node_modules/') || locked.link) continue;
  count++;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const licence = licenceOf(path, locked);
  const excepted = Object.keys(exceptions).some((prefix) => name.startsWith(prefix));
  if (!excepted && (licence === null || !isAllowed(licence))) refused.push(`${name}@${locked.version}: ${licence}`);
}
for (const line of refused) console.error(`licence not on the allow-list: ${line}`);
console.log(`${count} dependencies, ${refused.length} with a licence that is not allowed`);
process.exit(refused.length > 0 ? 1 : 0);
