import { CODE_BYTES } from './chunk';

/** Writes `count` codes from `from` to `to`, the bits of each moved by the table: for each byte and value, 32 bytes to xor. */
export function permute(table: u32, from: u32, to: u32, count: u32): void {
  for (let n: u32 = 0; n < count; n++) {
    let a: u64 = 0;
    let b: u64 = 0;
    let c: u64 = 0;
    let d: u64 = 0;
    let row = table;
    for (let byte: u32 = 0; byte < CODE_BYTES; byte++) {
      const p = row + <u32>load<u8>(from + byte) * CODE_BYTES;
      a ^= load<u64>(p);
      b ^= load<u64>(p, 8);
      c ^= load<u64>(p, 16);
      d ^= load<u64>(p, 24);
      row += 256 * CODE_BYTES;
    }
    store<u64>(to, a);
    store<u64>(to, b, 8);
    store<u64>(to, c, 16);
    store<u64>(to, d, 24);
    from += CODE_BYTES;
    to += CODE_BYTES;
  }
}
