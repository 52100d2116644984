import { assertBytes } from './bytes.ts';
import { FrankingError } from './errors.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * Reads TLS presentation language with the vectors of RFC 9420 §2.1.2 (docs/spec/franking.md §1). Strict: whatever is not
 * the one encoding of a value is refused. Returns copies, so that a later change of the input changes nothing.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #offset: number;

  constructor(bytes: Uint8Array, maximum: number, title: string) {
    assertBytes(bytes, title);
    if (bytes.length > maximum) {
      throw new FrankingError(
        'too-long',
        `cannot decode "${title}": ${bytes.length} bytes, at most ${maximum} allowed`,
      );
    }
    // a plain Uint8Array, whose `slice` copies, even where `bytes` is a Buffer
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#offset = 0;
    this.#end = bytes.length;
  }

  get offset(): number {
    return this.#offset;
  }

  get done(): boolean {
    return this.#offset === this.#end;
  }

  /** `uint8`, `uint16`, `uint32` and `uint48`: `size` bytes, big endian. */
  uint(size: 1 | 2 | 4 | 6, field: string): number {
    const start = this.#take(size, field);
    let value = 0;
    for (let index = start; index < start + size; index++) value = value * 256 + this.#byte(index);
    return value;
  }

  uint64(field: string): bigint {
    const high = this.uint(4, field);
    return (BigInt(high) << 32n) | BigInt(this.uint(4, field));
  }

  /** `opaque field[length]` */
  fixed(length: number, field: string): Uint8Array {
    const start = this.#take(length, field);
    return this.#bytes.slice(start, start + length);
  }

  /** The length in front of a vector. Refuses a form longer than needed, and one that reaches beyond the input. */
  vectorLength(minimum: number, maximum: number, field: string): number {
    const first = this.uint(1, field);
    const form = first >> 6;
    if (form === 3) throw new FrankingError('invalid-value', `cannot decode "${field}": invalid length prefix`);
    let length = first & 0x3f;
    for (let index = 1; index < 1 << form; index++) length = length * 256 + this.uint(1, field);
    if ((form === 1 && length < 0x40) || (form === 2 && length < 0x4000)) {
      throw new FrankingError('length-not-minimal', `cannot decode "${field}": length is not in its shortest form`);
    }
    if (length < minimum) {
      throw new FrankingError('too-short', `cannot decode "${field}": ${length} bytes, at least ${minimum} needed`);
    }
    if (length > maximum) {
      throw new FrankingError('too-long', `cannot decode "${field}": ${length} bytes, at most ${maximum} allowed`);
    }
    if (length > this.#end - this.#offset) this.#truncated(field);
    return length;
  }

  /** `opaque field<V>` of `minimum` to `maximum` bytes. */
  vector(minimum: number, maximum: number, field: string): Uint8Array {
    return this.fixed(this.vectorLength(minimum, maximum, field), field);
  }

  /** `utf8 field<V>` of `minimum` to `maximum` bytes. */
  text(minimum: number, maximum: number, field: string): string {
    return decodeUtf8(this.vector(minimum, maximum, field), field);
  }

  /** `optional<opaque[length]>` */
  optional(length: number, field: string): Uint8Array | null {
    const present = this.uint(1, field);
    if (present > 1) throw new FrankingError('invalid-value', `cannot decode "${field}": presence is ${present}`);
    return present === 0 ? null : this.fixed(length, field);
  }

  /** @throws {FrankingError} `trailing-bytes` unless everything was read. */
  finish(title: string): void {
    if (this.done) return;
    throw new FrankingError('trailing-bytes', `cannot decode "${title}": ${this.#end - this.#offset} bytes left over`);
  }

  #take(length: number, field: string): number {
    const start = this.#offset;
    if (length > this.#end - start) this.#truncated(field);
    this.#offset = start + length;
    return start;
  }

  #byte(index: number): number {
    return this.#bytes[index] ?? 0;
  }

  #truncated(field: string): never {
    throw new FrankingError('truncated', `cannot decode "${field}": bytes end early`);
  }
}
