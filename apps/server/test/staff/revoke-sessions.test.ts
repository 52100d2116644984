import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Me, type StaffSession } from '@wellhouse/protocol';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

type Headers = TestSession['headers'];

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const call = (headers: Headers, method: 'GET' | 'DELETE', url: string) => server.app.inject({ method, url, headers });
const lives = async (headers: Headers) => (await call(headers, 'GET', '/v1/staff/me')).statusCode === 200;

/** The same member in another browser. */
async function again({ email, password }: TestSession, device: string): Promise<Headers> {
  const response = await server.app.inject({
    method: 'POST',
    url: '/v1/staff/login',
    payload: { email, password },
    headers: { 'user-agent': device },
  });
  const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { cookie, 'x-csrf-token': Me.parse(response.json()).csrfToken };
}

async function listed(headers: Headers, url = '/v1/staff/me/sessions'): Promise<StaffSession[]> {
  const answer = await call(headers, 'GET', url);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json().sessions;
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('a member sees where they are logged in and ends one session there, which is refused from the next request on', async () => {
  const here = await server.logIn('reviewer');
  const there = await again(here, firefox);
  const sessions = await listed(here.headers);
  assert.equal(sessions.length, 2);
  assert.equal(sessions.filter(({ current }) => current).length, 1);
  const other = sessions.find(({ current }) => !current);
  assert.match(other?.device ?? '', /Firefox/);
  const ended = await call(here.headers, 'DELETE', `/v1/staff/me/sessions/${other?.sessionId}`);
  assert.equal(ended.statusCode, 204, ended.body);
  assert.equal(await lives(there), false);
  assert.equal(await lives(here.headers), true);
  assert.deepEqual(
    (await listed(here.headers)).map(({ current }) => current),
    [true],
  );
});

test('a member ends all sessions but the one they ask from', async () => {
  const here = await server.logIn('reviewer');
  const others = [await again(here, firefox), await again(here, firefox)];
  assert.equal((await call(here.headers, 'DELETE', '/v1/staff/me/sessions')).statusCode, 204);
  for (const one of others) assert.equal(await lives(one), false);
  assert.equal(await lives(here.headers), true);
});

test('nobody ends a session of somebody else by its id, not even who manages the team, but by name and in the log', async () => {
  const victim = await server.logIn('reviewer');
  const [session] = await listed(victim.headers);
  const boss = await server.logIn('admin');
  for (const who of [await server.logIn('reviewer'), await server.logIn('lead'), boss]) {
    const answer = await call(who.headers, 'DELETE', `/v1/staff/me/sessions/${session?.sessionId}`);
    assert.equal(answer.statusCode, 404, answer.body);
  }
  assert.equal(await lives(victim.headers), true);
  const place = `/v1/staff/${victim.staffId}/sessions`;
  assert.deepEqual(
    (await listed(boss.headers, place)).map(({ sessionId, current }) => [sessionId, current]),
    [[session?.sessionId, false]],
  );
  assert.equal((await call(boss.headers, 'DELETE', place)).statusCode, 204);
  assert.equal(await lives(victim.headers), false);
  assert.equal(await lives(boss.headers), true);
  const { rows } = await server.deps.database.pool.query(
    'select action from audit_entry where staff_id = $1 and object = $2',
    [boss.staffId, `staff:${victim.staffId}`],
  );
  assert.equal(rows.length, 1, JSON.stringify(rows));
});
