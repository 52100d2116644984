import {
  constantTimeEqual,
  fromBase64Url,
  generateHubKey,
  generateMacOnlyHubKey,
  type HubKey,
  toBase64Url,
} from '@wellhouse/franking';
import type { HubKeyRing } from './hub-key-ring.ts';
import type { RetiredHubKey } from './retire-hub-keys.ts';

/** A ring as a JSON value; byte strings are base64url, times RFC 3339. Holds the private keys: store it as a secret. */
export interface HubKeyRingJson {
  keys: HubKeyJson[];
  retired: (RetiredKeyFields & { toldAt: string | null })[];
}

/** Both halves of the signing key are null for a MAC-only key. */
interface HubKeyJson {
  keyId: number;
  macKey: string;
  privateKey: string | null;
  publicKey: string | null;
  notBefore: string;
  notAfter: string;
}

type RetiredKeyFields = Omit<HubKeyJson, 'macKey'> & { retiredAt: string };

/** What anyone may read of a retired key. */
export interface RetiredHubKeyJson extends RetiredKeyFields {
  hubId: string;
}

export function hubKeyRingToJson(ring: HubKeyRing): HubKeyRingJson {
  return {
    keys: ring.keys.map((key) => ({ ...keyFields(key), macKey: toBase64Url(key.macKey) })),
    retired: ring.retired.map((key) => ({
      ...retiredFields(key),
      toldAt: key.toldAt === null ? null : time(key.toldAt),
    })),
  };
}

/** The public document of a hub's retired keys; pass what `publishedHubKeys` lets out. */
export function retiredHubKeysToJson(hubId: string, published: readonly RetiredHubKey[]): RetiredHubKeyJson[] {
  return published.map((key) => ({ hubId, ...retiredFields(key) }));
}

function retiredFields(key: RetiredHubKey): RetiredKeyFields {
  return { ...keyFields(key), retiredAt: time(key.retiredAt) };
}

function keyFields({ keyId, privateKey, publicKey, notBefore, notAfter }: Omit<HubKey, 'macKey'>) {
  return {
    keyId,
    privateKey: privateKey && toBase64Url(privateKey),
    publicKey: publicKey && toBase64Url(publicKey),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
  };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** @throws {HubKeysError} on another shape, a repeated key id, or a public key that does not belong to its private key */
export function hubKeyRingFromJson(json: unknown): HubKeyRing {
  const fields = fieldsOf(json, 'hub keys');
  const keys = listOf(fields.get('keys'), 'keys').map(readKey);
  const retired = listOf(fields.get('retired'), 'retired keys').map(readRetiredKey);
  if (new Set([...keys, ...retired].map(({ keyId }) => keyId)).size !== keys.length + retired.length) {
    throw new HubKeysError('cannot read hub keys: a key id occurs twice');
  }
  return { keys, retired };
}

/** Thrown when stored hub keys are damaged. */
export class HubKeysError extends Error {
  override readonly name = 'HubKeysError';
  readonly code = 'hub-keys-malformed';
}

function readKey(entry: unknown, index: number): HubKey {
  const read = reading(entry, `key ${index}`);
  return read.key(read.bytes('macKey'));
}

function readRetiredKey(entry: unknown, index: number): RetiredHubKey {
  const read = reading(entry, `retired key ${index}`);
  // the MAC key was forgotten; any other will do to derive the rest
  const { macKey: _, ...key } = read.key(new Uint8Array(32));
  return { ...key, retiredAt: read.time('retiredAt'), toldAt: read.isNull('toldAt') ? null : read.time('toldAt') };
}

function reading(entry: unknown, title: string) {
  const fields = fieldsOf(entry, title);
  const isNull = (field: string): boolean => fields.get(field) === null;
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

  /** Deriving the key again checks id, period and that both halves belong together. */
  const key = (macKey: Uint8Array): HubKey => {
    const keyId = fields.get('keyId');
    if (typeof keyId !== 'number') throw new HubKeysError(`cannot read ${title}: "keyId" is not a number`);
    const period = { keyId, notBefore: time('notBefore'), notAfter: time('notAfter') };
    if (isNull('privateKey') && isNull('publicKey')) return generateMacOnlyHubKey({ ...period, random: () => macKey });
    const halves = [macKey, bytes('privateKey')];
    const derived = generateHubKey({ ...period, random: () => halves.shift() ?? new Uint8Array() });
    if (!constantTimeEqual(derived.publicKey, bytes('publicKey'))) {
      throw new HubKeysError(`cannot read ${title}: the public key does not belong to the private key`);
    }
    return derived;
  };
  return { isNull, bytes, time, key };
}

function fieldsOf(value: unknown, title: string): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HubKeysError(`cannot read ${title}: not an object`);
  }
  return new Map<string, unknown>(Object.entries(value));
}

function listOf(value: unknown, title: string): unknown[] {
  if (!Array.isArray(value)) throw new HubKeysError(`cannot read ${title}: not a list`);
  return value;
}
