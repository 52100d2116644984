import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const flags = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
  ...['--importMemory', '--initialMemory', '0', '--maximumMemory', '65536'],
];

/**
 * Text of src/kernel-wasm.ts: the module as base64, and what made it.
 * @throws {Error} with the compiler's words when assembly/ does not compile
 */
export async function compileKernel(): Promise<string> {
  let binary: Uint8Array | null = null;
  const baseDir = fileURLToPath(new URL('..', import.meta.url));
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', '--baseDir', baseDir, ...flags, '--outFile', 'kernel.wasm'],
    {
      writeFile: (name, content) => {
        if (name === 'kernel.wasm' && typeof content !== 'string') binary = content;
      },
    },
  );
  if (error || !binary) throw new Error(`compile the kernel: ${error?.message ?? 'nothing came out'}\n${stderr}`);
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,116}/g) ?? [];
  return [
    `/** Written by scripts/build-wasm.ts with AssemblyScript ${asc.version}: ${flags.join(' ')} */`,
    'export const kernelWasm =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
