import { type DecodeOptions, decodeFirst } from 'cborg';
import { copyBytes } from '../bytes.ts';
import { FrankingError } from '../errors.ts';
import { GuardedTokenizer } from './cbor-tokenizer.ts';

/**
 * One data item in "deterministic" CBOR (RFC 8949 §4.2.1), within the limits of profile F0. Maps become Maps, tags `Tagged`,
 * integers beyond 2^53 bigints. The result shares no memory with `bytes`.
 * @param floatsIn the element of the outermost array in which floats may stand; anywhere if left out. JavaScript does not tell
 * 1.0 from 1: a float in the place of an integer would be a second encoding of it.
 * @throws {FrankingError} and nothing else
 */
export function decodeCbor(bytes: Uint8Array, floatsIn?: number): unknown {
  const copy = copyBytes(bytes);
  const options: DecodeOptions & { tags: NonNullable<DecodeOptions['tags']> } = {
    allowIndefinite: false,
    strict: true,
    useMaps: true,
    allowBigInt: true,
    tags: {},
  };
  const tokenizer = new GuardedTokenizer(copy, options, floatsIn);
  const value = build(tokenizer, copy, options);
  if (tokenizer.done()) return value;
  throw new FrankingError('trailing-bytes', `cannot decode CBOR: ${copy.length - tokenizer.pos()} bytes left over`);
}

function build(tokenizer: GuardedTokenizer, bytes: Uint8Array, options: DecodeOptions): unknown {
  try {
    return decodeFirst(bytes, { ...options, tokenizer })[0];
  } catch (error) {
    if (error instanceof FrankingError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FrankingError(tokenizer.done() ? 'truncated' : 'invalid-value', `cannot decode CBOR: ${reason}`);
  }
}
