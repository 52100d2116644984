import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decryptAtRest, openReport, type SealingErrorCode, unwrapDataKey, xWingSuite } from '@wellhouse/sealing';
import { rejectsWith } from './helpers.ts';
import { missing, open, openBox } from './independent.ts';
import { atRestVectors, reportVectors } from './vectors.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../docs/spec/vectors/${name}`, import.meta.url), 'utf8'));
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** The codes of the file are checked by comparing the whole file with {@link reportVectors} first. */
const code = (value: string): SealingErrorCode => value as SealingErrorCode;

const reports = await reportVectors();
const atRest = await atRestVectors();

test('the published vectors are what this code makes, to the byte', () => {
  assert.deepEqual(read('sealing-report.json'), JSON.parse(JSON.stringify(reports)));
  assert.deepEqual(read('sealing-at-rest.json'), JSON.parse(JSON.stringify(atRest)));
});

test('every valid report opens, and every invalid one is refused with its code', async () => {
  const keys = reports.keys.map(({ keyId, publicKey, privateKey }) => ({
    keyId,
    suite: xWingSuite,
    publicKey: bytes(publicKey),
    privateKey: bytes(privateKey),
  }));
  for (const { hubId, reportId, sealed, payload } of reports.valid) {
    assert.deepEqual(await openReport({ keys, hubId, reportId, sealed: bytes(sealed) }), bytes(payload));
  }
  for (const { name, hubId, reportId, sealed, code: expected } of reports.invalid) {
    await rejectsWith(code(expected), () => openReport({ keys, hubId, reportId, sealed: bytes(sealed) }), name);
  }
});

test('the second implementation opens every valid report', { skip: missing }, () => {
  for (const vector of reports.valid) {
    const key = reports.keys.find(({ keyId }) => keyId === vector.keyId);
    assert.equal(open(bytes(key?.privateKey ?? ''), vector, bytes(vector.sealed)).toString('hex'), vector.payload);
  }
});

test('every valid box at rest opens, in both implementations, and every invalid one is refused with its code', async () => {
  const keys = atRest.masterKeys.map(({ keyId, key }, index) => ({ keyId, key: bytes(key), createdAt: index }));
  const ring = { current: 'master-2', keys };
  for (const { context, dataKey, wrapped } of atRest.wrappedDataKeys.valid) {
    assert.deepEqual(await unwrapDataKey(ring, bytes(wrapped), context), bytes(dataKey));
    const master = keys.find(({ keyId }) => keyId === ring.current)?.key ?? new Uint8Array();
    assert.equal(openBox(master, 'data key', context, bytes(wrapped), 14).toString('hex'), dataKey);
  }
  for (const { name, context, wrapped, code: expected } of atRest.wrappedDataKeys.invalid) {
    await rejectsWith(code(expected), () => unwrapDataKey(ring, bytes(wrapped), context), name);
  }
  for (const { context, dataKey, plaintext, box } of atRest.data.valid) {
    assert.deepEqual(await decryptAtRest(bytes(dataKey), bytes(box), context), bytes(plaintext));
    assert.equal(openBox(bytes(dataKey), 'data', context, bytes(box), 5).toString('hex'), plaintext);
  }
  for (const { name, context, dataKey, box, code: expected } of atRest.data.invalid) {
    await rejectsWith(code(expected), () => decryptAtRest(bytes(dataKey), bytes(box), context), name);
  }
});
