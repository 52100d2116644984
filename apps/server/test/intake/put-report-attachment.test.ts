import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Problem, type ReportReceipt } from '@wellhouse/protocol';
import { readReport, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
const bytes = randomBytes(1_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
let server: TestServer;
let receipt: ReportReceipt;
before(async () => {
  server = await startServerWithHub(hub);
  receipt = await report(server, hub, samplePayload(), { attachments: [{ sha256, size: bytes.length }] });
});
after(() => server.close());

const put = (digest: string, payload: Buffer, token = receipt.receiptToken) =>
  server.app.inject({
    method: 'PUT',
    url: `/v1/reports/${receipt.reportId}/attachments/${digest}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    payload,
  });

test('bytes that the report did not announce are refused', async () => {
  const response = await put('b'.repeat(64), bytes);
  assert.equal(Problem.parse(response.json()).code, 'attachment-not-announced');
});

test('other bytes than the announced are refused', async () => {
  const flipped = Buffer.from(bytes);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  assert.equal(Problem.parse((await put(sha256, flipped)).json()).code, 'digest-mismatch');
  assert.equal(Problem.parse((await put(sha256, bytes.subarray(1))).json()).code, 'digest-mismatch');
  assert.equal(Problem.parse((await put(sha256, Buffer.concat([bytes, bytes]))).json()).code, 'too-large');
  assert.deepEqual((await readReport(server, receipt)).missing, [sha256]);
});

test('no body at all is refused, not a failure of the server', async () => {
  const url = `/v1/reports/${receipt.reportId}/attachments/${sha256}`;
  const headers = { authorization: `Bearer ${receipt.receiptToken}` };
  const response = await server.app.inject({ method: 'PUT', url, headers });
  assert.equal(Problem.parse(response.json()).code, 'unsupported-media-type');
});

test('another token uploads nothing', async () => {
  assert.equal((await put(sha256, bytes, 'A'.repeat(43))).statusCode, 401);
});

test('the announced bytes are taken once, and again without harm', async () => {
  assert.equal((await put(sha256, bytes)).statusCode, 204);
  assert.equal((await put(sha256, bytes)).statusCode, 204);
  assert.deepEqual((await readReport(server, receipt)).missing, []);
});
