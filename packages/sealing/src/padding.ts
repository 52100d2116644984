import { type Bytes, concat } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** Shortest padded plaintext, so that short reports all look alike. */
const minimumLength = 1024;

/**
 * Padmé: the length keeps only its leading bits, so that it tells O(log log n) bits; at most 12 % is added.
 * Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019, §4.
 */
export function paddedLength(length: number): number {
  const wanted = Math.max(length, minimumLength);
  const exponent = Math.floor(Math.log2(wanted));
  const exponentBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - exponentBits);
  return Math.ceil(wanted / step) * step;
}

/** uint32 length || payload || zeros, up to {@link paddedLength}. */
export function pad(payload: Uint8Array): Bytes {
  const length = Uint8Array.of(
    payload.length >>> 24,
    (payload.length >>> 16) & 0xff,
    (payload.length >>> 8) & 0xff,
    payload.length & 0xff,
  );
  return concat(length, payload, new Uint8Array(paddedLength(4 + payload.length) - 4 - payload.length));
}

/** @throws SealingError `malformed` unless the padding is exactly what {@link pad} makes */
export function unpad(padded: Uint8Array): Bytes {
  const malformed = (what: string) => new SealingError('malformed', `removing the padding found ${what}`);
  if (padded.length < 4) throw malformed('no length');
  const length = new DataView(padded.buffer, padded.byteOffset, 4).getUint32(0);
  if (padded.length !== paddedLength(4 + length)) throw malformed('a length that does not fit');
  if (padded.subarray(4 + length).some((byte) => byte !== 0)) throw malformed('bytes other than zero');
  return padded.slice(4, 4 + length);
}
