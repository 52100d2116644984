/** Linear layers over quantised tokens: of all at once, and by halves. */
import { sumsOf } from './lanes';

/**
 * A linear layer over quantised tokens: to[t][n] = sum over k of x[t][k] * weights[n][k], scaled, + bias[n].
 * Two tokens by four outputs at a time; four rows of weights are widened once and then serve all tokens.
 * @param inner K, a multiple of 8, at most 1536
 * @param outer N, a multiple of 4
 * @param wide scratch of 8 * K bytes
 * @param mode 0 store, 1 store what is above zero, 2 add to what is there
 */
export function linear(
  x: usize, scales: usize, tokens: i32, inner: i32,
  weights: usize, weightScales: usize, bias: usize, outer: i32,
  wide: usize, to: usize, mode: i32,
): void {
  const row = <usize>outer << 2;
  const pair = <usize>inner << 2;
  const zero = f32x4.splat(0);
  for (let n = 0; n < outer; n += 4) {
    widen(weights + <usize>(n * inner), <usize>inner, wide);
    const byOutput = v128.load(weightScales + (<usize>n << 2));
    const plus = v128.load(bias + (<usize>n << 2));
    for (let t = 0; t < tokens; t += 2) {
      let a0 = i32x4.splat(0), a1 = i32x4.splat(0), a2 = i32x4.splat(0), a3 = i32x4.splat(0);
      let b0 = i32x4.splat(0), b1 = i32x4.splat(0), b2 = i32x4.splat(0), b3 = i32x4.splat(0);
      let from = x + <usize>(t >> 1) * pair;
      const end = from + pair;
      let w = wide;
      while (from < end) {
        const a = v128.load(from);
        const b = v128.load(from, 16);
        const w0 = v128.load(w);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, w0));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, w0));
        const w1 = v128.load(w, 16);
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, w1));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, w1));
        const w2 = v128.load(w, 32);
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(a, w2));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(b, w2));
        const w3 = v128.load(w, 48);
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(a, w3));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(b, w3));
        from += 32;
        w += 64;
      }
      const place = to + <usize>t * row + (<usize>n << 2);
      const first = f32x4.splat(load<f32>(scales + (<usize>t << 2)));
      const second = f32x4.splat(load<f32>(scales + (<usize>t << 2), 4));
      let y = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sumsOf(a0, a1, a2, a3)), f32x4.mul(first, byOutput)), plus);
      let z = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sumsOf(b0, b1, b2, b3)), f32x4.mul(second, byOutput)), plus);
      if (mode == 1) {
        y = f32x4.pmax(y, zero);
        z = f32x4.pmax(z, zero);
      } else if (mode == 2) {
        y = f32x4.add(y, v128.load(place));
        z = f32x4.add(z, v128.load(place + row));
      }
      v128.store(place, y);
      v128.store(place + row, z);
    }
  }
}

/** Four rows of int8 -> int16, eight values of each row in turn. */
// @ts-ignore: decorator
@inline
function widen(rows: usize, inner: usize, to: usize): void {
  let at = to;
  for (let k: usize = 0; k < inner; k += 8) {
    v128.store(at, v128.load_ext<i8>(rows + k));
    v128.store(at, v128.load_ext<i8>(rows + inner + k), 16);
    v128.store(at, v128.load_ext<i8>(rows + (inner << 1) + k), 32);
    v128.store(at, v128.load_ext<i8>(rows + inner * 3 + k), 48);
    at += 64;
  }
}

/**
 * The same to the last bit, by Strassen's seven products of half the tokens, inputs and outputs instead of eight. Sums of two activations have 15
 * bits, of two weights 8, and what overflows in a sum on the way has come back at its end: whole numbers modulo 2^32.
 * @param inner K, a multiple of 16
 * @param outer N, a multiple of 8
 * @param sums scratch of 14 * K bytes for each four tokens
 * @param wide scratch of 28 * K + 224 bytes
 */
export function linearInHalves(
  x: usize, scales: usize, tokens: i32, inner: i32,
  weights: usize, weightScales: usize, bias: usize, outer: i32,
  sums: usize, wide: usize, to: usize, mode: i32,
): void {
  const row = <usize>outer << 2;
  const half = (((tokens + 1) >> 1) + 1) >> 1;
  const part = <usize>inner << 1;
  const half4 = <usize>outer << 1;
  const across = <usize>(outer >> 1) * <usize>inner;
  const found = wide + 28 * <usize>inner;
  for (let p = 0; p < half; p++) addParts(x + <usize>p * 2 * part, x + <usize>(p + half) * 2 * part, part, sums + <usize>p * 7 * part);
  for (let n: usize = 0; n < <usize>outer >> 1; n += 4) {
    widenParts(weights + n * <usize>inner, across, <usize>inner, wide);
    const byFirst = v128.load(weightScales + (n << 2));
    const bySecond = v128.load(weightScales + (n << 2) + half4);
    const plusFirst = v128.load(bias + (n << 2));
    const plusSecond = v128.load(bias + (n << 2) + half4);
    for (let p = 0; p < half; p++) {
      let from = sums + <usize>p * 7 * part;
      let w = wide;
      for (let m = found; m < found + 224; m += 32) {
        dots(from, w, part, m);
        from += part;
        w += part << 1;
      }
      for (let token: usize = 0; token < 2; token++) {
        const m = found + (token << 4);
        const m1 = v128.load(m), m2 = v128.load(m, 32), m3 = v128.load(m, 64), m4 = v128.load(m, 96), m5 = v128.load(m, 128);
        const t = <usize>(p << 1) + token;
        const u = t + <usize>(half << 1);
        const first = f32x4.splat(load<f32>(scales + (t << 2)));
        const second = f32x4.splat(load<f32>(scales + (u << 2)));
        const place = to + t * row + (n << 2);
        const below = to + u * row + (n << 2);
        put(place, i32x4.add(i32x4.sub(i32x4.add(m1, m4), m5), v128.load(m, 192)), f32x4.mul(first, byFirst), plusFirst, mode);
        put(place + half4, i32x4.add(m3, m5), f32x4.mul(first, bySecond), plusSecond, mode);
        put(below, i32x4.add(m2, m4), f32x4.mul(second, byFirst), plusFirst, mode);
        put(below + half4, i32x4.add(i32x4.add(i32x4.sub(m1, m2), m3), v128.load(m, 160)), f32x4.mul(second, bySecond), plusSecond, mode);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function put(place: usize, sum: v128, by: v128, plus: v128, mode: i32): void {
  let y = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), by), plus);
  if (mode == 1) y = f32x4.pmax(y, f32x4.splat(0));
  else if (mode == 2) y = f32x4.add(y, v128.load(place));
  v128.store(place, y);
}

/** What stands left in the seven products, of two pairs of tokens in two parts each. */
function addParts(upper: usize, lower: usize, part: usize, to: usize): void {
  for (let k: usize = 0; k < part; k += 16) {
    const a11 = v128.load(upper + k), a12 = v128.load(upper + part + k);
    const a21 = v128.load(lower + k), a22 = v128.load(lower + part + k);
    let at = to + k;
    v128.store(at, i16x8.add(a11, a22));
    at += part;
    v128.store(at, i16x8.add(a21, a22));
    at += part;
    v128.store(at, a11);
    at += part;
    v128.store(at, a22);
    at += part;
    v128.store(at, i16x8.add(a11, a12));
    at += part;
    v128.store(at, i16x8.sub(a21, a11));
    at += part;
    v128.store(at, i16x8.sub(a12, a22));
  }
}

/** What stands right in them, of four rows and of four that lie `across` further; eight values of each row in turn. */
function widenParts(rows: usize, across: usize, inner: usize, to: usize): void {
  const half = inner >> 1;
  const step = inner << 2;
  for (let row: usize = 0; row < 4; row++) {
    const upper = rows + row * inner;
    const lower = upper + across;
    let at = to + (row << 4);
    for (let k: usize = 0; k < half; k += 8) {
      const w11 = v128.load_ext<i8>(upper + k), w21 = v128.load_ext<i8>(upper + half + k);
      const w12 = v128.load_ext<i8>(lower + k), w22 = v128.load_ext<i8>(lower + half + k);
      let place = at;
      v128.store(place, i16x8.add(w11, w22));
      place += step;
      v128.store(place, w11);
      place += step;
      v128.store(place, i16x8.sub(w12, w22));
      place += step;
      v128.store(place, i16x8.sub(w21, w11));
      place += step;
      v128.store(place, w22);
      place += step;
      v128.store(place, i16x8.add(w11, w12));
      place += step;
      v128.store(place, i16x8.add(w21, w22));
      at += 64;
    }
  }
}

/** Of a pair of tokens with four rows: the first's sums to `to`, the second's behind. */
function dots(x: usize, weights: usize, bytes: usize, to: usize): void {
  let a0 = i32x4.splat(0), a1 = i32x4.splat(0), a2 = i32x4.splat(0), a3 = i32x4.splat(0);
  let b0 = i32x4.splat(0), b1 = i32x4.splat(0), b2 = i32x4.splat(0), b3 = i32x4.splat(0);
  let from = x;
  const end = x + bytes;
  let w = weights;
  while (from < end) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const w0 = v128.load(w);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, w0));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, w0));
    const w1 = v128.load(w, 16);
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, w1));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, w1));
    const w2 = v128.load(w, 32);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(a, w2));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(b, w2));
    const w3 = v128.load(w, 48);
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(a, w3));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(b, w3));
    from += 32;
    w += 64;
  }
  v128.store(to, sumsOf(a0, a1, a2, a3));
  v128.store(to, sumsOf(b0, b1, b2, b3), 16);
}
