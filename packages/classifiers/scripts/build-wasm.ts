/**
 * Builds the modules: `node packages/classifiers/scripts/build-wasm.ts` writes src/encoder-wasm.ts and src/pictures-wasm.ts, which are
 * committed. Tests build them again and demand the same bytes.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];

type ModuleName = 'encoder' | 'pictures';

/** The text of src/NAME-wasm.ts. */
export async function buildModule(name: ModuleName = 'encoder'): Promise<string> {
  const args = [`assembly/${name}.ts`, '--baseDir', root, '--outFile', `${name}.wasm`, ...flags];
  const built: Uint8Array[] = [];
  const { error, stderr } = await asc.main(args, {
    writeFile: (file, contents) => {
      if (file.endsWith('.wasm') && typeof contents !== 'string') built.push(contents);
    },
  });
  const [wasm] = built;
  if (error || !wasm) throw new Error(`cannot build ${name}: ${error?.message ?? 'no output'}\n${stderr}`);
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(/.{1,116}/g) ?? [];
  return `// Generated from assembly/ by scripts/build-wasm.ts; do not edit.
// AssemblyScript ${asc.version}: asc ${flags.join(' ')}
/** assembly/${name}.ts as WebAssembly with SIMD, ${wasm.length} bytes in base64. */
export const ${name}Wasm = \`
${lines.join('\n')}
\`;
`;
}

if (import.meta.main) {
  for (const name of ['encoder', 'pictures'] as const) {
    await writeFile(join(root, 'src', `${name}-wasm.ts`), await buildModule(name));
  }
}
