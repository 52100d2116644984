import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import * as protocol from '@wellhouse/protocol';
import { type Operation, operations } from '@wellhouse/protocol';
import { z } from 'zod';
import { pseudonymOf } from '../../src/staff/pseudonym.ts';
import { lookAt } from '../support/look-at.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { ana, createSampleHub, disclose, mal, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
const told: string[] = [];
let server: TestServer;
const webhook = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    told.push(JSON.stringify(request.headers) + body);
    response.writeHead(204).end();
  });
});

before(async () => {
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  const { port } = webhook.address() as AddressInfo;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  server = await startServerWithHub(hub, { webhook: { url: `http://127.0.0.1:${port}/hook`, secret } });
});
after(async () => {
  await server?.close();
  webhook.closeAllConnections();
  await new Promise((resolve) => webhook.close(resolve));
});

test('a pseudonym is the same for ever, another one for everybody, and nothing without the key file', () => {
  const staffId = '5f0c1a2b-0000-4000-8000-000000000001';
  const one = pseudonymOf(server.deps, staffId);
  assert.match(one, /^reviewer-[0-9A-HJKMNP-TV-Z]{6}$/);
  assert.equal(pseudonymOf(server.deps, staffId), one);
  const many = new Set(
    Array.from({ length: 200 }, (_, index) => pseudonymOf(server.deps, staffId.replace(/.$/, String(index)))),
  );
  assert.equal(many.size, 200);
  const other = { keys: { ...server.deps.keys, receiptKey: randomBytes(32) } };
  assert.notEqual(pseudonymOf(other, staffId), one);
});

const outside = new Set(['public', 'reporter', 'receipt', 'hub', 'upload']);
const names = /staff|reviewer|decidedBy|heardBy|claimedBy|author/i;

function membersOf(schema: z.ZodType): string[] {
  const text = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }));
  return [...text.matchAll(/"([A-Za-z]+)":\{"(?:type|\$ref|anyOf|allOf|format)/g)].map((match) => match[1] ?? '');
}

test('no answer to users and delivery services, and no webhook, has a place for somebody of the team', () => {
  const schemas: [string, z.ZodType][] = [['HubEvent', protocol.HubEvent]];
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    const [, body] = operation.success;
    // A login answers to a member of the team.
    const login = operation.path.startsWith('/v1/staff/');
    if (outside.has(operation.access) && !login && body !== null && body !== 'binary') schemas.push([id, body]);
  }
  assert(schemas.length > 5);
  for (const [id, schema] of schemas) {
    const members = membersOf(schema);
    assert(members.length > 0, id);
    assert.deepEqual(
      members.filter((member) => names.test(member)),
      [],
      id,
    );
  }
});

test('from the report to the notice, what leaves names nobody of the team', async () => {
  const author = await server.logIn('reviewer', 'lead');
  const second = await server.logIn('lead');
  const payload = samplePayload({ category: 'harass.bully', evidence: [disclose(hub.send({ sender: mal }))] });
  const receipt = await report(server, hub, payload);
  const { case_id: caseId } = await caseOf(server, payload.reportId);
  const call = (who: TestSession, method: 'GET' | 'POST', url: string, body?: object) =>
    server.app.inject({ method, url, headers: who.headers, ...(body && { payload: body }) });
  await call(author, 'POST', `/v1/cases/${caseId}/claim`);
  const { policies } = (await call(author, 'GET', '/v1/policies')).json() as {
    policies: { policyId: string; categories: string[] }[];
  };
  const policyId = policies.find((one) => one.categories.includes('harass.bully'))?.policyId ?? '';
  const reason = 'Again and again after a warning.';
  const body = {
    ...{ action: 'ban', policyId, reason, days: null, reportCount: 1 },
    departedWhy: 'as the test has it',
  };
  const made = await call(author, 'POST', `/v1/cases/${caseId}/decisions`, body);
  assert.equal(made.statusCode, 201, made.body);
  await lookAt(server, second, made.json().decisionId);
  const answer = { answer: 'approve', reason: 'I see the same.' };
  const approved = await call(second, 'POST', `/v1/decisions/${made.json().decisionId}/answer`, answer);
  assert.equal(approved.statusCode, 200, approved.body);
  await server.worker.drain();
  assert(
    told.some((text) => text.includes('account.banned')),
    'the delivery service was told',
  );

  const token = hub.token(ana, { now: server.deps.clock().getTime() });
  const answers: string[] = [...told];
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    if (!outside.has(operation.access) || operation.method !== 'GET' || operation.path.startsWith('/v1/staff/'))
      continue;
    const url = operation.path
      .replace(':reportId', payload.reportId)
      .replace(':decisionId', made.json().decisionId)
      .replace(':hubId', hub.hubId);
    const secret =
      operation.access === 'receipt' ? receipt.receiptToken : operation.access === 'hub' ? hub.apiSecret : token;
    const response = await server.app.inject({ url, headers: { authorization: `Bearer ${secret}` } });
    answers.push(`${id} ${JSON.stringify(response.headers)} ${response.body}`);
  }
  const report_ = answers.find((text) => text.startsWith('getReport '));
  assert(report_?.includes(reason) || report_?.includes('decided'), 'the reporter is told something');
  for (const who of [author, second]) {
    for (const secret of [who.staffId, who.me.staff.name, who.email]) {
      for (const text of answers) assert(!text.includes(secret), `${secret} in ${text.slice(0, 300)}`);
    }
  }
});
