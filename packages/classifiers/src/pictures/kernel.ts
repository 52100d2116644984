import { EngineError } from '../engine/errors.ts';
import { picturesWasm } from '../pictures-wasm.ts';

/** What `pointwise` does with what it has computed. */
export const store = 0;
export const storeUpToSix = 1;
export const addTo = 2;

/** The greatest activation in int16. */
export const limit = 8191;

/** Functions of assembly/pictures.ts; addresses are bytes. */
export interface PictureKernel {
  readonly memory: { readonly buffer: ArrayBufferLike; grow(pages: number): number };
  pointwise(
    x: number,
    pixels: number,
    inner: number,
    by: number,
    weights: number,
    scales: number,
    bias: number,
    outer: number,
    to: number,
    mode: number,
  ): void;
  depthwise(
    from: number,
    side: number,
    channels: number,
    stride: number,
    weights: number,
    bias: number,
    zeros: number,
    to: number,
  ): void;
  greatest(from: number, count: number): number;
  narrow(from: number, count: number, by: number, to: number): void;
}

let compiled: WebAssembly.Module | null = null;

/** A module of its own with its own memory, compiled once for all. @throws EngineError `no-simd` */
export function startPictureKernel(): PictureKernel {
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(atob(picturesWasm.replaceAll('\n', '')), (char) => char.charCodeAt(0)),
    );
    return new WebAssembly.Instance(compiled, {}).exports as unknown as PictureKernel;
  } catch (error) {
    throw new EngineError('no-simd', `load the model of pictures: ${error instanceof Error ? error.message : error}`);
  }
}
