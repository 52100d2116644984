import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DecisionView, EvidenceView, type Operation, operations, Permission } from '@wellhouse/protocol';
import { isPermission } from '../../src/platform/http/register-operation.ts';
import { sampleBody } from '../staff/support/sample-body.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
/** May do everything. */
let who: TestSession;
const ids: Record<string, string> = {};

before(async () => {
  server = await startServerWithHub(hub);
  const { pool } = server.deps.database;
  await pool.query(
    `insert into staff_role (role_id, name, permissions, limit_categories, limit_regions, created_at)
      values ('role-everything', 'Everything', $1, null, null, now())`,
    [[...Permission.options]],
  );
  who = await server.logIn('reviewer');
  await pool.query("update staff set roles = array['role-everything']");
  ids.caseId = await claimed('open@x');
  const begin = { caseId: ids.caseId, purpose: 'review', reason: 'a test' };
  ids.viewId = EvidenceView.parse((await call('POST', '/v1/evidence-views', begin)).json()).viewId;
  const other = await claimed('decided@x');
  const body = { action: 'no-action', policyId: null, reason: 'A greeting.', days: null, reportCount: 1 };
  const made = await call('POST', `/v1/cases/${other}/decisions`, body);
  ids.decisionId = DecisionView.parse(made.json()).decisionId;
  ids.staffId = who.staffId;
  ids.policyId = 'threats';
  ids.macroId = randomUUID();
});
after(() => server.close());

async function claimed(sender: string): Promise<string> {
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender }))] });
  ids.reportId = payload.reportId;
  await report(server, hub, payload);
  const { case_id: caseId } = await caseOf(server, payload.reportId);
  await call('POST', `/v1/cases/${caseId}/claim`);
  return caseId;
}

const call = (method: string, url: string, payload?: object) =>
  server.app.inject({ method: method as 'GET', url, headers: who.headers, ...(payload && { payload }) });

/** A zero byte, which PostgreSQL cannot store; half a character; text that turns its direction; what SQL and JSON escape. */
const hostile = [
  'a\u0000b and some more',
  'half \ud800 of one',
  '\u202eturned round\u2066',
  `'; drop table staff; -- \\"$1 %s`,
];

/** The body once for each text in it, with that one changed. */
function* changed(value: unknown, text: string): Generator<unknown> {
  if (typeof value === 'string') {
    if (!/^[0-9a-f-]{36}$|^\d{4}-\d\d-\d\dT/.test(value)) yield text;
  } else if (Array.isArray(value)) {
    for (const [n, inner] of value.entries()) for (const one of changed(inner, text)) yield value.with(n, one);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      for (const one of changed(inner, text)) yield { ...value, [name]: one };
    }
  }
}

const team = Object.entries<Operation>(operations).filter(
  ([id, { access }]) => (isPermission(access) || access === 'staff') && !['logout', 'revokeOtherSessions'].includes(id),
);
const shape = (schema: unknown): string[] =>
  typeof schema === 'object' && schema !== null && 'shape' in schema ? Object.keys(schema.shape as object) : [];

for (const [id, operation] of team) {
  const queries = shape(operation.query);
  if (operation.body === undefined && queries.length === 0) continue;
  test(`${id} answers every text that its schema lets through, and breaks on none`, async () => {
    const path = operation.path.replaceAll(/:(\w+)/g, (_match, name: string) => ids[name] ?? randomUUID());
    for (const text of hostile) {
      for (const name of queries) {
        const url = `${path}?${name}=${encodeURIComponent(text.toWellFormed())}`;
        const answer = await call(operation.method, url);
        assert.ok(answer.statusCode < 500, `${url}: ${answer.body}`);
      }
      for (const body of changed(sampleBody(operation) ?? null, text)) {
        if (operation.body?.safeParse(body).success !== true) continue;
        const answer = await call(operation.method, path, body as object);
        assert.ok(answer.statusCode < 500, `${JSON.stringify(body)}: ${answer.body}`);
      }
    }
  });
}
