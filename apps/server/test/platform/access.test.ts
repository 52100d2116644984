import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Operation, operations, Problem, Role } from '@wellhouse/protocol';
import { createHttpApp } from '../../src/platform/http/http-app.ts';
import { isPermission } from '../../src/platform/http/register-operation.ts';
import { createStaffAuthenticator } from '../../src/staff/authenticate-staff.ts';
import { permissionsOf } from '../../src/staff/permissions.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

let server: TestServer;
const sessions = new Map<Role, TestSession>();

before(async () => {
  server = await startTestServer();
  for (const role of Role.options) sessions.set(role, await server.logIn(role));
});
after(() => server.close());

const all = Object.entries(operations).map(([id, operation]) => ({ id, operation: operation as Operation }));
const staffOperations = all.filter(({ operation }) => operation.access === 'staff' || isPermission(operation.access));

/** A request that has the operation's form as far as its address goes. */
function requestFor(operation: Operation) {
  const url = operation.path.replaceAll(/:(\w+)/g, (_match, name: string) => {
    if (name === 'sha256') return 'a'.repeat(64);
    return name === 'hubId' ? 'hub.example' : '00000000-0000-4000-8000-000000000000';
  });
  const payload = operation.method === 'GET' || operation.method === 'DELETE' ? {} : { payload: {} };
  return { method: operation.method, url, ...payload };
}

test('every operation of the protocol is served, under its method, path and access', () => {
  for (const { id, operation } of all) {
    const served = server.app.routeAccess.find(
      (route) => route.method === operation.method && route.url === operation.path,
    );
    assert.equal(served?.access, operation.access, id);
  }
});

test('every route names its access, and only these are open to everyone', () => {
  const open = server.app.routeAccess.filter((route) => route.access === 'public' && route.method !== 'HEAD');
  assert.deepEqual(open.map(({ method, url }) => `${method} ${url}`).sort(), [
    'GET /',
    'GET /healthz',
    'GET /readyz',
    'GET /v1/openapi.json',
    'GET /v1/report-config',
    'POST /v1/staff/first-login',
    'POST /v1/staff/login',
  ]);
  assert(server.app.routeAccess.every((route) => route.access !== undefined));
});

test('a route that does not say who may call it stops the start', async () => {
  const authenticators = {
    reporter: () => Promise.reject(new Error('unused')),
    receipt: () => Promise.reject(new Error('unused')),
    hub: () => Promise.reject(new Error('unused')),
    staff: createStaffAuthenticator(server.deps),
  };
  const start = createHttpApp(server.deps, authenticators, (app) => {
    app.get('/v1/forgotten', async () => 'secret');
  });
  await assert.rejects(start, /does not say who may call it/);
});

for (const { id, operation } of all.filter((each) => each.operation.access !== 'public')) {
  test(`${id} answers 401 to nobody in particular`, async () => {
    const response = await server.app.inject(requestFor(operation));
    assert.equal(response.statusCode, 401, response.body);
    assert.equal(Problem.parse(response.json()).code, 'unauthenticated');
  });
  test(`${id} answers 401 to made-up credentials`, async () => {
    const headers = { authorization: `Bearer ${'A'.repeat(43)}`, cookie: `wellhouse_session=${'A'.repeat(43)}` };
    const response = await server.app.inject({ ...requestFor(operation), headers });
    assert.equal(response.statusCode, 401, response.body);
  });
}

for (const { id, operation } of staffOperations) {
  for (const role of Role.options) {
    const allowed = !isPermission(operation.access) || permissionsOf([role]).has(operation.access);
    if (!allowed) {
      test(`${id} answers 403 to a ${role}, whose role does not grant ${operation.access}`, async () => {
        const response = await server.app.inject({
          ...requestFor(operation),
          headers: sessions.get(role)?.headers ?? {},
        });
        assert.equal(response.statusCode, 403, response.body);
        assert.equal(Problem.parse(response.json()).code, 'forbidden');
      });
    }
    if (operation.method === 'GET') continue;
    test(`${id} answers 403 to a ${role} without the CSRF token, and with another session's`, async () => {
      const cookie = sessions.get(role)?.headers.cookie ?? '';
      const other = await server.logIn(role);
      for (const headers of [{ cookie }, { cookie, 'x-csrf-token': other.me.csrfToken }]) {
        const response = await server.app.inject({ ...requestFor(operation), headers });
        assert.equal(response.statusCode, 403, response.body);
        assert.equal(Problem.parse(response.json()).code, 'csrf-failed');
      }
    });
  }
}

test('an admin who is nothing else sees neither queue nor evidence', () => {
  const admin = permissionsOf(['admin']);
  for (const permission of ['queue.read', 'case.read', 'evidence.view', 'decision.make', 'decision.approve'] as const) {
    assert(!admin.has(permission), permission);
  }
});
