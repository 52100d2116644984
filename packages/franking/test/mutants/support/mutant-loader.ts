import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const packages = new URL('../../../../', import.meta.url).href;
const collector = new URL('./collected-test.ts', import.meta.url).href;
const lenientAssert = new URL('./lenient-assert.ts', import.meta.url).href;
const strictAssert = 'mutant:assert';
const salamander = new URL('../../attacks/support/salamander.ts', import.meta.url).href;
const keptSalamander = new URL('./kept-salamander.ts', import.meta.url).href;
const replayed = ['franking/src/', 'franking/test/', 'hub/src/', 'hub/test/'].map((folder) => packages + folder);
const stripped = new Map<string, string>();

let mutated: { url: string; source: string } | null = null;
let generation = 0;

/** The source file of a mutant; the real one is never written to. */
export function sourceUrl(file: string): string {
  return packages + file;
}

/**
 * From here on, {@link importMutated} loads franking, hub and their tests anew for every mutant, under a query of its own in
 * the URL, with one file's source replaced in memory, `node:test` replaced by a collector and `node:assert/strict` by one that
 * goes on after a refusal under another code.
 */
export function installMutantLoader(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const query = context.parentURL?.match(/\?mutant=\d+$/)?.[0];
      if (query === undefined) return nextResolve(specifier, context);
      if (specifier === 'node:test') return { url: collector + query, format: 'module', shortCircuit: true };
      if (specifier === 'node:assert/strict') return { url: strictAssert, format: 'module', shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      if (resolved.url === salamander) return { ...resolved, url: keptSalamander, shortCircuit: true };
      const again = replayed.some((folder) => resolved.url.startsWith(folder));
      return again ? { ...resolved, url: resolved.url + query, format: 'module', shortCircuit: true } : resolved;
    },
    load(url, context, nextLoad) {
      if (url === strictAssert) {
        const source = `export { lenientAssert as default } from '${lenientAssert}';`;
        return { format: 'module', source, shortCircuit: true };
      }
      const [plain, query] = url.split('?mutant=');
      if (plain === undefined || query === undefined) return nextLoad(url, context);
      const source = mutated?.url === plain ? stripTypeScriptTypes(mutated.source) : readStripped(plain);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Begins a new copy of everything; `mutant` null: as it stands. */
export function startGeneration(mutant: { url: string; source: string } | null): void {
  mutated = mutant;
  generation++;
}

export function importMutated(url: string): Promise<Record<string, unknown>> {
  return import(`${url}?mutant=${generation}`);
}

export function importCollector(): Promise<typeof import('./collected-test.ts')> {
  return import(`${collector}?mutant=${generation}`);
}

function readStripped(url: string): string {
  const known = stripped.get(url);
  if (known !== undefined) return known;
  const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
  stripped.set(url, source);
  return source;
}
