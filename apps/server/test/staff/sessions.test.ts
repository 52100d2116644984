import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Me } from '@wellhouse/protocol';
import { absoluteMs, idleMs } from '../../src/staff/sessions.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  server.stopClock();
});
after(() => server.close());

async function status(session: Pick<TestSession, 'headers'>) {
  return (await server.app.inject({ method: 'GET', url: '/v1/staff/me', headers: session.headers })).statusCode;
}

test('the cookie is out of reach of scripts and other sites', async () => {
  const { email, password } = await server.logIn('viewer');
  const response = await server.app.inject({ method: 'POST', url: '/v1/staff/login', payload: { email, password } });
  const [cookie] = response.cookies;
  assert.equal(cookie?.httpOnly, true);
  assert.equal(cookie?.sameSite, 'Strict');
  assert.equal(cookie?.path, '/');
});

test('the cookie is Secure where the server is reached by https', async () => {
  const secure = await startTestServer({ environment: { WELLHOUSE_PUBLIC_URL: 'https://safety.example' } });
  const { email, password } = await secure.logIn('viewer');
  const response = await secure.app.inject({ method: 'POST', url: '/v1/staff/login', payload: { email, password } });
  assert.equal(response.cookies[0]?.secure, true);
  await secure.close();
});

test('the database holds no token, and a hash of one does not log in', async () => {
  const { headers } = await server.logIn('viewer');
  const token = headers.cookie.split('=')[1] ?? '';
  const { rows } = await server.deps.database.pool.query('select s::text as text, token_hash from staff_session s');
  assert.doesNotMatch(JSON.stringify(rows), new RegExp(token));
  for (const row of rows) {
    const cookie = `wellhouse_session=${row.token_hash.toString('base64url')}`;
    assert.equal(await status({ headers: { cookie, 'x-csrf-token': '' } }), 401);
  }
});

test('a session ends after an idle hour, and not before', async () => {
  const session = await server.logIn('viewer');
  server.advance(idleMs - 1_000);
  assert.equal(await status(session), 200);
  server.advance(idleMs - 1_000);
  assert.equal(await status(session), 200, 'use keeps it alive');
  server.advance(idleMs + 1_000);
  assert.equal(await status(session), 401);
});

test('a session ends twelve hours after the login however busy it is', async () => {
  const session = await server.logIn('viewer');
  const steps = Math.floor(absoluteMs / (idleMs / 2)) - 1;
  for (let step = 0; step < steps; step++) {
    server.advance(idleMs / 2);
    assert.equal(await status(session), 200);
  }
  server.advance(idleMs / 2 + 1_000);
  assert.equal(await status(session), 401);
});

test('a logout ends this session and no other of the same member', async () => {
  const first = await server.logIn('viewer');
  const { email, password } = first;
  const again = await server.app.inject({ method: 'POST', url: '/v1/staff/login', payload: { email, password } });
  const second = { headers: { cookie: `wellhouse_session=${again.cookies[0]?.value}`, 'x-csrf-token': '' } };
  const logout = await server.app.inject({ method: 'POST', url: '/v1/staff/logout', headers: first.headers });
  assert.equal(logout.statusCode, 204);
  assert.equal(await status(first), 401);
  assert.equal(await status(second), 200);
});

test('locking an account ends its sessions at once and refuses its password', async () => {
  const admin = await server.logIn('admin');
  const member = await server.logIn('reviewer');
  const url = `/v1/staff/${member.staffId}`;
  await server.app.inject({ method: 'PATCH', url, headers: admin.headers, payload: { active: false } });
  assert.equal(await status(member), 401);
  const { email, password } = member;
  const login = { method: 'POST', url: '/v1/staff/login', payload: { email, password } } as const;
  assert.equal((await server.app.inject(login)).statusCode, 401);
  await server.app.inject({ method: 'PATCH', url, headers: admin.headers, payload: { active: true } });
  assert.equal(await status(member), 401, 'the old session stays dead');
  assert.equal((await server.app.inject(login)).statusCode, 200);
});

test('a change of roles counts from the next request on', async () => {
  const admin = await server.logIn('admin');
  const member = await server.logIn('reviewer');
  const url = `/v1/staff/${member.staffId}`;
  await server.app.inject({ method: 'PATCH', url, headers: admin.headers, payload: { roles: ['viewer'] } });
  const response = await server.app.inject({ method: 'GET', url: '/v1/staff/me', headers: member.headers });
  assert.deepEqual(Me.parse(response.json()).permissions, ['case.read', 'list.read', 'queue.read']);
});

test('the last admin cannot lock the team out, not even in two requests at once', async () => {
  const one = await server.logIn('admin');
  const two = await server.logIn('admin');
  await server.deps.database.pool.query("update staff set roles = '{viewer}' where not staff_id = any($1)", [
    [one.staffId, two.staffId],
  ]);
  const drop = (session: TestSession, payload: object) =>
    server.app.inject({ method: 'PATCH', url: `/v1/staff/${session.staffId}`, headers: session.headers, payload });
  const answers = await Promise.all([drop(one, { active: false }), drop(two, { roles: ['viewer'] })]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 400]);
  const { rows } = await server.deps.database.pool.query("select 1 from staff where active and 'admin' = any(roles)");
  assert.equal(rows.length, 1);
});
