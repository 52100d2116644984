import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { makeCase } from './support.ts';

const token = 'a-token-of-the-monitoring';
let server: TestServer;
before(async () => {
  server = await startTestServer({ environment: { WELLHOUSE_METRICS_TOKEN: token } });
});
after(() => server.close());

const ask = (bearer: string | null, from = server) =>
  from.app.inject({ url: '/metrics', headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` } });

test('Prometheus reads what waits, and how operations are answered', async () => {
  server.stopClock();
  await makeCase(server, { priority: 'P0', openedAt: new Date(server.deps.clock().getTime() - 7_200_000) });
  await server.app.inject({ url: '/v1/report-config' });
  await server.deps.database.pool.query(
    `insert into job (kind, payload, state, finished_at) values ('verify-report', '{}', 'dead', now())`,
  );
  const { statusCode, body, headers } = await ask(token);
  assert.equal(statusCode, 200);
  assert.match(String(headers['content-type']), /^text\/plain; version=/);
  assert.match(body, /^wellhouse_cases_open\{priority="P0"\} 1$/m);
  assert.match(body, /^wellhouse_case_oldest_seconds\{priority="P0"\} 7200$/m);
  assert.match(body, /^wellhouse_jobs\{kind="verify-report",state="dead"\} 1$/m);
  assert.match(body, /^wellhouse_http_request_seconds_count\{operation="getReportConfig",status="2xx"\} 1$/m);
  assert.match(body, /^process_resident_memory_bytes /m);
});

test('a job that is gone leaves no figure behind', async () => {
  await server.deps.database.pool.query(`delete from job`);
  assert.doesNotMatch((await ask(token)).body, /^wellhouse_jobs\{/m);
});

test('no address, account or case stands in a figure', async () => {
  await server.app.inject({ url: '/v1/cases/00000000-0000-4000-8000-00000000abcd' });
  assert.doesNotMatch((await ask(token)).body, /abcd|account-\d|\/v1\//);
});

test('without the token nobody reads, and where none is set not even with an empty one', async () => {
  const closed = await startTestServer();
  try {
    for (const [bearer, from] of [
      [null, server],
      ['wrong', server],
      [null, closed],
      ['', closed],
      ['null', closed],
    ] as const) {
      assert.equal((await ask(bearer, from)).statusCode, 401);
    }
  } finally {
    await closed.close();
  }
});
