import { FrankingError } from '../errors.ts';

/** Initial bytes of a CBOR data item (RFC 8949 §3). */
export interface CborHead {
  majorType: number;
  /** Additional information: 0..27. */
  info: number;
  /** The argument; inexact from 2^53 on, where only its size matters. For a float, its bits. */
  argument: number;
  /** Bytes of the head. */
  length: number;
}

/**
 * Reads one head and refuses what "deterministic" serialization forbids in it (RFC 8949 §4.2.1): indefinite lengths and
 * arguments that are not in their shortest form. Looks at nine bytes at most, whatever the head claims.
 * @throws {FrankingError} `truncated`, `indefinite-length`, `length-not-minimal` or `invalid-value`
 */
export function readCborHead(bytes: Uint8Array, offset: number): CborHead {
  const initial = bytes[offset];
  if (initial === undefined) truncated();
  const majorType = initial >> 5;
  const info = initial & 31;
  if (info < 24) return { majorType, info, argument: info, length: 1 };
  if (info === 31) throw new FrankingError('indefinite-length', 'cannot decode CBOR: indefinite length');
  if (info > 27)
    throw new FrankingError('invalid-value', `cannot decode CBOR: reserved additional information ${info}`);

  const size = 1 << (info - 24);
  if (offset + 1 + size > bytes.length) truncated();
  let argument = 0;
  for (let index = offset + 1; index <= offset + size; index++) argument = argument * 256 + (bytes[index] ?? 0);
  if (majorType !== 7 && argument < (size === 1 ? 24 : 256 ** (size / 2))) {
    throw new FrankingError('length-not-minimal', 'cannot decode CBOR: argument is not in its shortest form');
  }
  return { majorType, info, argument, length: 1 + size };
}

function truncated(): never {
  throw new FrankingError('truncated', 'cannot decode CBOR: bytes end early');
}
