import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { decodeUtf8 } from '../utf8.ts';
import { Writer } from '../writer.ts';
import { mimiLimits } from './constants.ts';

/** `Credential` (RFC 9420 §5.3): basic(1) or x509(2). */
export type MlsCredential =
  | { type: 'basic'; identity: Uint8Array }
  | {
      type: 'x509';
      /** DER, leaf first; not parsed here. */
      certificates: Uint8Array[];
    };

const certificatesMaximum = mimiLimits.certificates * (mimiLimits.certificate + 4);

export function writeCredential(writer: Writer, credential: MlsCredential): Writer {
  if (credential.type === 'basic') {
    return writer.uint(1, 2, 'credentialType').vector(credential.identity, 1, mimiLimits.identity, 'identity');
  }
  if (credential.certificates.length > mimiLimits.certificates) {
    throw new FrankingError('too-many-items', `cannot encode ${credential.certificates.length} certificates`);
  }
  const list = new Writer(1_024);
  for (const certificate of credential.certificates) list.vector(certificate, 1, mimiLimits.certificate, 'certificate');
  return writer.uint(2, 2, 'credentialType').vector(list.finish(), 1, certificatesMaximum, 'certificates');
}

export function readCredential(reader: Reader): MlsCredential {
  const type = reader.uint(2, 'credentialType');
  if (type === 1) return { type: 'basic', identity: reader.vector(1, mimiLimits.identity, 'identity') };
  if (type !== 2) throw new FrankingError('invalid-value', `cannot decode a credential of type ${type}`);
  const list = new Reader(reader.vector(1, certificatesMaximum, 'certificates'), certificatesMaximum, 'certificates');
  const certificates: Uint8Array[] = [];
  while (!list.done) {
    if (certificates.length === mimiLimits.certificates) {
      throw new FrankingError('too-many-items', `cannot decode more than ${mimiLimits.certificates} certificates`);
    }
    certificates.push(list.vector(1, mimiLimits.certificate, 'certificate'));
  }
  return { type: 'x509', certificates };
}

/**
 * The domain that a basic credential names, in lower case: its identity is a domain name or a `mimi:` URI, whose authority
 * it is. Null for anything else, also for X.509, which is the caller's to check. The draft says that the domain name in the
 * credential "corresponds to the domain of the Hub" and no more.
 */
export function credentialDomain(credential: MlsCredential): string | null {
  if (credential.type !== 'basic') return null;
  try {
    const match = /^(?:mimi:\/\/)?([a-z0-9.-]+)(?:\/[!-~]*)?$/i.exec(decodeUtf8(credential.identity, 'identity'));
    return match?.[1]?.toLowerCase() ?? null;
  } catch {
    return null;
  }
}
