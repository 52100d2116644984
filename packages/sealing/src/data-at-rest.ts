import { decryptBox, encryptBox, keyLength } from './at-rest-cipher.ts';
import { ByteReader } from './byte-reader.ts';
import { ascii, type Bytes, concat, draw, type Random, systemRandom } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

const magic = ascii('WHD');
const version = 1;
/** HKDF-SHA256 and AES-256-GCM. */
const suite = 1;
const header = concat(magic, Uint8Array.of(version, suite));

/** Makes the key of one case: 32 random bytes. Keep it only wrapped. */
export function createDataKey(random: Random = systemRandom): Bytes {
  return draw(random, keyLength);
}

/**
 * Encrypts evidence under its case's data key. Adds 85 bytes and does not hide the length.
 *
 * @param context where the plaintext belongs, e.g. `case:<id>/report:<id>`; opening needs the same
 * @throws SealingError `invalid-input`
 */
export async function encryptAtRest(
  dataKey: Uint8Array,
  plaintext: Uint8Array,
  context: string,
  random: Random = systemRandom,
): Promise<Bytes> {
  return encryptBox(plaintext, { key: dataKey, purpose: 'data', context, header, random });
}

/** @throws SealingError `truncated`, `malformed`, `unsupported-version`, `unsupported-suite`, `wrong-key`, `tampered` */
export async function decryptAtRest(dataKey: Uint8Array, box: Uint8Array, context: string): Promise<Bytes> {
  const reader = new ByteReader('data at rest', box);
  readBoxHeader(reader, magic);
  return decryptBox(reader, { key: dataKey, purpose: 'data', context });
}

/** Reads magic, version and suite, which both kinds of box begin with. */
export function readBoxHeader(reader: ByteReader, expectedMagic: Uint8Array): void {
  for (const expected of expectedMagic) {
    if (reader.uint(1) !== expected) throw new SealingError('malformed', 'reading a box at rest found another format');
  }
  const foundVersion = reader.uint(1);
  if (foundVersion !== version) {
    throw new SealingError('unsupported-version', `opening version ${foundVersion} is not supported`);
  }
  const foundSuite = reader.uint(1);
  if (foundSuite !== suite) throw new SealingError('unsupported-suite', `opening suite ${foundSuite} is not supported`);
}
