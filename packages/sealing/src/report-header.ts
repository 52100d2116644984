import type { ByteReader } from './byte-reader.ts';
import { ascii, type Bytes, concat } from './bytes.ts';
import { decodeKeyId, encodeKeyId } from './key-id.ts';
import { SealingError } from './sealing-error.ts';
import { xWing } from './suite.ts';

const magic = ascii('WHSR');
const version = 1;

export interface ReportHeader {
  readonly keyId: string;
  /** Of the AEAD ciphertext with its tag, in bytes. */
  readonly ciphertextLength: number;
}

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

/** docs/spec/sealing.md §2.1. */
export function encodeReportHeader({ keyId, ciphertextLength }: ReportHeader): Bytes {
  const id = encodeKeyId(keyId);
  return concat(
    magic,
    Uint8Array.of(version, ...uint16(xWing.kemId), ...uint16(xWing.kdfId), ...uint16(xWing.aeadId), id.length),
    id,
    Uint8Array.of(
      (ciphertextLength >>> 24) & 0xff,
      (ciphertextLength >>> 16) & 0xff,
      (ciphertextLength >>> 8) & 0xff,
      ciphertextLength & 0xff,
    ),
  );
}

export function readReportHeader(reader: ByteReader): ReportHeader {
  for (const expected of magic) {
    if (reader.uint(1) !== expected)
      throw new SealingError('malformed', 'reading a sealed report found another format');
  }
  const found = reader.uint(1);
  if (found !== version) throw new SealingError('unsupported-version', `opening version ${found} is not supported`);
  const suite = [reader.uint(2), reader.uint(2), reader.uint(2)];
  if (suite[0] !== xWing.kemId || suite[1] !== xWing.kdfId || suite[2] !== xWing.aeadId) {
    const hex = suite.map((id) => `0x${id.toString(16).padStart(4, '0')}`).join(', ');
    throw new SealingError('unsupported-suite', `opening a report of suite (${hex}) is not supported`);
  }
  const keyId = decodeKeyId(reader.take(reader.uint(1)));
  return { keyId, ciphertextLength: reader.uint(4) };
}
