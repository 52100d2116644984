/**
 * The PDQ kernel: at most 512 x 512 sampled pixels -> 256 bits and a quality, in WebAssembly SIMD. Every float32
 * operation happens in the order of Meta's C++ reference (pdq/cpp), because sums of floats depend on it: the box
 * filter adds, subtracts and DIVIDES; the DCT adds its products one by one. Lanes of a vector are four neighbouring
 * rows, or four neighbouring columns: each lane alone does what the reference does. What the reference computes and
 * then drops (the second filter pass outside the 64 x 64 that are kept) is summed, but not divided or stored.
 *
 * Memory is laid out by hand; there is no allocator. The twin in test/reference says the same in plain TypeScript.
 */
import { hashBits } from './bits';
import { cosine } from './cosines';

const EDGE: i32 = 512;
/** Floats from one row to the next: not a power of two, so that four rows do not fight for the same cache lines. */
export const STRIDE: i32 = 528;
const ROW: usize = (<usize>STRIDE) << 2;

// addresses in bytes; the pages below START belong to the compiler's static data
const START: usize = 4096;
/** Sampled pixels, STRIDE a row: r | g << 8 | b << 16, or a float32 of luma. */
export const PIXELS: usize = START;
const FILTERED: usize = PIXELS + (<usize>EDGE) * ROW;
/** Four rows as columns of four lanes. */
const TURNED: usize = FILTERED + (<usize>EDGE) * ROW;
/** Their running sums, not yet divided. */
const SUMS: usize = TURNED + (<usize>EDGE) * 16;
/** After the second pass along rows: 512 x 64. */
const NARROW: usize = SUMS + (<usize>EDGE) * 16;
const SMALL: usize = NARROW + (<usize>EDGE) * 64 * 4;
const COSINES: usize = SMALL + 64 * 64 * 4;
const COSINES_TURNED: usize = COSINES + 16 * 64 * 4;
const HALF: usize = COSINES_TURNED + 64 * 16 * 4;
const DCT: usize = HALF + 16 * 64 * 4;
/** Eight hashes of 32 bytes: bit k at byte k >> 3, bit k & 7. */
export const HASHES: usize = DCT + 256 * 4;
const PAGES: usize = (HASHES + 256 + 0xffff) >> 16;

memory.grow(<i32>PAGES - memory.size());
fillCosines();

function fillCosines(): void {
  for (let i = 0; i < 16; i++) {
    for (let j = 0; j < 64; j++) {
      const value = cosine((i + 1) * (2 * j + 1));
      store<f32>(COSINES + ((i * 64 + j) << 2), value);
      store<f32>(COSINES_TURNED + ((j * 16 + i) << 2), value);
    }
  }
}

/** Turns packed pixels into luma in place: (0.299 R + 0.587 G) + 0.114 B in float32. */
export function lumaFromPixels(rows: i32, cols: i32): void {
  const byte = i32x4.splat(0xff);
  const red = f32x4.splat(0.299);
  const green = f32x4.splat(0.587);
  const blue = f32x4.splat(0.114);
  for (let i = 0; i < rows; i++) {
    let at = PIXELS + <usize>i * ROW;
    const end = at + (<usize>cols << 2);
    for (; at < end; at += 16) {
      const pixels = v128.load(at);
      const r = f32x4.convert_i32x4_s(v128.and(pixels, byte));
      const g = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(pixels, 8), byte));
      const b = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(pixels, 16), byte));
      const redGreen = f32x4.add(f32x4.mul(red, r), f32x4.mul(green, g));
      v128.store(at, f32x4.add(redGreen, f32x4.mul(blue, b)));
    }
  }
}

/** Luma at PIXELS -> one hash, or all eight, at HASHES. Returns the quality, 0..100. Sides are 5..512. */
export function hashLuma(rows: i32, cols: i32, hashes: i32): i32 {
  if (rows == 64 && cols == 64) copySmall();
  else filter(rows, cols);
  const quality = measureQuality();
  transform();
  for (let turn = 0; turn < hashes; turn++) hashBits(DCT, TURNED, HASHES + (<usize>turn << 5), turn);
  return quality;
}

function copySmall(): void {
  for (let i = 0; i < 64; i++) memory.copy(SMALL + ((<usize>i) << 8), PIXELS + <usize>i * ROW, 256);
}

/** Two passes of a box along rows and along columns, then the centre pixel of each of 64 x 64 fields. */
function filter(rows: i32, cols: i32): void {
  const alongRows = (cols + 127) / 128;
  const alongCols = (rows + 127) / 128;
  for (let i = 0; i < rows; i += 4) {
    turnRows(PIXELS + <usize>i * ROW, cols);
    sumTurned(cols, alongRows);
    divideTurned(cols, alongRows);
    turnBack(FILTERED + <usize>i * ROW, cols);
  }
  for (let j = 0; j < cols; j += 16) boxColumns(<usize>j << 2, rows, alongCols);
  for (let i = 0; i < rows; i += 4) {
    turnRows(PIXELS + <usize>i * ROW, cols);
    sumTurned(cols, alongRows);
    keepCentres(NARROW + (<usize>i << 8), cols, alongRows);
  }
  boxNarrow(rows, alongCols);
}

/** Four rows -> TURNED: vector x holds column x of the four. */
function turnRows(from: usize, cols: i32): void {
  let to = TURNED;
  const end = from + (<usize>cols << 2);
  for (; from < end; from += 16, to += 64) {
    const a = v128.load(from);
    const b = v128.load(from + ROW);
    const c = v128.load(from + 2 * ROW);
    const d = v128.load(from + 3 * ROW);
    storeTurned(to, a, b, c, d, 16);
  }
}

/** TURNED -> four rows. */
function turnBack(to: usize, cols: i32): void {
  let from = TURNED;
  const end = to + (<usize>cols << 2);
  for (; to < end; to += 16, from += 64) {
    storeTurned(to, v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), ROW);
  }
}

// @ts-ignore: decorator
@inline
function storeTurned(to: usize, a: v128, b: v128, c: v128, d: v128, step: usize): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

/**
 * Running sums of a window along the columns of TURNED. Per lane, as box1DFloat does: first only add, then add and
 * subtract, at last only subtract. `sum + in - out` of floats depends on what came before, so no prefix sums.
 */
function sumTurned(length: i32, window: i32): void {
  const right = (window + 2) / 2 - 1;
  const left = window - right;
  let sum = f32x4.splat(0);
  for (let i = 0; i < right; i++) sum = f32x4.add(sum, v128.load(TURNED + (<usize>i << 4)));
  for (let i = 0; i < length; i++) {
    const at = (<usize>i << 4);
    if (i + right < length) sum = f32x4.add(sum, v128.load(TURNED + at + (<usize>right << 4)));
    if (i >= left) sum = f32x4.sub(sum, v128.load(TURNED + at - (<usize>left << 4)));
    v128.store(SUMS + at, sum);
  }
}

/** How many values the window holds around position `at`. */
// @ts-ignore: decorator
@inline
function windowAt(at: i32, length: i32, window: i32): f32 {
  const right = (window + 2) / 2 - 1;
  const first = max(0, at - (window - right) + 1);
  const last = min(length - 1, at + right);
  return <f32>(last - first + 1);
}

/** The centre of field `field` of 64 along `length` pixels: trunc((field + 0.5) * length / 64). */
// @ts-ignore: decorator
@inline
function centre(field: i32, length: i32): i32 {
  return ((2 * field + 1) * length) >> 7;
}

/** SUMS -> TURNED, divided by the size of the window. */
function divideTurned(length: i32, window: i32): void {
  const full = f32x4.splat(<f32>window);
  for (let i = 0; i < length; i++) {
    const inside = i >= 4 && i < length - 4;
    const size = inside ? full : f32x4.splat(windowAt(i, length, window));
    v128.store(TURNED + (<usize>i << 4), f32x4.div(v128.load(SUMS + (<usize>i << 4)), size));
  }
}

/** SUMS -> four rows of NARROW: the 64 columns that are kept, divided. */
function keepCentres(to: usize, cols: i32, window: i32): void {
  for (let field = 0; field < 64; field++) {
    const at = centre(field, cols);
    const value = f32x4.div(v128.load(SUMS + (<usize>at << 4)), f32x4.splat(windowAt(at, cols, window)));
    const place = to + (<usize>field << 2);
    v128.store_lane<f32>(place, value, 0);
    v128.store_lane<f32>(place + 256, value, 1);
    v128.store_lane<f32>(place + 512, value, 2);
    v128.store_lane<f32>(place + 768, value, 3);
  }
}

/** Sixteen columns of FILTERED, `offset` bytes into each row -> the same columns of PIXELS. */
function boxColumns(offset: usize, rows: i32, window: i32): void {
  const right = (window + 2) / 2 - 1;
  const left = window - right;
  const from = FILTERED + offset;
  const to = PIXELS + offset;
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let i = -right; i < rows; i++) {
    if (i + right < rows) {
      const at = from + <usize>(i + right) * ROW;
      a = f32x4.add(a, v128.load(at));
      b = f32x4.add(b, v128.load(at, 16));
      c = f32x4.add(c, v128.load(at, 32));
      d = f32x4.add(d, v128.load(at, 48));
    }
    if (i < 0) continue;
    if (i >= left) {
      const at = from + <usize>(i - left) * ROW;
      a = f32x4.sub(a, v128.load(at));
      b = f32x4.sub(b, v128.load(at, 16));
      c = f32x4.sub(c, v128.load(at, 32));
      d = f32x4.sub(d, v128.load(at, 48));
    }
    const size = f32x4.splat(windowAt(i, rows, window));
    const at = to + <usize>i * ROW;
    v128.store(at, f32x4.div(a, size));
    v128.store(at, f32x4.div(b, size), 16);
    v128.store(at, f32x4.div(c, size), 32);
    v128.store(at, f32x4.div(d, size), 48);
  }
}

/** NARROW -> SMALL: sums along the columns, divided only in the 64 rows that are kept. */
function boxNarrow(rows: i32, window: i32): void {
  const right = (window + 2) / 2 - 1;
  const left = window - right;
  for (let column: usize = 0; column < 256; column += 16) {
    const from = NARROW + column;
    let sum = f32x4.splat(0);
    let field = 0;
    for (let i = 0; i < right; i++) sum = f32x4.add(sum, v128.load(from + (<usize>i << 8)));
    for (let i = 0; i < rows; i++) {
      if (i + right < rows) sum = f32x4.add(sum, v128.load(from + (<usize>(i + right) << 8)));
      if (i >= left) sum = f32x4.sub(sum, v128.load(from + (<usize>(i - left) << 8)));
      while (field < 64 && centre(field, rows) == i) {
        const value = f32x4.div(sum, f32x4.splat(windowAt(i, rows, window)));
        v128.store(SMALL + column + (<usize>field << 8), value);
        field++;
      }
    }
  }
}

/** Sum of the gradients of SMALL, each truncated to a percentage of 255, over 90; at most 100. */
function measureQuality(): i32 {
  let sum = i32x4.splat(0);
  for (let at: usize = 0; at < 63 * 256; at += 16) {
    sum = i32x4.add(sum, gradient(v128.load(SMALL + at), v128.load(SMALL + at + 256)));
  }
  const lastThree = i32x4(-1, -1, -1, 0);
  for (let at: usize = 0; at < 64 * 256; at += 16) {
    const steps = gradient(v128.load(SMALL + at), v128.load(SMALL + at + 4));
    sum = i32x4.add(sum, (at & 240) == 240 ? v128.and(steps, lastThree) : steps);
  }
  const total =
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
  return min(total / 90, 100);
}

// @ts-ignore: decorator
@inline
function gradient(u: v128, v: v128): v128 {
  const percent = f32x4.div(f32x4.mul(f32x4.sub(u, v), f32x4.splat(100)), f32x4.splat(255));
  return i32x4.abs(i32x4.trunc_sat_f32x4_s(percent));
}

/** SMALL (64 x 64) -> DCT (16 x 16): the cosines times SMALL, and that times the cosines turned. */
function transform(): void {
  for (let i: usize = 0; i < 16; i++) {
    for (let j: usize = 0; j < 256; j += 16) {
      let sum = f32x4.splat(0);
      for (let k: usize = 0; k < 64; k++) {
        const factor = v128.load32_splat(COSINES + (i << 8) + (k << 2));
        sum = f32x4.add(sum, f32x4.mul(factor, v128.load(SMALL + (k << 8) + j)));
      }
      v128.store(HALF + (i << 8) + j, sum);
    }
  }
  for (let i: usize = 0; i < 16; i++) {
    for (let j: usize = 0; j < 64; j += 16) {
      let sum = f32x4.splat(0);
      for (let k: usize = 0; k < 64; k++) {
        const factor = v128.load32_splat(HALF + (i << 8) + (k << 2));
        sum = f32x4.add(sum, f32x4.mul(factor, v128.load(COSINES_TURNED + (k << 6) + j)));
      }
      v128.store(DCT + (i << 6) + j, sum);
    }
  }
}
