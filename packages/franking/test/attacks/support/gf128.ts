/**
 * The field of GHASH (NIST SP 800-38D §6.3), as the attacker needs it. An element is a block read as a big-endian number:
 * its most significant bit is the coefficient of x^0.
 */
const reduction = 0xe1n << 120n;

export function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ reduction : shifted >> 1n;
  }
  return product;
}

/** `a^(2^128 - 2)`. */
export function invert(a: bigint): bigint {
  let result = 1n << 127n;
  let power = a;
  for (let bit = 1; bit < 128; bit++) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

/** Over ciphertext of whole blocks, without additional data, and the block of lengths. */
export function ghash(h: bigint, ciphertext: Uint8Array): bigint {
  let state = 0n;
  for (let offset = 0; offset < ciphertext.length; offset += 16) {
    state = multiply(state ^ toNumber(ciphertext.subarray(offset, offset + 16)), h);
  }
  return multiply(state ^ BigInt(8 * ciphertext.length), h);
}

export function toNumber(block: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(block).toString('hex') || '0'}`);
}

export function toBlock(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
}
