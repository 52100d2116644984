/** Attention, and the means that it weighs. */
import { expNegative, greatestOf, lanesBelow, nearestOf, sumOf, sumsOf } from './lanes';

/** The greatest query or key after quantising: sums of 128 products stay below 2^31. */
const ATTENTION_LIMIT: f32 = 4095;

/**
 * Attention of every token to every token: to[t] = for each head softmax(q * k * scale) * v. Queries and keys get 12 bits and a
 * scale a token; two tokens by four others at a time, as `linear` does. All rows of the last pair are computed, and what
 * lies behind the last token weighs nothing.
 * @param qkv q, k and v of a token in one row, `dim` each, heads side by side in each
 * @param width dim / heads, a multiple of 16, at most 128
 * @param queries scratch of 2 bytes a token and of width, rounded up to pairs of tokens
 * @param keys the same, rounded up to fours, and at least 64 bytes a token
 * @param scales scratch of 8 bytes a token
 * @param weights scratch of 4 bytes for each token and each other, both rounded up to fours
 */
export function attend(
  qkv: usize, tokens: i32, dim: i32, heads: i32, scale: f32,
  queries: usize, keys: usize, scales: usize, weights: usize, to: usize,
): void {
  const width = dim / heads;
  const row = <usize>dim * 12;
  const part = <usize>dim << 2;
  const others = (tokens + 3) & ~3;
  const weightRow = <usize>others << 2;
  const keyScales = scales + weightRow;
  for (let head = 0; head < heads; head++) {
    const q = qkv + (<usize>(head * width) << 2);
    quantiseRows(q, row, tokens, width, 2, scale, queries, scales);
    quantiseRows(q + part, row, tokens, width, 4, 1, keys, keyScales);
    for (let j = 0; j < others; j += 4) {
      const byKey = v128.load(keyScales + (<usize>j << 2));
      for (let t = 0; t < tokens; t += 2) {
        const at = weights + <usize>t * weightRow + (<usize>j << 2);
        score(queries + <usize>(t * width << 1), keys + <usize>(j * width << 1), width, byKey, scales + (<usize>t << 2), at, weightRow);
      }
    }
    for (let t = 0; t < tokens; t++) {
      const at = weights + <usize>t * weightRow;
      store<f32>(scales + (<usize>t << 2), 1 / raise(at, tokens, greatestBelow(at, tokens)));
    }
    // sixteen columns at a time, side by side: rows that lie so far apart push each other out of the nearest cache
    for (let column: usize = 0; column < <usize>width << 2; column += 64) {
      const v = q + (part << 1) + column;
      for (let t = 0; t < tokens; t++) memory.copy(keys + (<usize>t << 6), v + <usize>t * row, 64);
      const out = to + (<usize>(head * width) << 2) + column;
      for (let t = 0; t < tokens; t++) {
        const scale = load<f32>(scales + (<usize>t << 2));
        mix(weights + <usize>t * weightRow, keys, 64, 64, tokens, scale, out + <usize>t * part);
      }
    }
  }
}

/** Rows of float32 -> int16, `together` rows side by side, eight values of each in turn; scales times `scale`. */
function quantiseRows(
  from: usize, row: usize, tokens: i32, width: i32, together: i32, scale: f32, to: usize, scales: usize,
): void {
  const bytes = <usize>width << 2;
  const step = <usize>together << 4;
  for (let t = 0; t < tokens; t++) {
    const x = from + <usize>t * row;
    let most = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(x + k)));
    const greatest = greatestOf(most);
    store<f32>(scales + (<usize>t << 2), greatest / ATTENTION_LIMIT * scale);
    const by = f32x4.splat(greatest > 0 ? ATTENTION_LIMIT / greatest : 0);
    const first = t & -together;
    let y = to + <usize>(first * width << 1) + (<usize>(t - first) << 4);
    for (let k: usize = 0; k < bytes; k += 32) {
      const low = nearestOf(f32x4.mul(v128.load(x + k), by));
      const high = nearestOf(f32x4.mul(v128.load(x + k, 16), by));
      v128.store(y, i16x8.narrow_i32x4_s(low, high));
      y += step;
    }
  }
}

/** Scores of two queries with four keys, to `at` and the row behind it. */
function score(queries: usize, keys: usize, width: i32, byKey: v128, scales: usize, at: usize, weightRow: usize): void {
  let a0 = i32x4.splat(0), a1 = i32x4.splat(0), a2 = i32x4.splat(0), a3 = i32x4.splat(0);
  let b0 = i32x4.splat(0), b1 = i32x4.splat(0), b2 = i32x4.splat(0), b3 = i32x4.splat(0);
  let k = keys;
  const end = keys + (<usize>width << 3);
  let q = queries;
  while (k < end) {
    const a = v128.load(q);
    const b = v128.load(q, 16);
    const k0 = v128.load(k);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, k0));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, k0));
    const k1 = v128.load(k, 16);
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, k1));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, k1));
    const k2 = v128.load(k, 32);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(a, k2));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(b, k2));
    const k3 = v128.load(k, 48);
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(a, k3));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(b, k3));
    q += 32;
    k += 64;
  }
  const first = f32x4.mul(byKey, v128.load_splat<f32>(scales));
  const second = f32x4.mul(byKey, v128.load_splat<f32>(scales, 4));
  v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(sumsOf(a0, a1, a2, a3)), first));
  v128.store(at + weightRow, f32x4.mul(f32x4.convert_i32x4_s(sumsOf(b0, b1, b2, b3)), second));
}

/** The greatest of the first `tokens` scores; those behind, up to four, are made next to nothing. */
function greatestBelow(scores: usize, tokens: i32): f32 {
  const least = f32x4.splat(-f32.MAX_VALUE);
  let most = least;
  for (let j = 0; j < tokens; j += 4) {
    const at = scores + (<usize>j << 2);
    if (j + 4 > tokens) v128.store(at, v128.bitselect(v128.load(at), least, lanesBelow(tokens - j)));
    most = f32x4.pmax(most, v128.load(at));
  }
  return greatestOf(most);
}

/** weights[j] = e^(weights[j] - greatest), four at a time; returns their sum. */
function raise(weights: usize, tokens: i32, greatest: f32): f32 {
  const most = f32x4.splat(greatest);
  let sum = f32x4.splat(0);
  for (let j = 0; j < tokens; j += 4) {
    const at = weights + (<usize>j << 2);
    const weight = expNegative(f32x4.sub(v128.load(at), most));
    sum = f32x4.add(sum, weight);
    v128.store(at, weight);
  }
  return sumOf(sum);
}

/** to = sum over j of weights[j] * v[j], times `scale`. */
function mix(weights: usize, v: usize, row: usize, width: usize, tokens: i32, scale: f32, to: usize): void {
  const by = f32x4.splat(scale);
  for (let i: usize = 0; i < width; i += 64) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let from = v + i;
    for (let j = 0; j < tokens; j++) {
      const weight = v128.load_splat<f32>(weights + (<usize>j << 2));
      s0 = f32x4.add(s0, f32x4.mul(weight, v128.load(from)));
      s1 = f32x4.add(s1, f32x4.mul(weight, v128.load(from, 16)));
      s2 = f32x4.add(s2, f32x4.mul(weight, v128.load(from, 32)));
      s3 = f32x4.add(s3, f32x4.mul(weight, v128.load(from, 48)));
      from += row;
    }
    v128.store(to + i, f32x4.mul(s0, by));
    v128.store(to + i, f32x4.mul(s1, by), 16);
    v128.store(to + i, f32x4.mul(s2, by), 32);
    v128.store(to + i, f32x4.mul(s3, by), 48);
  }
}

/**
 * Means over the tokens: plain, and weighed by the softmax of a score a token. The last layer's second half is linear, and so are means:
 * they are taken before it, and it has two rows to compute instead of one a token. So a token is known in two parts, and
 * its score is x * attention + hidden * turnedAttention.
 * @param inner width of `hidden`, a multiple of 16
 * @param to two rows of `dim`: the mean and the weighed mean of x
 * @param toHidden two rows of `inner`: those of `hidden`
 */
export function pool(
  x: usize, hidden: usize, tokens: i32, dim: i32, inner: i32,
  attention: usize, turnedAttention: usize, weights: usize, to: usize, toHidden: usize,
): void {
  const row = <usize>dim << 2;
  const hiddenRow = <usize>inner << 2;
  let greatest = -f32.MAX_VALUE;
  for (let t = 0; t < tokens; t++) {
    const score = dot(x + <usize>t * row, attention, row) + dot(hidden + <usize>t * hiddenRow, turnedAttention, hiddenRow);
    greatest = max<f32>(greatest, score);
    store<f32>(weights + (<usize>t << 2), score);
  }
  for (let t = tokens; (t & 3) != 0; t++) store<f32>(weights + (<usize>t << 2), -f32.MAX_VALUE);
  const sum = raise(weights, tokens, greatest);
  mix(weights, x, row, row, tokens, 1 / sum, to + row);
  mix(weights, hidden, hiddenRow, hiddenRow, tokens, 1 / sum, toHidden + hiddenRow);
  for (let t = 0; t < tokens; t++) store<f32>(weights + (<usize>t << 2), 1);
  mix(weights, x, row, row, tokens, 1 / <f32>tokens, to);
  mix(weights, hidden, hiddenRow, hiddenRow, tokens, 1 / <f32>tokens, toHidden);
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(a + i), v128.load(b + i)));
  return sumOf(sum);
}

/**
 * What a vector says of the outputs of a linear layer, said of its inputs: to[k] = sum over n of by[n] * weightScales[n] *
 * weights[n][k]. Products are float64; each sum is rounded to float32 before the next is added.
 * @param inner a multiple of 4; `to` holds zeros
 */
export function project(by: usize, weights: usize, weightScales: usize, outer: i32, inner: i32, to: usize): void {
  for (let n = 0; n < outer; n++) {
    const place = <usize>n << 2;
    const factor = f64x2.splat(<f64>load<f32>(by + place) * <f64>load<f32>(weightScales + place));
    const row = weights + <usize>(n * inner);
    for (let k: usize = 0; k < <usize>inner; k += 4) {
      const four = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load_zero<i32>(row + k)));
      const at = to + (k << 2);
      const sums = v128.load(at);
      const low = f64x2.add(f64x2.promote_low_f32x4(sums), f64x2.mul(factor, f64x2.convert_low_i32x4_s(four)));
      const rest = f64x2.promote_low_f32x4(v128.shuffle<i32>(sums, sums, 2, 3, 2, 3));
      const lastTwo = v128.shuffle<i32>(four, four, 2, 3, 2, 3);
      const high = f64x2.add(rest, f64x2.mul(factor, f64x2.convert_low_i32x4_s(lastTwo)));
      v128.store(at, v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5));
    }
  }
}
