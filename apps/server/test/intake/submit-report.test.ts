import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Problem, ReportReceipt } from '@wellhouse/protocol';
import { isReference } from '../../src/platform/reference.ts';
import { post, readReport, report, seal, startServerWithHub } from '../support/reporting.ts';
import { ana, ben, createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

const codeOf = (response: { json(): unknown }) => Problem.parse(response.json()).code;
const rowsOf = async (reportId: string) => {
  const { kysely } = server.deps.database;
  const reports = await kysely.selectFrom('report').selectAll().where('report_id', '=', reportId).execute();
  const jobs = await kysely.selectFrom('job').select('payload').where('kind', '=', 'verify-report').execute();
  return { reports: reports.length, jobs: jobs.filter((job) => JSON.stringify(job.payload).includes(reportId)).length };
};

test('a receipt stands for one report and one job, both committed', async () => {
  const payload = samplePayload({ evidence: [disclose(hub.send())] });
  const response = await post(server, hub, payload);
  assert.equal(response.statusCode, 201);
  const receipt = ReportReceipt.parse(response.json());
  assert.ok(isReference('WH', receipt.reference));
  assert.deepEqual(await rowsOf(payload.reportId), { reports: 1, jobs: 1 });
  assert.equal((await readReport(server, receipt)).status, 'submitted');
});

test('the same report again, also at the same time, gets the same receipt and stays one report', async () => {
  const payload = samplePayload({ evidence: [disclose(hub.send())] });
  const sealed = await seal(server, hub.hubId, payload.reportId, payload);
  const first = await post(server, hub, payload, { sealed });
  const again = await Promise.all([1, 2, 3, 4, 5].map(() => post(server, hub, payload, { sealed })));
  for (const response of again) assert.deepEqual(response.json(), first.json());
  assert.deepEqual(await rowsOf(payload.reportId), { reports: 1, jobs: 1 });
});

test('a race of one report against itself has one winner and one receipt', async () => {
  const payload = samplePayload();
  const sealed = await seal(server, hub.hubId, payload.reportId, payload);
  const responses = await Promise.all(Array.from({ length: 20 }, () => post(server, hub, payload, { sealed })));
  assert.deepEqual(new Set(responses.map((response) => response.body)).size, 1);
  assert.deepEqual(await rowsOf(payload.reportId), { reports: 1, jobs: 1 });
});

test('another body under the same id is refused and changes nothing', async () => {
  const payload = samplePayload();
  assert.equal((await post(server, hub, payload)).statusCode, 201);
  // sealing is randomised: a second sealing of the same payload is another body
  const other = await post(server, hub, payload);
  assert.equal(other.statusCode, 422);
  assert.equal(codeOf(other), 'idempotency-key-reused');
});

test('another reporter who uses the id learns nothing: the same refusal, and no receipt', async () => {
  const payload = samplePayload();
  const sealed = await seal(server, hub.hubId, payload.reportId, payload);
  await post(server, hub, payload, { sealed });
  const same = await post(server, hub, payload, { sealed, reporter: ben });
  const different = await post(server, hub, payload, { reporter: ben });
  assert.equal(same.statusCode, 422);
  const withoutId = (body: string) => JSON.stringify({ ...JSON.parse(body), requestId: null });
  assert.equal(withoutId(same.body), withoutId(different.body));
  assert.doesNotMatch(same.body, /receiptToken|WH-/);
});

test('one bad report in a batch does not take its neighbours along', async () => {
  const good = [1, 2, 3].map(() => samplePayload());
  const responses = await Promise.all([
    ...good.map((payload) => post(server, hub, payload)),
    post(server, hub, samplePayload(), { reporter: 'nul\u0000byte' }),
  ]);
  assert.deepEqual(
    responses.map((response) => response.statusCode),
    [201, 201, 201, 401],
  );
});

const refusals: [name: string, submission: Parameters<typeof post>[3], status: number, code: string][] = [
  ['without an idempotency key', { headers: { 'idempotency-key': '' } }, 400, 'idempotency-key-missing'],
  ['with another idempotency key', { headers: { 'idempotency-key': 'x' } }, 400, 'idempotency-key-missing'],
  ['with a token of nobody', { token: 'nonsense' }, 401, 'unauthenticated'],
  [
    'with a token of an unknown hub',
    { token: createSampleHub({ hubId: 'other.test' }).token(ana) },
    401,
    'unauthenticated',
  ],
  ['with a token signed by another secret', { token: createSampleHub().token(ana) }, 401, 'unauthenticated'],
  ['with a clock a day behind', { token: hub.token(ana, { now: Date.now() - 86_400_000 }) }, 401, 'token-expired'],
  ['with a clock a day ahead', { token: hub.token(ana, { now: Date.now() + 86_400_000 }) }, 401, 'token-not-yet-valid'],
  [
    'with too many attachments',
    { attachments: Array(21).fill({ sha256: 'a'.repeat(64), size: 1 }) },
    400,
    'invalid-request',
  ],
  ['with more bytes than a report may have', { sealed: randomBytes(700_000) }, 413, 'too-large'],
];
for (const [name, submission, status, code] of refusals) {
  test(`a report ${name} is refused: ${code}`, async () => {
    const payload = samplePayload();
    const response = await post(server, hub, payload, { sealed: randomBytes(100), ...submission });
    assert.equal(response.statusCode, status, response.body);
    assert.equal(codeOf(response), code);
    assert.equal(response.headers['content-type'], 'application/problem+json');
    assert.deepEqual(await rowsOf(payload.reportId), { reports: 0, jobs: 0 });
  });
}

test('a hub whose clock runs half a minute ahead is still heard', async () => {
  const token = hub.token(ana, { now: Date.now() + 30_000 });
  assert.equal((await post(server, hub, samplePayload(), { token })).statusCode, 201);
});

test('a token of algorithm "none" is refused', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: hub.hubId, sub: ana, aud: 'wellhouse:report', iat: now, exp: now + 60, groups: [] };
  const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  const response = await post(server, hub, samplePayload(), { token });
  assert.equal(codeOf(response), 'unauthenticated');
});

test('a report is read with its own receipt only', async () => {
  const one = await report(server, hub, samplePayload());
  const two = await report(server, hub, samplePayload());
  const response = await server.app.inject({
    url: `/v1/reports/${one.reportId}`,
    headers: { authorization: `Bearer ${two.receiptToken}` },
  });
  assert.equal(codeOf(response), 'unauthenticated');
});
