import { kernelWasm } from './kernel-wasm.ts';

/** Exports of assembly/index.ts. Addresses, counts and lengths are u32. */
export interface Kernel {
  configure(
    codes: number,
    entries: number,
    removed: number,
    chunks: number,
    chunksUsed: number,
    queries: number,
    states: number,
    scratch: number,
    scratchBytes: number,
  ): void;
  search(batch: number, radius: number, candidates: number, most: number, hits: number, hitsRoom: number): number;
  countChunk(chunk: number, codes: number, from: number, to: number): void;
  sumChunk(chunk: number, from: number, to: number, sum: number): number;
  scatterChunk(chunk: number, codes: number, from: number, to: number, spare: number): void;
  permute(table: number, from: number, to: number, count: number): void;
  checksum(from: number, length: number, seed: bigint): bigint;
}

export const WASM_PAGE_BYTES = 65_536;
/** One page less than 4 GiB, so that no end address is 2^32, which is 0. */
export const WASM_PAGES_MOST = 65_535;

let compiled: WebAssembly.Module | null = null;

/** An instance of the kernel that works on `memory`. */
export function instantiateKernel(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(kernelWasm), (char) => char.charCodeAt(0)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel;
}
