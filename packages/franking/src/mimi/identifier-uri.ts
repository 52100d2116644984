import { FrankingError } from '../errors.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';
import { mimiLimits } from './constants.ts';

/**
 * `IdentifierUri` (draft-ietf-mimi-protocol-06 §5): `opaque uri<V>`. A URI is ASCII without spaces or controls
 * (RFC 3986 §2); two are the same when their bytes are. Nothing is normalised.
 */
export function writeUri(writer: Writer, uri: string, field: string, minimum: 0 | 1 = 1): Writer {
  if (typeof uri !== 'string') throw new FrankingError('invalid-argument', `expected "${field}" to be a string`);
  return writer.text(assertUri(uri, field), minimum, mimiLimits.uri, field);
}

export function readUri(reader: Reader, field: string, minimum: 0 | 1 = 1): string {
  return assertUri(reader.text(minimum, mimiLimits.uri, field), field);
}

/** @throws {FrankingError} `invalid-value` on a character that cannot stand in a URI */
export function assertUri(uri: string, field: string): string {
  if (/^[!-~]*$/.test(uri)) return uri;
  throw new FrankingError('invalid-value', `cannot accept "${field}": not a URI`);
}
