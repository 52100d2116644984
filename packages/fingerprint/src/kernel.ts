import { FingerprintError } from './errors.ts';
import { kernelWasm } from './kernel-wasm.ts';

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly STRIDE: WebAssembly.Global;
  readonly PIXELS: WebAssembly.Global;
  readonly HASHES: WebAssembly.Global;
  readonly lumaFromPixels: (rows: number, cols: number) => void;
  readonly hashLuma: (rows: number, cols: number, hashes: number) => number;
}

/** The module and views of its memory, which never grows after the start. Not for use by two at once. */
export interface Kernel {
  /** Values from the start of one row to the start of the next, in `packed` and `luma`. */
  readonly stride: number;
  /** Where sampled pixels go in: r | g << 8 | b << 16. */
  readonly packed: Uint32Array;
  /** The same memory as luma. */
  readonly luma: Float32Array;
  /** Makes luma of packed pixels, in place. */
  lumaFromPixels(rows: number, cols: number): void;
  /** Hashes the luma; 1 hash or all 8 turns, 32 bytes each. */
  hash(rows: number, cols: number, count: 1 | 8): { hashes: Uint8Array[]; quality: number };
}

let kernel: Kernel | null = null;

/** Compiled at first use, and once. @throws FingerprintError `no-simd` */
export function loadKernel(): Kernel {
  kernel ??= instantiate();
  return kernel;
}

function instantiate(): Kernel {
  const wasm = Uint8Array.from(atob(kernelWasm.replaceAll('\n', '')), (char) => char.charCodeAt(0));
  const { memory, lumaFromPixels, hashLuma, ...at } = start(wasm);
  const stride = Number(at.STRIDE.value);
  const pixels = Number(at.PIXELS.value);
  const hashesAt = Number(at.HASHES.value);
  return {
    stride,
    packed: new Uint32Array(memory.buffer, pixels, stride * 512),
    luma: new Float32Array(memory.buffer, pixels, stride * 512),
    lumaFromPixels,
    hash(rows, cols, count) {
      const quality = hashLuma(rows, cols, count);
      const bytes = new Uint8Array(memory.buffer, hashesAt, 32 * count);
      return { quality, hashes: Array.from({ length: count }, (_, turn) => bytes.slice(32 * turn, 32 * turn + 32)) };
    },
  };
}

function start(wasm: Uint8Array<ArrayBuffer>): KernelExports {
  try {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), {});
    return instance.exports as unknown as KernelExports;
  } catch (error) {
    throw new FingerprintError('no-simd', `load the PDQ kernel: ${error instanceof Error ? error.message : error}`);
  }
}
