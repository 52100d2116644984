import { constantTimeEqual, fromBase64Url, generateHubKey, type HubKey, toBase64Url } from '@wellhouse/franking';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

export interface RotationPeriods {
  /** How long a key stamps; 30 days if left out. */
  validMs?: number;
  /** How long before its first use a key is there to be published and fetched; 24 hours if left out. */
  leadMs?: number;
  /** How long after its last use a key is kept; 90 days if left out. */
  keepMs?: number;
}

/**
 * The keys with a new one added and those long out of use left out. The new key begins after `leadMs`, or when the current
 * key ends, or at once if none is in use: publish it right away ({@link publishHubKeys}), then call again before `validMs` is over.
 */
export function rotateHubKeys(
  keys: readonly HubKey[],
  now: number,
  random?: (length: number) => Uint8Array,
  periods: RotationPeriods = {},
): HubKey[] {
  const { validMs = 30 * day, leadMs = day, keepMs = 90 * day } = periods;
  const lastEnd = keys.reduce((end, key) => (key.notBefore <= now ? Math.max(end, key.notAfter) : end), 0);
  const notBefore = lastEnd < now ? now : Math.min(now + leadMs, lastEnd);
  const keyId = keys.reduce((highest, key) => Math.max(highest, key.keyId), 0) + 1;
  const fresh = generateHubKey({ keyId, notBefore, notAfter: notBefore + validMs, ...(random && { random }) });
  return [...keys.filter((key) => key.notAfter + keepMs >= now), fresh];
}

/** Hub keys as a JSON value; byte strings are base64url, times RFC 3339. Holds the private keys: store it as a secret. */
export interface HubKeyJson {
  keyId: number;
  macKey: string;
  privateKey: string;
  publicKey: string;
  notBefore: string;
  notAfter: string;
}

export function hubKeysToJson(keys: readonly HubKey[]): HubKeyJson[] {
  return keys.map((key) => ({
    keyId: key.keyId,
    macKey: toBase64Url(key.macKey),
    privateKey: toBase64Url(key.privateKey),
    publicKey: toBase64Url(key.publicKey),
    notBefore: new Date(key.notBefore).toISOString(),
    notAfter: new Date(key.notAfter).toISOString(),
  }));
}

/** @throws {HubKeysError} on another shape, a repeated key id, or a public key that does not belong to its private key */
export function hubKeysFromJson(json: unknown): HubKey[] {
  if (!Array.isArray(json)) throw new HubKeysError('cannot read hub keys: not a list');
  const keys = json.map((entry: unknown, index) => readKey(entry, `key ${index}`));
  if (new Set(keys.map(({ keyId }) => keyId)).size !== keys.length) {
    throw new HubKeysError('cannot read hub keys: a key id occurs twice');
  }
  return keys;
}

/** Thrown when stored hub keys are damaged. */
export class HubKeysError extends Error {
  override readonly name = 'HubKeysError';
  readonly code = 'hub-keys-malformed';
}

function readKey(entry: unknown, title: string): HubKey {
  if (typeof entry !== 'object' || entry === null) throw new HubKeysError(`cannot read ${title}: not an object`);
  const fields = new Map<string, unknown>(Object.entries(entry));
  const bytes = (field: string): Uint8Array => {
    const value = fields.get(field);
    const decoded = typeof value === 'string' && /^[\w-]{43}$/.test(value) ? fromBase64Url(value) : undefined;
    if (decoded === undefined) throw new HubKeysError(`cannot read ${title}: "${field}" is not base64url of 32 bytes`);
    return decoded;
  };
  const time = (field: string): number => {
    const value = fields.get(field);
    const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(parsed)) throw new HubKeysError(`cannot read ${title}: "${field}" is not a time`);
    return parsed;
  };
  const keyId = fields.get('keyId');
  if (typeof keyId !== 'number') throw new HubKeysError(`cannot read ${title}: "keyId" is not a number`);

  // deriving the key again checks id, period and that both halves belong together
  const halves = [bytes('macKey'), bytes('privateKey')];
  const random = () => halves.shift() ?? new Uint8Array();
  const key = generateHubKey({ keyId, notBefore: time('notBefore'), notAfter: time('notAfter'), random });
  if (!constantTimeEqual(key.publicKey, bytes('publicKey'))) {
    throw new HubKeysError(`cannot read ${title}: the public key does not belong to the private key`);
  }
  return key;
}
