/** From the 16 x 16 cosine transform to the 256 bits of one of the eight turns of a picture. */

/**
 * Bit i * 16 + j is set when the value at row i, column j lies above the median.
 * @param scratch 1,024 bytes
 * @param turn 0 original, 1 to 3 rotated by 90, 180, 270 degrees, 4 flip X, 5 flip Y, 6 flip +1, 7 flip -1
 */
export function hashBits(dct: usize, scratch: usize, to: usize, turn: i32): void {
  for (let i = 0; i < 16; i++) {
    for (let j = 0; j < 16; j++) {
      const value = load<f32>(dct + ((i * 16 + j) << 2));
      const place = isTransposed(turn) ? j * 16 + i : i * 16 + j;
      store<f32>(scratch + (<usize>place << 2), isNegated(turn, i, j) ? -value : value);
    }
  }
  const median = torben(scratch, 256);
  for (let byte = 0; byte < 32; byte++) {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) {
      if (load<f32>(scratch + ((byte * 8 + bit) << 2)) > median) bits |= 1 << bit;
    }
    store<u8>(to + byte, <u8>bits);
  }
}

function isTransposed(turn: i32): bool {
  return turn == 1 || turn == 3 || turn == 6 || turn == 7;
}

/** A mirrored picture has the same cosine transform with the odd frequencies along the mirrored axis negated. */
function isNegated(turn: i32, i: i32, j: i32): bool {
  if (turn == 1 || turn == 5) return (j & 1) == 0;
  if (turn == 3 || turn == 4) return (i & 1) == 0;
  if (turn == 2 || turn == 7) return ((i + j) & 1) == 1;
  return false;
}

/** The median by Torben Mogensen's method: of an even count the lower of the two in the middle. */
function torben(values: usize, count: i32): f32 {
  const half = (count + 1) / 2;
  let low = load<f32>(values);
  let high = low;
  for (let i = 1; i < count; i++) {
    const value = load<f32>(values + (<usize>i << 2));
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  while (true) {
    const guess: f32 = (low + high) / 2;
    let less = 0;
    let greater = 0;
    let nextBelow = low;
    let nextAbove = high;
    for (let i = 0; i < count; i++) {
      const value = load<f32>(values + (<usize>i << 2));
      if (value < guess) {
        less++;
        if (value > nextBelow) nextBelow = value;
      } else if (value > guess) {
        greater++;
        if (value < nextAbove) nextAbove = value;
      }
    }
    if (less <= half && greater <= half) {
      if (less >= half) return nextBelow;
      return count - greater >= half ? guess : nextAbove;
    }
    if (less > greater) high = nextBelow;
    else low = nextAbove;
  }
}
