/** Compiles assembly/ and writes src/kernel-wasm.ts. Run: node --conditions=wellhouse-src packages/matching/scripts/build-wasm.ts */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernel } from './compile-kernel.ts';

await writeFile(fileURLToPath(new URL('../src/kernel-wasm.ts', import.meta.url)), await compileKernel());
