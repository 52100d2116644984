/** Linear layers over tokens of which few values are not zero. */
import { greatestOf, nearestOf } from './lanes';
import { LIMIT } from './limits';

/** Outputs that `linearOfFew` computes at once. */
const STRIP: i32 = 32;

/** Turns a matrix of int8 in strips of 32 rows: to[row / 32][col][row % 32] = from[row][col]. */
export function turn(from: usize, rows: i32, cols: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    const line = from + <usize>(row * cols);
    let at = to + <usize>((row / STRIP) * STRIP * cols + row % STRIP);
    for (let col: usize = 0; col < <usize>cols; col++) {
      store<u8>(at, load<u8>(line + col));
      at += STRIP;
    }
  }
}

/**
 * A linear layer over tokens of which few values are not zero (behind a ReLU about one in fourteen): to[t][n] += sum over k of
 * x[t][k] * weights[n][k], scaled, + bias[n]. Values get 14 bits and a scale per token; those that round to zero are left out.
 * @param x float32, none below zero
 * @param inner K, a multiple of 4, at most 1536
 * @param turned weights as `turn` leaves them
 * @param outer N, a multiple of 32
 * @param lists scratch of 4 * K bytes a token
 * @param ends scratch of 8 bytes a token: where its list ends, and its scale
 * @param near scratch of 32 * K bytes
 */
export function linearOfFew(
  x: usize, tokens: i32, inner: i32,
  turned: usize, weightScales: usize, bias: usize, outer: i32,
  lists: usize, ends: usize, near: usize, to: usize,
): void {
  const row = <usize>inner << 2;
  for (let t = 0; t < tokens; t++) {
    const from = x + <usize>t * row;
    const list = lists + <usize>t * row;
    let most = f32x4.splat(0);
    for (let k: usize = 0; k < row; k += 16) most = f32x4.pmax(most, v128.load(from + k));
    const greatest = greatestOf(most);
    store<usize>(ends + (<usize>t << 3), greatest > 0 ? listPairs(from, row, LIMIT / greatest, list) : list);
    store<f32>(ends + (<usize>t << 3), greatest / LIMIT, 4);
  }
  for (let n: usize = 0; n < <usize>outer; n += STRIP) {
    // copied in order, which is quick: fetched from afar in the order of the lists, every line would be waited for
    memory.copy(near, turned + n * <usize>inner, <usize>(STRIP * inner));
    for (let t = 0; t < tokens; t++) {
      const end = load<usize>(ends + (<usize>t << 3));
      const scale = load<f32>(ends + (<usize>t << 3), 4);
      const place = to + ((<usize>(t * outer) + n) << 2);
      addStrip(lists + <usize>t * row, end, scale, near, weightScales + (n << 2), bias + (n << 2), place);
    }
  }
}

/** Lists what is not zero, two by two: both values as int16, and both places as u16. Returns the list's end. */
function listPairs(from: usize, row: usize, by: f32, list: usize): usize {
  let end = list;
  let isHalf = false;
  for (let k: usize = 0; k < row; k += 16) {
    const values = nearestOf(f32x4.mul(v128.load(from + k), f32x4.splat(by)));
    let mask = i32x4.bitmask(i32x4.gt_s(values, i32x4.splat(0)));
    while (mask != 0) {
      const lane = <usize>ctz(mask);
      mask &= mask - 1;
      const place = (k >> 2) + lane;
      const value = <i32>nearest<f32>(load<f32>(from + (place << 2)) * by);
      if (!isHalf) {
        store<i32>(end, value);
        store<i32>(end, <i32>place, 4);
      } else {
        store<u16>(end, <u16>value, 2);
        store<u16>(end, <u16>place, 6);
        end += 8;
      }
      isHalf = !isHalf;
    }
  }
  return isHalf ? end + 8 : end;
}

/** to[n] += bias[n] + scale * weightScales[n] * sum over the list of values * weights, for 32 outputs. */
function addStrip(list: usize, end: usize, scale: f32, strip: usize, weightScales: usize, bias: usize, to: usize): void {
  let s0 = i32x4.splat(0), s1 = i32x4.splat(0), s2 = i32x4.splat(0), s3 = i32x4.splat(0);
  let s4 = i32x4.splat(0), s5 = i32x4.splat(0), s6 = i32x4.splat(0), s7 = i32x4.splat(0);
  for (let at = list; at < end; at += 8) {
    const values = v128.load_splat<i32>(at);
    const first = strip + (<usize>load<u16>(at, 4) << 5);
    const second = strip + (<usize>load<u16>(at, 6) << 5);
    const a0 = v128.load_ext<i8>(first);
    const b0 = v128.load_ext<i8>(second);
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a0, b0, 0, 8, 1, 9, 2, 10, 3, 11)));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a0, b0, 4, 12, 5, 13, 6, 14, 7, 15)));
    const a1 = v128.load_ext<i8>(first, 8);
    const b1 = v128.load_ext<i8>(second, 8);
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a1, b1, 0, 8, 1, 9, 2, 10, 3, 11)));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a1, b1, 4, 12, 5, 13, 6, 14, 7, 15)));
    const a2 = v128.load_ext<i8>(first, 16);
    const b2 = v128.load_ext<i8>(second, 16);
    s4 = i32x4.add(s4, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a2, b2, 0, 8, 1, 9, 2, 10, 3, 11)));
    s5 = i32x4.add(s5, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a2, b2, 4, 12, 5, 13, 6, 14, 7, 15)));
    const a3 = v128.load_ext<i8>(first, 24);
    const b3 = v128.load_ext<i8>(second, 24);
    s6 = i32x4.add(s6, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a3, b3, 0, 8, 1, 9, 2, 10, 3, 11)));
    s7 = i32x4.add(s7, i32x4.dot_i16x8_s(values, v128.shuffle<i16>(a3, b3, 4, 12, 5, 13, 6, 14, 7, 15)));
  }
  const by = f32x4.splat(scale);
  addScaled(to, s0, by, weightScales, bias);
  addScaled(to + 16, s1, by, weightScales + 16, bias + 16);
  addScaled(to + 32, s2, by, weightScales + 32, bias + 32);
  addScaled(to + 48, s3, by, weightScales + 48, bias + 48);
  addScaled(to + 64, s4, by, weightScales + 64, bias + 64);
  addScaled(to + 80, s5, by, weightScales + 80, bias + 80);
  addScaled(to + 96, s6, by, weightScales + 96, bias + 96);
  addScaled(to + 112, s7, by, weightScales + 112, bias + 112);
}

// @ts-ignore: decorator
@inline
function addScaled(to: usize, sum: v128, by: v128, scales: usize, bias: usize): void {
  const scaled = f32x4.mul(f32x4.convert_i32x4_s(sum), f32x4.mul(by, v128.load(scales)));
  v128.store(to, f32x4.add(f32x4.add(v128.load(to), v128.load(bias)), scaled));
}
