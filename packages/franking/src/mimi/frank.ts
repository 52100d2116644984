import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { mimiLimits } from './constants.ts';

/** `Frank` (draft-ietf-mimi-protocol-06 §5.4): what the hub returns to the sender and fans out. */
export interface Frank {
  /** 32 bytes. */
  serverFrank: Uint8Array;
  /** `franking_signature_ciphersuite`: MLS cipher suite, uint16. */
  suite: number;
  /** `franking_integrity_signature<V>` */
  signature: Uint8Array;
}

export function encodeFrank(frank: Frank): Uint8Array {
  return writeFrank(new Writer(128), frank).finish();
}

/** @throws {FrankingError} on anything but the one encoding of a frank */
export function decodeFrank(bytes: Uint8Array): Frank {
  const reader = new Reader(bytes, 34 + 2 + mimiLimits.signature, 'frank');
  const frank = readFrank(reader);
  reader.finish('frank');
  return frank;
}

export function writeFrank(writer: Writer, frank: Frank): Writer {
  return writer
    .fixed(frank.serverFrank, 32, 'serverFrank')
    .uint(frank.suite, 2, 'suite')
    .vector(frank.signature, 1, mimiLimits.signature, 'signature');
}

export function readFrank(reader: Reader): Frank {
  return {
    serverFrank: reader.fixed(32, 'serverFrank'),
    suite: reader.uint(2, 'suite'),
    signature: reader.vector(1, mimiLimits.signature, 'signature'),
  };
}

/** `optional<Frank>` (RFC 9420 §2.1.1) */
export function writeOptionalFrank(writer: Writer, frank: Frank | null): Writer {
  return frank === null ? writer.uint(0, 1, 'frank') : writeFrank(writer.uint(1, 1, 'frank'), frank);
}

export function readOptionalFrank(reader: Reader): Frank | null {
  const present = reader.uint(1, 'frank');
  if (present > 1) throw new FrankingError('invalid-value', `cannot decode "frank": presence is ${present}`);
  return present === 0 ? null : readFrank(reader);
}
