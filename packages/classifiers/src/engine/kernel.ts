import { encoderWasm } from '../encoder-wasm.ts';
import { EngineError } from './errors.ts';

/** Functions of assembly/encoder.ts; addresses are bytes. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  embed(
    ids: number,
    tokens: number,
    width: number,
    weights: number,
    scales: number,
    positions: number,
    to: number,
  ): void;
  layerNorm(from: number, tokens: number, width: number, gain: number, bias: number, to: number): void;
  quantise(from: number, tokens: number, width: number, to: number, scales: number): void;
  linear(
    x: number,
    scales: number,
    tokens: number,
    inner: number,
    weights: number,
    weightScales: number,
    bias: number,
    outer: number,
    wide: number,
    to: number,
    mode: number,
  ): void;
  linearInHalves(
    x: number,
    scales: number,
    tokens: number,
    inner: number,
    weights: number,
    weightScales: number,
    bias: number,
    outer: number,
    sums: number,
    wide: number,
    to: number,
    mode: number,
  ): void;
  turn(from: number, rows: number, cols: number, to: number): void;
  linearOfFew(
    x: number,
    tokens: number,
    inner: number,
    turned: number,
    weightScales: number,
    bias: number,
    outer: number,
    lists: number,
    ends: number,
    near: number,
    to: number,
  ): void;
  attend(
    qkv: number,
    tokens: number,
    width: number,
    heads: number,
    scale: number,
    queries: number,
    keys: number,
    scales: number,
    weights: number,
    to: number,
  ): void;
  pool(
    x: number,
    hidden: number,
    tokens: number,
    width: number,
    inner: number,
    attention: number,
    turnedAttention: number,
    weights: number,
    to: number,
    toHidden: number,
  ): void;
  project(by: number, weights: number, weightScales: number, outer: number, inner: number, to: number): void;
}

let compiled: WebAssembly.Module | null = null;

/** A module of its own with its own memory, compiled once for all. @throws EngineError `no-simd` */
export function startKernel(): Kernel {
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(atob(encoderWasm.replaceAll('\n', '')), (char) => char.charCodeAt(0)),
    );
    return new WebAssembly.Instance(compiled, {}).exports as unknown as Kernel;
  } catch (error) {
    throw new EngineError('no-simd', `load the encoder: ${error instanceof Error ? error.message : error}`);
  }
}
