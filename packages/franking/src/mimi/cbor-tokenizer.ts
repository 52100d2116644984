import { type DecodeOptions, Tagged, Token, Tokenizer, Type } from 'cborg';
import { FrankingError } from '../errors.ts';
import { decodeUtf8 } from '../utf8.ts';
import { isShortestFloat } from './cbor-float.ts';
import { type CborHead, readCborHead } from './cbor-head.ts';
import { mimiLimits } from './constants.ts';

/** An array, map or tag whose content is being read. */
interface Frame {
  isMap: boolean;
  /** Data items still to come. */
  remaining: number;
  /** Where the encoded key of the entry at hand begins. */
  keyStart: number;
  lastKey: Uint8Array | null;
}

/**
 * cborg's tokenizer behind a guard that sees each head first, so that nothing is built that breaks a limit: number of items,
 * depth, lengths beyond the input. It adds what cborg 6 leaves unchecked: order and uniqueness of map keys as encoded
 * (RFC 8949 §4.2.1), UTF-8 (cborg replaces bad bytes and drops a byte order mark, which would give two messages one text),
 * the shortest floats and bignums.
 */
export class GuardedTokenizer extends Tokenizer {
  readonly #frames: Frame[] = [];
  readonly #tags: NonNullable<DecodeOptions['tags']>;
  readonly #floatsIn: number | undefined;
  #items = 0;
  /** Elements of the outermost array that were met, the one at hand included. */
  #elements = 0;

  /** Enters into `options.tags` each tag that it meets: a tag is kept, never interpreted. */
  constructor(
    bytes: Uint8Array,
    options: DecodeOptions & { tags: NonNullable<DecodeOptions['tags']> },
    floatsIn?: number,
  ) {
    super(bytes, options);
    this.#tags = options.tags;
    this.#floatsIn = floatsIn;
  }

  override next(): Token {
    const start = this.pos();
    this.#checkKeyBefore(start);
    this.#items++;
    if (this.#items > mimiLimits.cborItems) refuse('too-many-items', `more than ${mimiLimits.cborItems} data items`);
    const head = readCborHead(this.data, start);
    this.#place(head, start);
    if (head.majorType === 3) return this.#text(head, start);
    this.#check(head, start);
    return super.next();
  }

  /** The key of a map's entry, once it is whole: its value begins at `start`. */
  #checkKeyBefore(start: number): void {
    while (this.#frames.at(-1)?.remaining === 0) this.#frames.pop();
    const frame = this.#frames.at(-1);
    if (frame === undefined || !frame.isMap || frame.remaining % 2 === 0) return;
    const key = this.data.subarray(frame.keyStart, start);
    if (frame.lastKey !== null) checkKeyOrder(frame.lastKey, key);
    frame.lastKey = key;
  }

  /** Counts the item in the array, map or tag that holds it. */
  #place(head: CborHead, start: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    if (this.#frames.length === 1) this.#elements++;
    if (frame.isMap && frame.remaining % 2 === 0) {
      checkKey(head);
      frame.keyStart = start;
    }
    frame.remaining--;
  }

  #check({ majorType, info, argument, length }: CborHead, start: number): void {
    const left = this.data.length - start - length;
    if (majorType === 2 && argument > left) refuse('truncated', 'bytes end early');
    if (majorType === 4) this.#open(false, argument, left);
    else if (majorType === 5) this.#open(true, 2 * argument, left);
    else if (majorType === 6) {
      if (!Number.isSafeInteger(argument)) refuse('invalid-value', 'tag number beyond 2^53');
      if (argument === 2 || argument === 3) this.#checkBignum(start + length);
      this.#open(false, 1, left);
      this.#tags[argument] = Tagged.decoder(argument);
    } else if (majorType === 7 && info < 25 && (info < 20 || info === 24)) refuse('invalid-value', 'simple value');
    else if (majorType === 7 && info >= 25) this.#checkFloat(start + 1, info);
  }

  #checkFloat(start: number, info: number): void {
    const allowed = this.#floatsIn === undefined || this.#elements === this.#floatsIn + 1;
    if (!allowed) refuse('invalid-value', 'a float where none can stand');
    if (isShortestFloat(this.data, start, info)) return;
    refuse('not-deterministic', 'a float that is not in its shortest form, or not the one NaN');
  }

  /** Every item takes a byte at least: more items than bytes is a lie, found before anything is allocated. */
  #open(isMap: boolean, items: number, left: number): void {
    if (items > left) refuse('truncated', 'bytes end early');
    if (this.#frames.length === mimiLimits.cborLevels) refuse('too-deep', `more than ${mimiLimits.cborLevels} levels`);
    this.#frames.push({ isMap, remaining: items, keyStart: 0, lastKey: null });
  }

  #text({ argument, length }: CborHead, start: number): Token {
    const end = start + length + argument;
    if (end > this.data.length) refuse('truncated', 'bytes end early');
    const text = decodeUtf8(this.data.subarray(start + length, end), 'CBOR text');
    this._pos = end;
    return new Token(Type.string, text, length + argument);
  }

  /** RFC 8949 §3.4.3: no leading zero, and an integer where one would do. */
  #checkBignum(start: number): void {
    const { majorType, argument, length } = readCborHead(this.data, start);
    if (majorType !== 2) refuse('invalid-value', 'a bignum that is no byte string');
    if (argument <= 8 || this.data[start + length] === 0) refuse('not-deterministic', 'a bignum that is an integer');
  }
}

/** Integers within 2^53 - 1, text of at most 255 bytes, byte strings (draft-ietf-mimi-content-08, "Data model restrictions"). */
function checkKey({ majorType, argument }: CborHead): void {
  if (majorType > 3) refuse('invalid-value', 'a map key that is no integer, text or byte string');
  if (majorType < 2 && !Number.isSafeInteger(argument + majorType)) refuse('invalid-value', 'a map key beyond 2^53');
  if (majorType === 3 && argument > mimiLimits.extensionKey) refuse('too-long', `a map key of ${argument} bytes`);
}

function checkKeyOrder(last: Uint8Array, key: Uint8Array): void {
  for (let index = 0; index < key.length; index++) {
    const difference = (key[index] ?? 0) - (last[index] ?? -1);
    if (difference > 0) return;
    if (difference < 0) refuse('not-deterministic', 'map keys are not in the order of their encodings');
  }
  refuse('duplicate-key', 'a map key occurs twice');
}

function refuse(code: FrankingError['code'], reason: string): never {
  throw new FrankingError(code, `cannot decode CBOR: ${reason}`);
}
