import { decryptBox, encryptBox, keyLength } from './at-rest-cipher.ts';
import { ByteReader } from './byte-reader.ts';
import { ascii, type Bytes, concat, expectLength, type Random, systemRandom } from './bytes.ts';
import { readBoxHeader } from './data-at-rest.ts';
import { decodeKeyId, encodeKeyId } from './key-id.ts';
import { findMasterKey, type MasterKeyring } from './master-keyring.ts';
import { SealingError } from './sealing-error.ts';

const magic = ascii('WHK');
const version = 1;
const suite = 1;

function headerFor(keyId: string): Bytes {
  const id = encodeKeyId(keyId);
  return concat(magic, Uint8Array.of(version, suite, id.length), id);
}

/**
 * Wraps a data key under the current master key. To erase a case, delete what this returns, wherever it is.
 *
 * @param context whose key it is, e.g. `case:<id>`; unwrapping needs the same
 * @throws SealingError `invalid-input`
 */
export async function wrapDataKey(
  ring: MasterKeyring,
  dataKey: Uint8Array,
  context: string,
  random: Random = systemRandom,
): Promise<Bytes> {
  const { keyId, key } = findMasterKey(ring, ring.current);
  const plaintext = expectLength('dataKey', dataKey, keyLength);
  return encryptBox(plaintext, { key, purpose: 'data key', context, header: headerFor(keyId), random });
}

/**
 * @throws SealingError `truncated`, `malformed`, `unsupported-version`, `unsupported-suite`, `unknown-key`,
 * `wrong-key`, `tampered`
 */
export async function unwrapDataKey(ring: MasterKeyring, wrapped: Uint8Array, context: string): Promise<Bytes> {
  const reader = new ByteReader('a wrapped data key', wrapped);
  const { key } = findMasterKey(ring, readKeyId(reader));
  const dataKey = await decryptBox(reader, { key, purpose: 'data key', context });
  if (dataKey.length !== keyLength) throw new SealingError('malformed', 'unwrapping a data key found another length');
  return dataKey;
}

/** Which master key a data key is wrapped under, without unwrapping it. */
export function wrappingKeyId(wrapped: Uint8Array): string {
  return readKeyId(new ByteReader('a wrapped data key', wrapped));
}

/**
 * Wraps the same data key anew under the current master key; the evidence stays as it is.
 * Returns the input when it is wrapped under the current key already.
 */
export async function rewrap(
  ring: MasterKeyring,
  wrapped: Uint8Array,
  context: string,
  random: Random = systemRandom,
): Promise<Uint8Array> {
  const dataKey = await unwrapDataKey(ring, wrapped, context);
  if (wrappingKeyId(wrapped) === ring.current) return wrapped;
  return wrapDataKey(ring, dataKey, context, random);
}

function readKeyId(reader: ByteReader): string {
  readBoxHeader(reader, magic);
  return decodeKeyId(reader.take(reader.uint(1)));
}
