import type { Bytes } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** Reads a structure front to back; running out of bytes is `truncated`, bytes left over are `malformed`. */
export class ByteReader {
  readonly #bytes: Bytes;
  readonly #what: string;
  #at = 0;

  constructor(what: string, bytes: Uint8Array) {
    this.#what = what;
    this.#bytes = new Uint8Array(bytes);
  }

  /** Bytes read so far, as they were received. */
  get consumed(): Bytes {
    return this.#bytes.slice(0, this.#at);
  }

  take(length: number): Bytes {
    if (this.#at + length > this.#bytes.length) {
      throw new SealingError('truncated', `reading ${this.#what} ran out of bytes at ${this.#bytes.length}`);
    }
    const part = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  uint(length: 1 | 2 | 4): number {
    let value = 0;
    for (const byte of this.take(length)) value = value * 256 + byte;
    return value;
  }

  /** Everything that is left. */
  rest(): Bytes {
    return this.take(this.#bytes.length - this.#at);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) {
      throw new SealingError(
        'malformed',
        `reading ${this.#what} found ${this.#bytes.length - this.#at} trailing bytes`,
      );
    }
  }
}
