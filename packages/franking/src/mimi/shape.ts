import { isBytes } from '../bytes.ts';
import { FrankingError } from '../errors.ts';
import { encodeUtf8 } from '../utf8.ts';

/** Shapes of decoded CBOR values. Each throws `FrankingError` `invalid-value` or `too-long` and names the field. */
export function asBytes(value: unknown, maximum: number, field: string): Uint8Array {
  if (!isBytes(value)) return wrong(field, 'a byte string');
  return within(value, value.length, maximum, field);
}

export function asFixedBytes(value: unknown, length: number, field: string): Uint8Array {
  if (!isBytes(value) || value.length !== length) return wrong(field, `a byte string of ${length} bytes`);
  return value;
}

export function asText(value: unknown, maximum: number, field: string): string {
  if (typeof value !== 'string') return wrong(field, 'text');
  return within(value, encodeUtf8(value, field).length, maximum, field);
}

/** An unsigned integer of at most `size` bytes, below 2^53. */
export function asUint(value: unknown, size: 1 | 2 | 4, field: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value >= 256 ** size) {
    return wrong(field, `an unsigned integer of ${size} bytes`);
  }
  return value;
}

export function asUint64(value: unknown, field: string): bigint {
  if (typeof value === 'bigint' && value >= 0n && value <= 0xffff_ffff_ffff_ffffn) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  return wrong(field, 'an unsigned integer of 8 bytes');
}

export function asList(value: unknown, field: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    return wrong(field, length === undefined ? 'an array' : `an array of ${length}`);
  }
  return value;
}

export function wrong(field: string, expected: string): never {
  throw new FrankingError('invalid-value', `cannot decode "${field}": expected ${expected}`);
}

function within<T>(value: T, length: number, maximum: number, field: string): T {
  if (length <= maximum) return value;
  throw new FrankingError('too-long', `cannot decode "${field}": ${length} bytes, at most ${maximum} allowed`);
}
