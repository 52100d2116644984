/** What four lanes of float32 do together. */

// @ts-ignore: decorator
@inline
export function sumOf(lanes: v128): f32 {
  const two = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1);
}

/** The nearest whole number, half to even, of values within +-2^22: what is added leaves no place for a fraction. Two instructions, where truncation takes nine. */
// @ts-ignore: decorator
@inline
export function nearestOf(lanes: v128): v128 {
  return i32x4.sub(f32x4.add(lanes, f32x4.splat(12582912)), i32x4.splat(0x4b400000));
}

/** e^x for x <= 0, to 2 units in the last place: 2^n times a polynomial (Cephes' expf) of what is left. Below -87: next to nothing. */
// @ts-ignore: decorator
@inline
export function expNegative(lanes: v128): v128 {
  const x = f32x4.pmax(lanes, f32x4.splat(-87));
  const whole = nearestOf(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  const n = f32x4.convert_i32x4_s(whole);
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(whole, i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

// @ts-ignore: decorator
@inline
export function greatestOf(lanes: v128): f32 {
  const two = f32x4.pmax(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  return max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/** All bits of the first `count` lanes, 0 to 4. */
// @ts-ignore: decorator
@inline
export function lanesBelow(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** [sum of a, sum of b, sum of c, sum of d]. */
// @ts-ignore: decorator
@inline
export function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 1, 4, 5), v128.shuffle<i32>(a, b, 2, 3, 6, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 1, 4, 5), v128.shuffle<i32>(c, d, 2, 3, 6, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7));
}
