import { instantiateKernel, WASM_PAGE_BYTES } from './kernel.ts';

/** Bytes that are summed in one go, at most. */
export const CHECKSUM_BYTES_MOST = 1 << 20;

let shared: ((bytes: Uint8Array, seed: number) => bigint) | null = null;

/** XXH64 of at most CHECKSUM_BYTES_MOST bytes. Finds damage; it does not prove who wrote them. */
export function checksum(bytes: Uint8Array, seed: number): bigint {
  shared ??= createChecksum();
  return shared(bytes, seed);
}

function createChecksum(): (bytes: Uint8Array, seed: number) => bigint {
  const pages = 1 + CHECKSUM_BYTES_MOST / WASM_PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernel = instantiateKernel(memory);
  const room = new Uint8Array(memory.buffer, WASM_PAGE_BYTES);
  return (bytes, seed) => {
    room.set(bytes);
    return BigInt.asUintN(64, kernel.checksum(WASM_PAGE_BYTES, bytes.length, BigInt(seed)));
  };
}
