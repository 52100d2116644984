import { assertBytes } from './bytes.ts';
import { FrankingError } from './errors.ts';
import { encodeUtf8 } from './utf8.ts';

/** Writes TLS presentation language with the vectors of RFC 9420 §2.1.2 (docs/spec/franking.md §1). */
export class Writer {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** `uint8`, `uint16`, `uint32` and `uint48`: `size` bytes, big endian. */
  uint(value: number, size: 1 | 2 | 4 | 6, field: string): this {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** size) {
      throw new FrankingError(
        'invalid-argument',
        `expected "${field}" to be an integer of ${size} bytes, got ${value}`,
      );
    }
    const start = this.#grow(size);
    for (let index = size - 1, rest = value; index >= 0; index--) {
      this.#bytes[start + index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return this;
  }

  uint64(value: bigint, field: string): this {
    if (typeof value !== 'bigint' || value < 0n || value > 0xffff_ffff_ffff_ffffn) {
      throw new FrankingError('invalid-argument', `expected "${field}" to be a bigint of 8 bytes`);
    }
    const start = this.#grow(8);
    const high = Number(value >> 32n);
    const low = Number(value & 0xffff_ffffn);
    for (let index = 0; index < 4; index++) {
      this.#bytes[start + index] = high >>> (24 - 8 * index);
      this.#bytes[start + 4 + index] = low >>> (24 - 8 * index);
    }
    return this;
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): this {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** `opaque field[length]` */
  fixed(bytes: Uint8Array, length: number, field: string): this {
    assertBytes(bytes, field, length);
    return this.raw(bytes);
  }

  /** `opaque field<V>` of `minimum` to `maximum` bytes. */
  vector(bytes: Uint8Array, minimum: number, maximum: number, field: string): this {
    assertBytes(bytes, field);
    if (bytes.length < minimum) {
      throw new FrankingError(
        'too-short',
        `cannot encode "${field}": ${bytes.length} bytes, at least ${minimum} needed`,
      );
    }
    if (bytes.length > maximum) {
      throw new FrankingError(
        'too-long',
        `cannot encode "${field}": ${bytes.length} bytes, at most ${maximum} allowed`,
      );
    }
    return this.vectorLength(bytes.length).raw(bytes);
  }

  /** `utf8 field<V>` of `minimum` to `maximum` bytes. */
  text(text: string, minimum: number, maximum: number, field: string): this {
    return this.vector(encodeUtf8(text, field), minimum, maximum, field);
  }

  /** The length in front of a vector, in its shortest form. */
  vectorLength(length: number): this {
    if (length < 0x40) return this.uint(length, 1, 'length');
    if (length < 0x4000) return this.uint(0x4000 + length, 2, 'length');
    if (length < 0x4000_0000) return this.uint(0x8000_0000 + length, 4, 'length');
    throw new FrankingError('too-long', `cannot encode a vector of ${length} bytes`);
  }

  /** `optional<opaque[length]>` */
  optional(bytes: Uint8Array | null, length: number, field: string): this {
    if (bytes === null) return this.uint(0, 1, field);
    return this.uint(1, 1, field).fixed(bytes, length, field);
  }

  /** What was written. The writer is used up: it may hand out its own memory. */
  finish(): Uint8Array {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #grow(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return start;
  }
}
