import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Operation, operations, type Permission, Problem, Role } from '@wellhouse/protocol';
import { createHttpApp } from '../../src/platform/http/http-app.ts';
import { isPermission } from '../../src/platform/http/register-operation.ts';
import { createStaffAuthenticator } from '../../src/staff/authenticate-staff.ts';
import { caselessParams, caseOfParam, manyOfParam } from '../../src/staff/case-of-param.ts';
import { permissionsOf } from '../../src/staff/permissions.ts';
import { absoluteMs, idleMs, startSession } from '../../src/staff/sessions.ts';
import { newUuid } from '../../src/staff/tokens.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

/** A role as an installation makes one: reads, and one right that no built-in role has beside it. */
const customPermissions: readonly Permission[] = ['case.read', 'audit.read', 'quality.manage', 'role.manage'];
const custom = 'role-000000000001';
const roles = [...Role.options, custom, 'nobody'] as const;
type AnyRole = (typeof roles)[number];

let server: TestServer;
const staffIds = new Map<AnyRole, string>();

before(async () => {
  server = await startTestServer();
  const { kysely } = server.deps.database;
  await kysely
    .insertInto('staff_role')
    .values({
      role_id: custom,
      name: 'Made here',
      permissions: [...customPermissions],
      limit_categories: null,
      limit_regions: null,
      created_at: server.deps.clock(),
    })
    .execute();
  for (const role of roles) {
    const staffId = newUuid(randomBytes);
    staffIds.set(role, staffId);
    const member = { staff_id: staffId, name: role, email: `${role}@team.example`, active: true, password_hash: 'x' };
    await kysely
      .insertInto('staff')
      .values({ ...member, roles: role === 'nobody' ? [] : [role] })
      .execute();
  }
});
after(() => server.close());

function grants(role: AnyRole): ReadonlySet<Permission> {
  if (role === 'nobody') return new Set();
  return role === custom ? new Set(customPermissions) : permissionsOf(Role.options.filter((one) => one === role));
}

/** A session of its own for every request: some operations end sessions. */
async function sessionOf(role: AnyRole) {
  const { database, clock, random } = server.deps;
  const now = clock();
  const session = { staffId: staffIds.get(role) ?? '', way: 'passkey', device: null, freshAt: now } as const;
  const started = await database.transaction((tx) => startSession(tx, session, now, random));
  const cookie = `wellhouse_session=${started.token}`;
  return { headers: { cookie, 'x-csrf-token': started.session.csrfToken }, cookie, ...started.session };
}

const all = Object.entries(operations).map(([id, operation]) => ({ id, operation: operation as Operation }));
const staffOperations = all.filter(({ operation }) => operation.access === 'staff' || isPermission(operation.access));
const changes = (operation: Operation) => operation.method !== 'GET' && operation.method !== 'HEAD';

/** A request that has the operation's form as far as its address goes. */
function requestFor(operation: Operation) {
  const url = operation.path.replaceAll(/:(\w+)/g, (_match, name: string) => {
    if (name === 'sha256') return 'a'.repeat(64);
    return name === 'hubId' ? 'hub.example' : '00000000-0000-4000-8000-000000000000';
  });
  const payload = operation.method === 'GET' || operation.method === 'DELETE' ? {} : { payload: {} };
  return { method: operation.method, url, ...payload };
}

async function ask(operation: Operation, headers: Record<string, string>) {
  const response = await server.app.inject({ ...requestFor(operation), headers });
  const problem = response.statusCode >= 400 && response.body.startsWith('{') ? Problem.parse(response.json()) : null;
  return { status: response.statusCode, code: problem?.code ?? null, body: response.body };
}

test('every operation of the protocol is served, under its method, path and access', () => {
  for (const { id, operation } of all) {
    const served = server.app.routeAccess.find(
      (route) => route.method === operation.method && route.url === operation.path,
    );
    assert.equal(served?.access, operation.access, id);
  }
});

test('every route is an operation of the protocol, or one of these', () => {
  const known = new Set(all.map(({ operation }) => `${operation.method} ${operation.path}`));
  const others = server.app.routeAccess.filter(({ method, url }) => {
    // A HEAD that goes with a GET has its access.
    const name = `${method === 'HEAD' && !known.has(`HEAD ${url}`) ? 'GET' : method} ${url}`;
    return !known.has(name) && !known.has(`${method} ${url}`);
  });
  // The routes of Hasher-Matcher-Actioner have no operations, and ask for a delivery service's secret (docs/hma.md).
  const hma = /^\/(h|m|c|status|site-map)(\/|$)/;
  const odd = others.filter(({ url, access }) => !(hma.test(url) && access === 'any-hub'));
  const names = new Set(odd.map(({ url, access }) => `${url} ${access}`));
  assert.deepEqual([...names].sort(), ['/ public', '/healthz public', '/readyz public', '/v1/openapi.json public']);
});

test('a HEAD route asks for what its GET asks for', () => {
  for (const route of server.app.routeAccess.filter(({ method }) => method === 'HEAD')) {
    const got = server.app.routeAccess.find(({ method, url }) => method === 'GET' && url === route.url);
    if (got !== undefined) assert.equal(route.access, got.access, route.url);
  }
});

test('every operation names a permission or one of the other kinds of caller, and only these are open to everyone', () => {
  const others = new Set(['public', 'reporter', 'receipt', 'hub', 'upload', 'metrics', 'staff']);
  for (const { id, operation } of all) assert(isPermission(operation.access) || others.has(operation.access), id);
  const open = server.app.routeAccess.filter((route) => route.access === 'public' && route.method !== 'HEAD');
  assert.deepEqual(open.map(({ method, url }) => `${method} ${url}`).sort(), [
    'GET /',
    'GET /healthz',
    'GET /readyz',
    'GET /v1/album-notice',
    'GET /v1/openapi.json',
    'GET /v1/report-config',
    'GET /v1/staff/login-ways',
    'GET /v1/staff/sso',
    'GET /v1/staff/sso/callback',
    'POST /v1/staff/first-login',
    'POST /v1/staff/login',
    'POST /v1/staff/passkey-login',
    'POST /v1/staff/passkey-login/begin',
  ]);
});

test('what any member may do is about themselves', () => {
  const paths = staffOperations.flatMap(({ operation }) => (operation.access === 'staff' ? [operation.path] : []));
  const own = /^\/v1\/(staff\/me(\/.*)?|staff\/logout|preferences|care(\/break)?)$/;
  for (const path of paths) assert.match(path, own);
});

test('a route that does not say who may call it stops the start', async () => {
  const unused = () => Promise.reject(new Error('unused'));
  const authenticators = {
    ...{ reporter: unused, receipt: unused, hub: unused, anyHub: unused, upload: unused, metrics: unused },
    ...{ staff: createStaffAuthenticator(server.deps), mayCase: unused, within: unused, veil: unused },
  };
  const start = createHttpApp(server.deps, authenticators, (app) => {
    app.get('/v1/forgotten', async () => 'secret');
  });
  await assert.rejects(start, /does not say who may call it/);
});

for (const { id, operation } of all.filter((each) => each.operation.access !== 'public')) {
  test(`${id} answers 401 to nobody in particular, and to made-up credentials`, async () => {
    const made = { authorization: `Bearer ${'A'.repeat(43)}`, cookie: `wellhouse_session=${'A'.repeat(43)}` };
    for (const headers of [{}, made]) {
      const answer = await ask(operation, headers);
      assert.equal(answer.status, 401, answer.body);
      // An answer to HEAD has no body.
      if (operation.method !== 'HEAD') assert.equal(answer.code, 'unauthenticated');
    }
  });
}

for (const { id, operation } of staffOperations) {
  const { access } = operation;
  test(`${id} is for exactly the roles that grant ${access}`, async () => {
    for (const role of roles) {
      const { headers } = await sessionOf(role);
      const answer = await ask(operation, headers);
      const allowed = !isPermission(access) || grants(role).has(access);
      assert.notEqual(answer.status, 500, answer.body);
      if (allowed) assert(answer.status !== 401 && answer.code !== 'forbidden', `${role}: ${answer.body}`);
      else assert.deepEqual([answer.status, answer.code], [403, 'forbidden'], `${role}: ${answer.body}`);
    }
  });

  test(`${id} is not for a session that has ended, whoever it was`, async () => {
    for (const role of roles) {
      const revoked = await sessionOf(role);
      const { pool } = server.deps.database;
      await pool.query('update staff_session set revoked_at = now() where session_id = $1', [revoked.sessionId]);
      const idle = await sessionOf(role);
      const past = (ms: number) => new Date(server.deps.clock().getTime() - ms - 1_000);
      await pool.query('update staff_session set last_used_at = $2 where session_id = $1', [
        idle.sessionId,
        past(idleMs),
      ]);
      const old = await sessionOf(role);
      await pool.query('update staff_session set created_at = $2, expires_at = $3 where session_id = $1', [
        old.sessionId,
        past(absoluteMs),
        past(0),
      ]);
      for (const { headers } of [revoked, idle, old]) assert.equal((await ask(operation, headers)).status, 401);
    }
  });

  if (!changes(operation)) continue;
  test(`${id} answers 403 without the CSRF token, and with another session's, to every role`, async () => {
    for (const role of roles) {
      const { cookie } = await sessionOf(role);
      const other = await sessionOf(role);
      for (const headers of [{ cookie }, { cookie, 'x-csrf-token': other.csrfToken }]) {
        const answer = await ask(operation, headers);
        assert.deepEqual([answer.status, answer.code], [403, 'csrf-failed'], answer.body);
      }
    }
  });
}

/** What cannot simply be undone, or lets somebody else do it: approvals by a second person, roles and accounts, tables taken out. */
const asksAgain = new Set<Permission>([
  ...(['decision.approve', 'list.approve', 'policy.approve'] as const),
  ...(['staff.manage', 'role.manage', 'export.run'] as const),
]);

for (const { id, operation } of staffOperations) {
  const takesOut = operation.access === 'export.run';
  if (!isPermission(operation.access) || !asksAgain.has(operation.access)) continue;
  if (!changes(operation) && !takesOut) continue;
  test(`${id} asks for a second factor that was shown lately`, async () => {
    assert.equal(operation.fresh, true);
    const role = roles.find((one) => isPermission(operation.access) && grants(one).has(operation.access)) ?? 'admin';
    const { headers, sessionId } = await sessionOf(role);
    const { pool } = server.deps.database;
    await pool.query("update staff_session set fresh_at = now() - interval '16 minutes' where session_id = $1", [
      sessionId,
    ]);
    assert.equal((await ask(operation, headers)).code, 'step-up-required');
    await pool.query('update staff_session set fresh_at = null where session_id = $1', [sessionId]);
    assert.equal((await ask(operation, headers)).code, 'step-up-required');
  });
}

test('every name of an id in a request of the team is known to the guard of cases, or belongs to none', () => {
  const unknown = staffOperations.flatMap(({ id, operation }) => {
    const names = [operation.params, operation.query, operation.body].flatMap((schema) =>
      schema !== undefined && 'shape' in schema ? Object.keys(schema.shape as object) : [],
    );
    const ids = names.filter((name) => /Ids?$/.test(name));
    const known = (name: string) => name in caseOfParam || name in manyOfParam || caselessParams.has(name);
    return ids.filter((name) => !known(name)).map((name) => `${id}: ${name}`);
  });
  assert.deepEqual(unknown, []);
});

test('an operation that any member may call names no case', () => {
  for (const { id, operation } of staffOperations) {
    if (operation.access !== 'staff') continue;
    for (const name of Object.keys(operation.params?.shape ?? {})) assert(!(name in caseOfParam), `${id}: ${name}`);
  }
});

test('an admin who is nothing else sees neither queue nor evidence', () => {
  const admin = permissionsOf(['admin']);
  for (const permission of ['queue.read', 'case.read', 'evidence.view', 'decision.make', 'decision.approve'] as const) {
    assert(!admin.has(permission), permission);
  }
});
