/** Bits that differ between two codes of 32 bytes, seen as 32-bit words; counting ends once there are more than `most`. */
export function distanceUpTo(a: Int32Array, aAt: number, b: Int32Array, bAt: number, most: number): number {
  let sum = 0;
  for (let word = 0; word < 8; word += 2) {
    let x = (a[aAt + word] ?? 0) ^ (b[bAt + word] ?? 0);
    let y = (a[aAt + word + 1] ?? 0) ^ (b[bAt + word + 1] ?? 0);
    x -= (x >>> 1) & 0x55555555;
    y -= (y >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    y = (y & 0x33333333) + ((y >>> 2) & 0x33333333);
    x = ((x + (x >>> 4)) & 0x0f0f0f0f) + ((y + (y >>> 4)) & 0x0f0f0f0f);
    sum += Math.imul(x, 0x01010101) >>> 24;
    if (sum > most) return sum;
  }
  return sum;
}
