/**
 * Builds the modules: `node packages/fingerprint/scripts/build-wasm.ts` writes src/kernel-wasm.ts and src/jpeg-wasm.ts, which
 * are committed. A test builds them again and demands the same bytes.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];

/** Module in assembly/ → file in src/ and the name of its export. */
export const modules = [
  { source: 'pdq', file: 'kernel-wasm.ts', name: 'kernelWasm' },
  { source: 'jpeg', file: 'jpeg-wasm.ts', name: 'jpegWasm' },
] as const;

/** The text of the file in src/. */
export async function buildModule({ source, name }: (typeof modules)[number]): Promise<string> {
  const args = [`assembly/${source}.ts`, '--baseDir', root, '--outFile', 'kernel.wasm', ...flags];
  const built: Uint8Array[] = [];
  const { error, stderr } = await asc.main(args, {
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm') && typeof contents !== 'string') built.push(contents);
    },
  });
  const [wasm] = built;
  if (error || !wasm) throw new Error(`cannot build ${source}: ${error?.message ?? 'no output'}\n${stderr}`);
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(/.{1,116}/g) ?? [];
  return `// Generated from assembly/ by scripts/build-wasm.ts; do not edit.
// AssemblyScript ${asc.version}: asc ${flags.join(' ')}
/** assembly/${source}.ts as WebAssembly with SIMD, ${wasm.length} bytes in base64. */
export const ${name} = \`
${lines.join('\n')}
\`;
`;
}

if (import.meta.main) {
  for (const module of modules) await writeFile(join(root, 'src', module.file), await buildModule(module));
}
