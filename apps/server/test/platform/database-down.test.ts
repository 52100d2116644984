import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Problem } from '@wellhouse/protocol';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { enqueue } from '../../src/platform/jobs/enqueue.ts';
import { createWorker } from '../../src/platform/jobs/worker.ts';
import { type DatabaseProxy, startDatabaseProxy } from '../support/database-proxy.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let direct: TestDatabase;
let proxy: DatabaseProxy;
let server: TestServer;

before(async () => {
  direct = await startTestDatabase();
  proxy = await startDatabaseProxy(direct.connectionString);
  const database = openDatabase({ connectionString: proxy.connectionString, poolSize: 4 });
  const through = { database, connectionString: proxy.connectionString, close: async () => {} };
  server = await startTestServer({ database: through });
});
after(async () => {
  await server.close();
  await server.deps.database.close();
  await proxy.close();
  await direct.close();
});

test('while the database is away every answer is 503 with Retry-After, and the process lives on', async () => {
  const { headers } = await server.logIn('admin');
  assert.equal((await server.app.inject({ method: 'GET', url: '/v1/staff/me', headers })).statusCode, 200);
  proxy.cut();
  for (const request of [
    { method: 'GET', url: '/v1/staff/me', headers },
    { method: 'GET', url: '/v1/staff/me', headers },
    { method: 'POST', url: '/v1/staff/login', payload: { email: 'a@example.org', password: 'x' } },
    { method: 'GET', url: '/readyz' },
  ] as const) {
    const response = await server.app.inject(request);
    assert.equal(response.statusCode, 503, response.body);
    const problem = Problem.parse(response.json());
    assert.equal(problem.code, 'unavailable');
    assert(Number(response.headers['retry-after']) > 0);
    assert.doesNotMatch(response.body, /ECONN|127\.0\.0\.1|terminated/);
  }
  assert.equal((await server.app.inject({ method: 'GET', url: '/healthz' })).statusCode, 200);
  proxy.restore();
  assert.equal((await server.app.inject({ method: 'GET', url: '/v1/staff/me', headers })).statusCode, 200);
  assert.equal((await server.app.inject({ method: 'GET', url: '/readyz' })).statusCode, 200);
});

test('a worker outlives a database that goes away and works off what was enqueued meanwhile', async () => {
  const { random, log, database } = server.deps;
  const seen: unknown[] = [];
  const handlers = { probe: async (payload: unknown) => void seen.push(payload) };
  const worker = createWorker({ database, random, log, handlers, pollMs: 20 });
  worker.start();
  await enqueue(database.kysely, { kind: 'probe', payload: 1 });
  while (seen.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
  proxy.cut();
  await enqueue(direct.database.kysely, { kind: 'probe', payload: 2 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  proxy.restore();
  while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await worker.stop();
  assert.deepEqual(seen, [1, 2]);
});
