import { readFileSync } from 'node:fs';
import { type AnyTarget, fuzzable, type Target } from '../../../../scripts/fuzz/engine.ts';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { mutateJson } from '../../../../scripts/fuzz/mutate-json.ts';
import { fromBase64Url, toBase64Url } from '../../src/base64url.ts';
import { ByteReader } from '../../src/byte-reader.ts';
import {
  keyringFromJson,
  keyringToJson,
  SealingError,
  sealingKeyFromJson,
  sealingKeyToJson,
  wrappingKeyId,
} from '../../src/index.ts';
import { pad, unpad } from '../../src/padding.ts';
import { encodeReportHeader, readReportHeader } from '../../src/report-header.ts';

const vectorsOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../docs/spec/vectors/${name}.json`, import.meta.url), 'utf8'));
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const reports = vectorsOf('sealing-report');
const atRest = vectorsOf('sealing-at-rest');
/** Sealed reports, down to what the header needs: what follows it is ciphertext. */
const sealed = [...reports.valid, ...reports.invalid].map((vector: { sealed: string }) =>
  bytesOf(vector.sealed).slice(0, 96),
);
const { valid, invalid } = atRest.wrappedDataKeys;
const wrapped = [...valid, ...invalid].map((vector: { wrapped: string }) => bytesOf(vector.wrapped));

function behaviourOf(read: () => string): string {
  try {
    return `accepted ${read()}`;
  } catch (error) {
    if (error instanceof SealingError) return `${error.code} ${error.message.replace(/\d+|".*"|\(.*\)/g, '')}`;
    throw error;
  }
}

function byteTarget(
  name: string,
  seeds: readonly Uint8Array[],
  read: (bytes: Uint8Array) => string,
): Target<Uint8Array> {
  return { name, seeds, mutate: mutateBytes, run: (bytes) => behaviourOf(() => read(bytes)), show: hex };
}

function jsonTarget(name: string, seeds: readonly unknown[], read: (json: unknown) => string): Target<unknown> {
  const show = (json: unknown) => JSON.stringify(json);
  return { name, seeds, mutate: mutateJson, run: (json) => behaviourOf(() => read(json)), show };
}

function expectSame(found: string, again: string): void {
  if (found !== again) throw new Error(`accepted, yet its one encoding is ${again}`);
}

const reportHeader = byteTarget('report-header', sealed, (bytes) => {
  const reader = new ByteReader('a sealed report', bytes);
  const header = readReportHeader(reader);
  expectSame(hex(reader.consumed), hex(encodeReportHeader(header)));
  return String(header.keyId.length > 1);
});

const padding = byteTarget(
  'padding',
  [0, 1, 20, 1_020, 1_021, 2_000].map((length) => pad(new Uint8Array(length).fill(7))),
  (bytes) => {
    expectSame(hex(bytes), hex(pad(unpad(bytes))));
    return String(bytes.length);
  },
);

const wrappedKey = byteTarget('wrapped-key', wrapped, (bytes) => {
  const keyId = wrappingKeyId(bytes);
  expectSame(
    hex(bytes.subarray(5, 6 + keyId.length)),
    hex(Uint8Array.of(keyId.length, ...Buffer.from(keyId, 'latin1'))),
  );
  return String(keyId.length > 1);
});

const base64Url: Target<string> = {
  name: 'base64url',
  seeds: ['', 'AA', 'AAA', 'AAAA', '-_-_', ...wrapped.map(toBase64Url)],
  mutate: (random, text, other) =>
    Buffer.from(mutateBytes(random, Buffer.from(text, 'latin1'), Buffer.from(other, 'latin1'))).toString(
      random.chance(8) ? 'utf8' : 'latin1',
    ),
  run: (text) =>
    behaviourOf(() => {
      expectSame(text, toBase64Url(fromBase64Url('text', text)));
      return String(text.length % 4);
    }),
  show: (text) => JSON.stringify(text),
};

const key = toBase64Url(new Uint8Array(32).fill(9));
const rings = [
  { v: 1, current: 'a', keys: [{ keyId: 'a', key, createdAt: 1 }] },
  {
    v: 1,
    current: 'b',
    keys: [
      { keyId: 'b', key, createdAt: 2 },
      { keyId: 'a', key, createdAt: 1 },
    ],
  },
];
const keyring = jsonTarget('keyring', rings, (json) => {
  const again = keyringToJson(keyringFromJson(json));
  const { v, current, keys } = json as typeof again;
  const named = keys.map(({ keyId, key: bytes, createdAt }) => ({ keyId, key: bytes, createdAt }));
  expectSame(JSON.stringify({ v, current, keys: named }), JSON.stringify(again));
  return String(keys.length > 1);
});

const sealingKeys = reports.keys.map(
  ({ keyId, suite, publicKey }: Record<'keyId' | 'suite' | 'publicKey', string>) => ({
    ...{ keyId, suite },
    publicKey: toBase64Url(bytesOf(publicKey)),
  }),
);
const sealingKey = jsonTarget('sealing-key', sealingKeys, (json) => {
  const again = sealingKeyToJson(sealingKeyFromJson(json));
  const { keyId, suite, publicKey } = json as typeof again;
  expectSame(JSON.stringify({ keyId, suite, publicKey }), JSON.stringify(again));
  return 'key';
});

/** What reads strangers' bytes without a key (docs/spec/fuzzing.md); what needs one is asynchronous and tested beside this. */
export const targets: readonly AnyTarget[] = [
  ...[reportHeader, padding, wrappedKey].map(fuzzable),
  fuzzable(base64Url),
  ...[keyring, sealingKey].map(fuzzable),
];
