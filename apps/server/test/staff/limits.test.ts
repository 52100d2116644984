import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CaseList, DecisionView, EvidenceView, type Operation, operations, Permission } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { isPermission } from '../../src/platform/http/register-operation.ts';
import { caseOfParam, manyOfParam } from '../../src/staff/case-of-param.ts';
import { report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';
import { sampleBody } from './support/sample-body.ts';

const hub = createSampleHub();
let server: TestServer;
/** May do everything, and is limited to spam once the world stands. */
let limited: TestSession;
/** May do everything everywhere. */
let free: TestSession;
/** Of the case of another kind. */
const ids: Record<string, string> = {};
let spamCase = '';

before(async () => {
  server = await startServerWithHub(hub);
  await server.deps.database.kysely
    .insertInto('staff_role')
    .values({
      role_id: 'role-everything',
      name: 'Everything',
      permissions: [...Permission.options],
      limit_categories: null,
      limit_regions: null,
      created_at: new Date(),
    })
    .execute();
  limited = await server.logIn('reviewer');
  free = await server.logIn('reviewer');
  await server.deps.database.pool.query("update staff set roles = array['role-everything']");
  const payload = samplePayload({ category: 'harass.bully', evidence: [disclose(hub.send({ sender: 'bully@x' }))] });
  await report(server, hub, payload);
  await report(
    server,
    hub,
    samplePayload({ category: 'harass.stalk', evidence: [disclose(hub.send({ sender: 'bully@x' }))] }),
  );
  await report(
    server,
    hub,
    samplePayload({ category: 'spam.bulk', evidence: [disclose(hub.send({ sender: 'bully@x' }))] }),
  );
  const { cases } = CaseList.parse((await call(limited, 'GET', '/v1/cases')).json());
  const other = cases.find((one) => one.category === 'harass.bully');
  spamCase = cases.find((one) => one.category === 'spam.bulk')?.caseId ?? '';
  ids.caseId = other?.caseId ?? '';
  ids.reportId = payload.reportId;
  await call(free, 'POST', `/v1/cases/${ids.caseId}/claim`);
  const begin = { caseId: ids.caseId, purpose: 'review', reason: 'before the limits' };
  ids.viewId = EvidenceView.parse((await call(limited, 'POST', '/v1/evidence-views', begin)).json()).viewId;
  const body = {
    ...{ action: 'ban', policyId: 'harassment', reason: 'Again and again after a warning.', days: null },
    departedWhy: 'as the test has it',
  };
  const policies = (await call(free, 'GET', '/v1/policies')).json().policies as {
    policyId: string;
    categories: string[];
  }[];
  const policyId = policies.find((one) => one.categories.includes('harass.bully'))?.policyId ?? body.policyId;
  const made = await call(free, 'POST', `/v1/cases/${ids.caseId}/decisions`, { ...body, policyId, reportCount: 1 });
  ids.decisionId = DecisionView.parse(made.json()).decisionId;
  await server.deps.database.pool.query("update staff set limit_categories = array['spam'] where staff_id = $1", [
    limited.staffId,
  ]);
});
after(() => server.close());

async function call(who: TestSession, method: string, url: string, payload?: object) {
  return server.app.inject({ method: method as 'GET', url, headers: who.headers, ...(payload && { payload }) });
}

const all = Object.entries<Operation>(operations).filter(([, operation]) => isPermission(operation.access));
const shapeOf = (schema: Operation['body'] | Operation['params']): string[] =>
  schema !== undefined && 'shape' in schema ? Object.keys(schema.shape as object) : [];
const namesCase = (name: string) => name in caseOfParam || name in manyOfParam;
/** Ids that this world has; the guard finds the others' cases the same way. */
const known = (name: string) => ids[name] ?? ids[manyOfParam[name] ?? ''];

for (const [id, operation] of all) {
  const inPath = shapeOf(operation.params).filter((name) => name in caseOfParam);
  const inBody = shapeOf(operation.body).filter(namesCase);
  if (inPath.length + inBody.length === 0) continue;
  test(`${id} finds no case outside of the limits`, async () => {
    const name = [...inPath, ...inBody].find((one) => known(one) !== undefined);
    if (name === undefined) {
      // This world has none of its kind; that the guard finds the case of one is what can be said.
      for (const one of inPath) {
        const { rows } = await sql`select ${caseOfParam[one]?.(randomUUID())} as case_id`.execute(
          server.deps.database.kysely,
        );
        assert.deepEqual(rows, [{ case_id: null }], one);
      }
      return;
    }
    const url = operation.path.replaceAll(/:(\w+)/g, (_match, one: string) => known(one) ?? randomUUID());
    const sample = sampleBody(operation);
    assert(sample !== null, `make a body for ${id}`);
    const body =
      sample === undefined
        ? undefined
        : {
            ...(sample as object),
            ...Object.fromEntries(
              inBody.map((one) => [
                one,
                one in manyOfParam ? [known(one) ?? randomUUID()] : (known(one) ?? randomUUID()),
              ]),
            ),
          };
    const answer = await call(limited, operation.method, url, body);
    assert.equal(answer.statusCode, 404, answer.body);
    assert.equal(answer.json().code, 'not-found');
  });
}

test('lists, searches, histories and what waits name no case outside of the limits', async () => {
  const seen = JSON.stringify([
    (await call(limited, 'GET', '/v1/cases?limit=100')).json(),
    (await call(limited, 'GET', '/v1/cases?search=bully&limit=100')).json(),
    (await call(limited, 'GET', '/v1/cases?state=held')).json(),
    (await call(limited, 'GET', '/v1/decisions/held')).json(),
    (await call(limited, 'GET', '/v1/evidence-reads')).json(),
    (await call(limited, 'GET', `/v1/cases/${spamCase}`)).json(),
    (await call(limited, 'GET', '/v1/desk')).json(),
    (await call(limited, 'GET', '/v1/hearings')).json(),
  ]);
  assert(seen.includes(spamCase), 'what lies within is there');
  for (const value of [ids.caseId, ids.decisionId, ids.viewId]) assert(!seen.includes(value ?? ''), value);
  assert(!seen.includes('harass'), seen.slice(0, 2_000));
  const everything = JSON.stringify((await call(free, 'GET', `/v1/cases/${spamCase}`)).json());
  assert(everything.includes(ids.caseId ?? ''), 'and to somebody without limits the history is there');
});

test('claiming the next case gives one within the limits, or none', async () => {
  const first = await call(limited, 'POST', '/v1/queue/claim-next');
  assert.equal(first.json().category, 'spam.bulk', first.body);
  const second = await call(limited, 'POST', '/v1/queue/claim-next');
  assert.equal(second.json().code, 'queue-empty');
  const { rows } = await server.deps.database.pool.query(
    "select category from case_file where claim_staff_id = $1 and category <> 'spam.bulk'",
    [limited.staffId],
  );
  assert.deepEqual(rows, [], 'no other case was claimed on the way');
});

test('tables of every case are not for somebody with limits', async () => {
  const answer = await call(limited, 'GET', '/v1/exports/cases');
  assert.equal(answer.json().code, 'forbidden');
});

test('a look that began before the limits shows nothing more', async () => {
  const url = `/v1/evidence-views/${ids.viewId}/attachments/${randomUUID()}`;
  assert.equal((await call(limited, 'GET', url)).statusCode, 404);
});

test('the counts of queues are of what the limits cover', async () => {
  const countOf = async (who: TestSession) => {
    const { queues } = (await call(who, 'GET', '/v1/queues')).json() as { queues: { openCount: number }[] };
    return queues.reduce((sum, one) => sum + one.openCount, 0);
  };
  const { rows } = await server.deps.database.pool.query<{ all: number; spam: number }>(
    `select count(*)::int as all, (count(*) filter (where category like 'spam.%'))::int as spam from case_file where state = 'open'`,
  );
  assert.deepEqual([await countOf(free), await countOf(limited)], [rows[0]?.all, rows[0]?.spam]);
  assert.notEqual(rows[0]?.all, rows[0]?.spam);
});
