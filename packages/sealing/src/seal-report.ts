import { ascii, type Bytes, concat, draw, expectLength, lengthPrefixed, type Random } from './bytes.ts';
import { pad } from './padding.ts';
import { encodeReportHeader } from './report-header.ts';
import { SealingError } from './sealing-error.ts';
import { requireKnownSuite, type SealingKey } from './sealing-keys.ts';
import { createSuite, xWing } from './suite.ts';

/** Largest sealed report in bytes, unless the caller sets another limit. */
export const defaultMaximumSealedLength = 512 * 1024;

export const commitmentLength = 32;
export const commitmentContext: Bytes = ascii('WH report v1 commitment');

/** HPKE `info`: binds the key and the hub to every derived secret (docs/spec/sealing.md §2.2). */
export function reportInfo(keyId: string, hubId: string): Bytes {
  return concat(ascii('WH report v1'), lengthPrefixed('keyId', keyId), lengthPrefixed('hubId', hubId));
}

/** AEAD additional data: the header as it stands on the wire, then the report id. */
export function reportAdditionalData(header: Uint8Array, reportId: string): Bytes {
  return concat(header, lengthPrefixed('reportId', reportId));
}

export interface SealReport {
  readonly key: SealingKey;
  /** The delivery service that the report comes through. */
  readonly hubId: string;
  readonly reportId: string;
  /** The exact bytes of the preview. */
  readonly payload: Uint8Array;
  /** Of the result, in bytes. */
  readonly maximumLength?: number;
  /** For test vectors; without it the platform's generator is used. */
  readonly random?: Random;
}

/**
 * Seals a report to the safety team (HPKE base mode, RFC 9180 §5.1.1). Nobody but the holder of the private key can
 * open it, the sender included. Reveals the key id and the padded length.
 *
 * @throws SealingError `unsupported-suite`, `oversized`, `invalid-input`
 */
export async function sealReport(options: SealReport): Promise<Bytes> {
  const { key, hubId, reportId, payload } = options;
  requireKnownSuite(key.suite);
  const maximumLength = options.maximumLength ?? defaultMaximumSealedLength;
  // Refused before the work of padding; the exact check follows.
  if (payload.length > maximumLength) throw oversized(payload.length, maximumLength);
  const plaintext = pad(payload);
  const header = encodeReportHeader({ keyId: key.keyId, ciphertextLength: plaintext.length + xWing.tagLength });
  const total = header.length + xWing.encapsulationLength + commitmentLength + plaintext.length + xWing.tagLength;
  if (total > maximumLength) throw oversized(total, maximumLength);

  const info = reportInfo(key.keyId, hubId);
  const additionalData = reportAdditionalData(header, reportId);
  const publicKey = expectLength('publicKey', key.publicKey, xWing.publicKeyLength);
  const ekm = options.random === undefined ? {} : { ekm: draw(options.random, xWing.encapsulationRandomness) };
  const { suite, kem } = createSuite();
  try {
    const recipientPublicKey = await kem.deserializePublicKey(publicKey);
    const sender = await suite.createSenderContext({ recipientPublicKey, info, ...ekm });
    const commitment = await sender.export(commitmentContext, commitmentLength);
    const ciphertext = await sender.seal(plaintext, additionalData);
    return concat(header, new Uint8Array(sender.enc), new Uint8Array(commitment), new Uint8Array(ciphertext));
  } catch (cause) {
    throw new SealingError('invalid-input', 'sealing to this public key failed', { cause });
  }
}

function oversized(length: number, maximum: number): SealingError {
  return new SealingError('oversized', `sealing would make ${length} bytes, more than ${maximum}`);
}
