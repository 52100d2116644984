import { keyLength } from './at-rest-cipher.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { constantTimeEqual, expectLength } from './bytes.ts';
import { checkRing, type MasterKeyring } from './master-keyring.ts';
import { SealingError } from './sealing-error.ts';
import { publicKeyOf, requireKnownSuite, type SealingKey, type SealingKeyPair } from './sealing-keys.ts';
import { xWing } from './suite.ts';

/** A key ring as JSON; keys in base64url. As secret as the keys are. */
export interface MasterKeyringJson {
  readonly v: 1;
  readonly current: string;
  readonly keys: readonly { readonly keyId: string; readonly key: string; readonly createdAt: number }[];
}

export function keyringToJson(ring: MasterKeyring): MasterKeyringJson {
  const keys = checkRing(ring).keys.map(({ keyId, key, createdAt }) => ({ keyId, key: toBase64Url(key), createdAt }));
  return { v: 1, current: ring.current, keys };
}

/** Reads parsed JSON of any origin. @throws SealingError `malformed`, `unsupported-version`, `invalid-input` */
export function keyringFromJson(json: unknown): MasterKeyring {
  const ring = record('keyring', json);
  if (ring.v !== 1) throw new SealingError('unsupported-version', 'reading a keyring of another version');
  if (!Array.isArray(ring.keys)) throw new SealingError('malformed', 'reading "keys" expected an array');
  const keys = ring.keys.map((entry: unknown) => {
    const { keyId, key, createdAt } = record('key', entry);
    if (typeof createdAt !== 'number' || !Number.isSafeInteger(createdAt)) {
      throw new SealingError('malformed', 'reading "createdAt" expected whole milliseconds');
    }
    return { keyId: text('keyId', keyId), key: bytes('key', key, keyLength), createdAt };
  });
  return checkRing({ current: text('current', ring.current), keys });
}

/** A public sealing key as JSON, as `GET /v1/report-config` gives it. */
export interface SealingKeyJson {
  readonly keyId: string;
  readonly suite: string;
  readonly publicKey: string;
}

export function sealingKeyToJson({ keyId, suite, publicKey }: SealingKey): SealingKeyJson {
  return { keyId, suite, publicKey: toBase64Url(publicKey) };
}

/** Further fields are ignored. @throws SealingError `malformed`, `unsupported-suite` */
export function sealingKeyFromJson(json: unknown): SealingKey {
  const { keyId, suite, publicKey } = record('sealing key', json);
  requireKnownSuite(text('suite', suite));
  return {
    keyId: text('keyId', keyId),
    suite: text('suite', suite),
    publicKey: bytes('publicKey', publicKey, xWing.publicKeyLength),
  };
}

export interface SealingKeyPairJson extends SealingKeyJson {
  readonly privateKey: string;
}

export function sealingKeyPairToJson(pair: SealingKeyPair): SealingKeyPairJson {
  return { ...sealingKeyToJson(pair), privateKey: toBase64Url(pair.privateKey) };
}

/** Also checks that the halves belong together. @throws SealingError `malformed`, `unsupported-suite` */
export async function sealingKeyPairFromJson(json: unknown): Promise<SealingKeyPair> {
  const privateKey = bytes('privateKey', record('sealing key pair', json).privateKey, xWing.privateKeyLength);
  const key = sealingKeyFromJson(json);
  if (!constantTimeEqual(await publicKeyOf(privateKey), key.publicKey)) {
    throw new SealingError('malformed', 'reading a sealing key pair whose halves do not belong together');
  }
  return { ...key, privateKey };
}

function record(title: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SealingError('malformed', `reading a ${title} expected an object`);
  }
  return { ...value };
}

function text(title: string, value: unknown): string {
  if (typeof value !== 'string') throw new SealingError('malformed', `reading "${title}" expected text`);
  return value;
}

function bytes(title: string, value: unknown, length: number): Uint8Array {
  return expectLength(title, fromBase64Url(title, text(title, value)), length);
}
