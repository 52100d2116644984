/**
 * Builds the kernel: `node packages/fingerprint/scripts/build-wasm.ts` writes src/kernel-wasm.ts, which is committed.
 * A test builds it again and demands the same bytes.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];

/** The text of src/kernel-wasm.ts. */
export async function buildKernel(): Promise<string> {
  const args = ['assembly/pdq.ts', '--baseDir', root, '--outFile', 'kernel.wasm', ...flags];
  const built: Uint8Array[] = [];
  const { error, stderr } = await asc.main(args, {
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm') && typeof contents !== 'string') built.push(contents);
    },
  });
  const [wasm] = built;
  if (error || !wasm) throw new Error(`cannot build the kernel: ${error?.message ?? 'no output'}\n${stderr}`);
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(/.{1,116}/g) ?? [];
  return `// Generated from assembly/ by scripts/build-wasm.ts; do not edit.
// AssemblyScript ${asc.version}: asc ${flags.join(' ')}
/** The kernel as WebAssembly with SIMD, ${wasm.length} bytes in base64. */
export const kernelWasm = \`
${lines.join('\n')}
\`;
`;
}

if (import.meta.main) await writeFile(join(root, 'src/kernel-wasm.ts'), await buildKernel());
