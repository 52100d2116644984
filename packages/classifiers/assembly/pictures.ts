/**
 * The steps of a picture's model that take time, in WebAssembly SIMD. Memory is laid out by the caller
 * (src/pictures/network.ts); there is no allocator, and a function touches what it is given. Pictures lie row by row, the channels
 * of a pixel side by side.
 *
 * A convolution of one by one multiplies int16 by int16 and sums in int32: activations have 13 bits, weights are at most 255, and
 * 960 products of the two stay below 2^31, so sums are exact. test/pictures/plain-kernel.ts says the same in plain TypeScript.
 */

/** The greatest activation in int16, for a value of 6 where values end there. */
const LIMIT: f32 = 8191;

/** Pixels that go through all outputs before the next ones do: what of them fits beside the weights into the nearest cache. */
const BLOCK_BYTES: i32 = 24576;

/**
 * to[p][n] = sum over k of x[p][k] * weights[k][n] * scales[n] * by + bias[n], four pixels by eight outputs at a time. Up to three
 * pixels behind the last are read and written too.
 * @param x int16, `inner` a pixel
 * @param inner K, even
 * @param weights int16, for each eight outputs: for each two inputs: the two of each output
 * @param outer N, a multiple of 8
 * @param to float32
 * @param mode 0 store, 1 store between 0 and 6, 2 add to what is there
 */
export function pointwise(
  x: usize, pixels: i32, inner: i32, by: f32,
  weights: usize, scales: usize, bias: usize, outer: i32,
  to: usize, mode: i32,
): void {
  const row = <usize>inner << 1;
  const tile = <usize>inner << 4;
  const width = <usize>outer << 2;
  const block = max<i32>(4, (BLOCK_BYTES / <i32>row) & ~3);
  const byAll = f32x4.splat(by);
  for (let begin = 0; begin < pixels; begin += block) {
    const end = min<i32>(pixels, begin + block);
    for (let n = 0; n < outer; n += 8) {
      const fromWeights = weights + <usize>(n >> 3) * tile;
      const at = <usize>n << 2;
      const scaleLow = f32x4.mul(v128.load(scales + at), byAll);
      const scaleHigh = f32x4.mul(v128.load(scales + at, 16), byAll);
      const biasLow = v128.load(bias + at);
      const biasHigh = v128.load(bias + at, 16);
      for (let p = begin; p < end; p += 4) {
        let a0 = i32x4.splat(0), a1 = i32x4.splat(0), b0 = i32x4.splat(0), b1 = i32x4.splat(0);
        let c0 = i32x4.splat(0), c1 = i32x4.splat(0), d0 = i32x4.splat(0), d1 = i32x4.splat(0);
        let a = x + <usize>p * row;
        let c = a + (row << 1);
        let w = fromWeights;
        const stop = a + row;
        while (a < stop) {
          const w0 = v128.load(w);
          const w1 = v128.load(w, 16);
          const first = v128.load_splat<u32>(a);
          a0 = i32x4.add(a0, i32x4.dot_i16x8_s(first, w0));
          a1 = i32x4.add(a1, i32x4.dot_i16x8_s(first, w1));
          const second = v128.load_splat<u32>(a + row);
          b0 = i32x4.add(b0, i32x4.dot_i16x8_s(second, w0));
          b1 = i32x4.add(b1, i32x4.dot_i16x8_s(second, w1));
          const third = v128.load_splat<u32>(c);
          c0 = i32x4.add(c0, i32x4.dot_i16x8_s(third, w0));
          c1 = i32x4.add(c1, i32x4.dot_i16x8_s(third, w1));
          const fourth = v128.load_splat<u32>(c + row);
          d0 = i32x4.add(d0, i32x4.dot_i16x8_s(fourth, w0));
          d1 = i32x4.add(d1, i32x4.dot_i16x8_s(fourth, w1));
          a += 4;
          c += 4;
          w += 32;
        }
        let place = to + <usize>p * width + at;
        put(place, a0, scaleLow, biasLow, mode);
        put(place + 16, a1, scaleHigh, biasHigh, mode);
        place += width;
        put(place, b0, scaleLow, biasLow, mode);
        put(place + 16, b1, scaleHigh, biasHigh, mode);
        place += width;
        put(place, c0, scaleLow, biasLow, mode);
        put(place + 16, c1, scaleHigh, biasHigh, mode);
        place += width;
        put(place, d0, scaleLow, biasLow, mode);
        put(place + 16, d1, scaleHigh, biasHigh, mode);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function put(place: usize, sum: v128, scale: v128, bias: v128, mode: i32): void {
  let y = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), scale), bias);
  if (mode == 1) y = f32x4.pmin(f32x4.pmax(y, f32x4.splat(0)), f32x4.splat(6));
  else if (mode == 2) y = f32x4.add(y, v128.load(place));
  v128.store(place, y);
}

/**
 * A convolution of three by three for each channel by itself: to = what it gives, between 0 and LIMIT, in int16.
 * @param from float32, side * side pixels
 * @param channels a multiple of 8
 * @param stride 1: a pixel of zeros all around; 2: one at the right and at the bottom, and every second pixel
 * @param weights float32, times LIMIT / 6; for each eight channels: the nine weights of each, tap by tap
 * @param bias float32, times LIMIT / 6
 * @param zeros `channels` times float32 0
 */
export function depthwise(
  from: usize, side: i32, channels: i32, stride: i32,
  weights: usize, bias: usize, zeros: usize, to: usize,
): void {
  const pixel = <usize>channels << 2;
  const shift = stride == 1 ? -1 : 0;
  const out = side / stride;
  const none = f32x4.splat(0);
  const most = f32x4.splat(LIMIT);
  for (let y = 0; y < out; y++) {
    for (let x = 0; x < out; x++) {
      const top = y * stride + shift;
      const left = x * stride + shift;
      let t0 = tap(from, side, pixel, zeros, top, left);
      let t1 = tap(from, side, pixel, zeros, top, left + 1);
      let t2 = tap(from, side, pixel, zeros, top, left + 2);
      let t3 = tap(from, side, pixel, zeros, top + 1, left);
      let t4 = tap(from, side, pixel, zeros, top + 1, left + 1);
      let t5 = tap(from, side, pixel, zeros, top + 1, left + 2);
      let t6 = tap(from, side, pixel, zeros, top + 2, left);
      let t7 = tap(from, side, pixel, zeros, top + 2, left + 1);
      let t8 = tap(from, side, pixel, zeros, top + 2, left + 2);
      let w = weights;
      for (let k: usize = 0; k < pixel; k += 32) {
        let low = v128.load(bias + k);
        let high = v128.load(bias + k, 16);
        low = f32x4.add(low, f32x4.mul(v128.load(t0 + k), v128.load(w)));
        high = f32x4.add(high, f32x4.mul(v128.load(t0 + k, 16), v128.load(w, 16)));
        low = f32x4.add(low, f32x4.mul(v128.load(t1 + k), v128.load(w, 32)));
        high = f32x4.add(high, f32x4.mul(v128.load(t1 + k, 16), v128.load(w, 48)));
        low = f32x4.add(low, f32x4.mul(v128.load(t2 + k), v128.load(w, 64)));
        high = f32x4.add(high, f32x4.mul(v128.load(t2 + k, 16), v128.load(w, 80)));
        low = f32x4.add(low, f32x4.mul(v128.load(t3 + k), v128.load(w, 96)));
        high = f32x4.add(high, f32x4.mul(v128.load(t3 + k, 16), v128.load(w, 112)));
        low = f32x4.add(low, f32x4.mul(v128.load(t4 + k), v128.load(w, 128)));
        high = f32x4.add(high, f32x4.mul(v128.load(t4 + k, 16), v128.load(w, 144)));
        low = f32x4.add(low, f32x4.mul(v128.load(t5 + k), v128.load(w, 160)));
        high = f32x4.add(high, f32x4.mul(v128.load(t5 + k, 16), v128.load(w, 176)));
        low = f32x4.add(low, f32x4.mul(v128.load(t6 + k), v128.load(w, 192)));
        high = f32x4.add(high, f32x4.mul(v128.load(t6 + k, 16), v128.load(w, 208)));
        low = f32x4.add(low, f32x4.mul(v128.load(t7 + k), v128.load(w, 224)));
        high = f32x4.add(high, f32x4.mul(v128.load(t7 + k, 16), v128.load(w, 240)));
        low = f32x4.add(low, f32x4.mul(v128.load(t8 + k), v128.load(w, 256)));
        high = f32x4.add(high, f32x4.mul(v128.load(t8 + k, 16), v128.load(w, 272)));
        w += 288;
        low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.pmin(f32x4.pmax(low, none), most)));
        high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.pmin(f32x4.pmax(high, none), most)));
        v128.store(to, i16x8.narrow_i32x4_s(low, high));
        to += 16;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function tap(from: usize, side: i32, pixel: usize, zeros: usize, y: i32, x: i32): usize {
  return <u32>y < <u32>side && <u32>x < <u32>side ? from + <usize>(y * side + x) * pixel : zeros;
}

/** The greatest |value|. @param count a multiple of 4 */
export function greatest(from: usize, count: i32): f32 {
  let most = f32x4.splat(0);
  const end = from + (<usize>count << 2);
  for (; from < end; from += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(from)));
  const two = f32x4.pmax(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  return max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/** to = from * by, rounded to the nearest, in int16. @param count a multiple of 8 */
export function narrow(from: usize, count: i32, by: f32, to: usize): void {
  const times = f32x4.splat(by);
  const end = from + (<usize>count << 2);
  for (; from < end; from += 32) {
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), times)));
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from, 16), times)));
    v128.store(to, i16x8.narrow_i32x4_s(low, high));
    to += 16;
  }
}
