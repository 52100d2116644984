import { ByteReader } from './byte-reader.ts';
import { type Bytes, constantTimeEqual, expectLength } from './bytes.ts';
import { unpad } from './padding.ts';
import { readReportHeader } from './report-header.ts';
import {
  commitmentContext,
  commitmentLength,
  defaultMaximumSealedLength,
  reportAdditionalData,
  reportInfo,
} from './seal-report.ts';
import { SealingError } from './sealing-error.ts';
import { requireKnownSuite, type SealingKeyPair } from './sealing-keys.ts';
import { createSuite, xWing } from './suite.ts';

export interface OpenReport {
  /** Every key that is still accepted; the header names the one to use. */
  readonly keys: readonly SealingKeyPair[];
  /** From the authenticated submission, never from the sealed bytes. */
  readonly hubId: string;
  readonly reportId: string;
  readonly sealed: Uint8Array;
  readonly maximumLength?: number;
}

/** Which key a sealed report was made for, without opening it. @throws SealingError as {@link openReport} */
export function sealedKeyId(sealed: Uint8Array): string {
  return readReportHeader(new ByteReader('a sealed report', sealed)).keyId;
}

/**
 * Opens a sealed report and returns exactly the bytes that were sealed.
 *
 * @throws SealingError `oversized`, `truncated`, `malformed`, `unsupported-version`, `unsupported-suite`,
 * `unknown-key`, `wrong-key` (the key, the hub or the encapsulation is another), `tampered` (so is anything else)
 */
export async function openReport(options: OpenReport): Promise<Bytes> {
  const { keys, hubId, reportId, sealed } = options;
  const maximumLength = options.maximumLength ?? defaultMaximumSealedLength;
  if (sealed.length > maximumLength) {
    throw new SealingError('oversized', `opening ${sealed.length} bytes, more than ${maximumLength}, is refused`);
  }
  const reader = new ByteReader('a sealed report', sealed);
  const { keyId, ciphertextLength } = readReportHeader(reader);
  const header = reader.consumed;
  const encapsulation = reader.take(xWing.encapsulationLength);
  const commitment = reader.take(commitmentLength);
  const ciphertext = reader.take(ciphertextLength);
  reader.end();

  const key = keys.find((candidate) => candidate.keyId === keyId);
  if (key === undefined) throw new SealingError('unknown-key', `finding the key "${keyId}" failed`);
  requireKnownSuite(key.suite);
  const privateKey = expectLength('privateKey', key.privateKey, xWing.privateKeyLength);
  const info = reportInfo(keyId, hubId);
  const additionalData = reportAdditionalData(header, reportId);

  const recipient = await decapsulate(privateKey, encapsulation, info);
  const expected = new Uint8Array(await recipient.export(commitmentContext, commitmentLength));
  if (!constantTimeEqual(expected, commitment)) {
    throw new SealingError('wrong-key', 'checking the key commitment failed: another key, hub or encapsulation');
  }
  let plaintext: ArrayBuffer;
  try {
    plaintext = await recipient.open(ciphertext, additionalData);
  } catch (cause) {
    throw new SealingError('tampered', 'authenticating the sealed report failed', { cause });
  }
  return unpad(new Uint8Array(plaintext));
}

async function decapsulate(privateKey: Bytes, enc: Bytes, info: Bytes) {
  const { suite, kem } = createSuite();
  try {
    return await suite.createRecipientContext({ recipientKey: await kem.deserializePrivateKey(privateKey), enc, info });
  } catch (cause) {
    // RFC 9180 §7.1.4: an X25519 half of small order makes the shared secret zero and is refused.
    throw new SealingError('wrong-key', 'decapsulating the report key failed', { cause });
  }
}
