/**
 * The steps of the encoder that take time, in WebAssembly SIMD. Memory is laid out by the caller (src/engine/encoder.ts);
 * there is no allocator, and a function touches what it is given. Rows are tokens, float32 unless said otherwise.
 *
 * A linear layer multiplies int16 by int8: weights lie as they came (int8, a scale per output), activations get 14 bits
 * and a scale per token. Sums of 1,536 products of at most 127 * 8191 stay below 2^31, so they are exact. The twin in
 * test/engine says the same in plain TypeScript.
 */
import { greatestOf, nearestOf, sumOf } from './lanes';
import { LIMIT } from './limits';

export { attend, pool, project } from './attention';
export { linearOfFew, turn } from './few';
export { linear, linearInHalves } from './linear';

/** to[t] = 2 * embedding of ids[t] (u16; int8 with a scale per row) + positions[t]. */
export function embed(ids: usize, tokens: i32, dim: i32, weights: usize, scales: usize, positions: usize, to: usize): void {
  const row = <usize>dim << 2;
  for (let t = 0; t < tokens; t++) {
    const id = <i32>load<u16>(ids + (<usize>t << 1));
    const scale = f32x4.splat(2 * load<f32>(scales + (<usize>id << 2)));
    const from = weights + <usize>(id * dim);
    const at = <usize>t * row;
    for (let k: usize = 0; k < <usize>dim; k += 8) {
      const eight = v128.load_ext<i8>(from + k);
      const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
      const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
      const place = at + (k << 2);
      v128.store(to + place, f32x4.add(f32x4.mul(low, scale), v128.load(positions + place)));
      v128.store(to + place, f32x4.add(f32x4.mul(high, scale), v128.load(positions + place, 16)), 16);
    }
  }
}

/** to[t] = (from[t] - mean) / sqrt(variance + 1e-6) * gain + bias. */
export function layerNorm(from: usize, tokens: i32, dim: i32, gain: usize, bias: usize, to: usize): void {
  const row = <usize>dim << 2;
  for (let t = 0; t < tokens; t++) {
    const x = from + <usize>t * row;
    const y = to + <usize>t * row;
    let sum = f32x4.splat(0);
    for (let k: usize = 0; k < row; k += 16) sum = f32x4.add(sum, v128.load(x + k));
    const mean = f32x4.splat(sumOf(sum) / <f32>dim);
    let squares = f32x4.splat(0);
    for (let k: usize = 0; k < row; k += 16) {
      const off = f32x4.sub(v128.load(x + k), mean);
      squares = f32x4.add(squares, f32x4.mul(off, off));
    }
    const scale = f32x4.splat(1 / sqrt<f32>(sumOf(squares) / <f32>dim + 1e-6));
    for (let k: usize = 0; k < row; k += 16) {
      const off = f32x4.mul(f32x4.sub(v128.load(x + k), mean), scale);
      v128.store(y + k, f32x4.add(f32x4.mul(off, v128.load(gain + k)), v128.load(bias + k)));
    }
  }
}

/**
 * Quantises tokens to int16, two by two: eight values of the first, eight of the second, and on. The scales go to
 * `scales`. An odd last token is followed by what lay there before: its products are computed and belong to nobody.
 */
export function quantise(from: usize, tokens: i32, dim: i32, to: usize, scales: usize): void {
  const row = <usize>dim << 2;
  for (let t = 0; t < tokens; t++) {
    const x = from + <usize>t * row;
    let most = f32x4.splat(0);
    for (let k: usize = 0; k < row; k += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(x + k)));
    const greatest = greatestOf(most);
    store<f32>(scales + (<usize>t << 2), greatest / LIMIT);
    const by = f32x4.splat(greatest > 0 ? LIMIT / greatest : 0);
    const y = to + (<usize>(t >> 1) * row) + (<usize>(t & 1) << 4);
    for (let k: usize = 0; k < row; k += 32) {
      const low = nearestOf(f32x4.mul(v128.load(x + k), by));
      const high = nearestOf(f32x4.mul(v128.load(x + k, 16), by));
      v128.store(y + k, i16x8.narrow_i32x4_s(low, high));
    }
  }
}
