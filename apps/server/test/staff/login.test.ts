import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Problem } from '@wellhouse/protocol';
import { hashPassword, verifyPassword } from '../../src/staff/passwords.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  // Pauses are of seconds, and argon2id takes some where the machine is busy.
  server.stopClock();
});
after(() => server.close());

async function attempt(email: string, password: string, remoteAddress = '192.0.2.1') {
  const response = await server.app.inject({
    method: 'POST',
    url: '/v1/staff/login',
    payload: { email, password },
    remoteAddress,
  });
  return { status: response.statusCode, body: response.body, retryAfter: Number(response.headers['retry-after'] ?? 0) };
}

test('an unknown address, a wrong password, a locked account and an open invitation get the same answer', async () => {
  const known = await server.logIn('viewer');
  const locked = await server.logIn('viewer');
  await server.deps.database.pool.query('update staff set active = false where staff_id = $1', [locked.staffId]);
  const invited = await server.logIn('viewer');
  await server.deps.database.pool.query('update staff set password_hash = null where staff_id = $1', [invited.staffId]);
  const answers = [
    await attempt('nobody@example.org', 'wrong password'),
    await attempt(known.email, 'wrong password'),
    await attempt(locked.email, locked.password),
    await attempt(invited.email, invited.password),
  ].map(({ body }) => ({ ...Problem.parse(JSON.parse(body)), requestId: '' }));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]?.code, 'login-failed');
});

test('the address is not case sensitive', async () => {
  const { email, password } = await server.logIn('viewer');
  assert.equal((await attempt(email.toUpperCase(), password)).status, 200);
});

test('guesses from one address slow down, for the right password too, and a pause lets in again', async () => {
  const { email, password } = await server.logIn('viewer');
  const address = '192.0.2.7';
  for (let guess = 0; guess < 5; guess++) assert.equal((await attempt(email, 'wrong', address)).status, 401);
  const blocked = await attempt(email, password, address);
  assert.equal(blocked.status, 429);
  assert.equal(blocked.retryAfter, 5);
  assert.equal((await attempt(email, password, '192.0.2.8')).status, 200, 'the member comes in from elsewhere');
});

test('the wait doubles up to a quarter of an hour', async () => {
  const email = 'slow@example.org';
  const waits: number[] = [];
  for (let guess = 0; guess < 14; guess++) {
    const { status, retryAfter } = await attempt(email, 'wrong', '192.0.2.9');
    if (status !== 429) continue;
    waits.push(retryAfter);
    server.advance(retryAfter * 1_000);
  }
  assert.deepEqual(waits.slice(0, 4), [5, 10, 20, 40]);
  assert(Math.max(...waits) <= 900);
});

test('fifty guesses sent at the same moment get five looks at the password', async () => {
  const email = 'parallel@example.org';
  const answers = await Promise.all(Array.from({ length: 50 }, () => attempt(email, 'wrong', '192.0.2.10')));
  assert.equal(answers.filter((answer) => answer.status === 401).length, 5);
  assert.equal(answers.filter((answer) => answer.status === 429).length, 45);
});

test('guesses from many addresses slow down too', async () => {
  const email = 'botnet@example.org';
  let limited = 0;
  for (let address = 1; address <= 55; address++) {
    if ((await attempt(email, 'wrong', `198.51.100.${address}`)).status === 429) limited += 1;
  }
  assert(limited >= 4 && limited <= 6, `${limited} of 55`);
});

test('one process answers only so many logins of one address a minute, whatever the account', async () => {
  const strict = await startTestServer({ environment: { WELLHOUSE_LOGINS_PER_MINUTE: '3' } });
  const statuses: number[] = [];
  for (let n = 0; n < 5; n++) {
    const payload = { email: `n${n}@example.org`, password: 'wrong' };
    const response = await strict.app.inject({ method: 'POST', url: '/v1/staff/login', payload });
    statuses.push(response.statusCode);
    if (response.statusCode === 429) assert.equal(Problem.parse(response.json()).code, 'rate-limited');
  }
  assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
  await strict.close();
});

test('a password is stored as argon2id with its own salt', async () => {
  const [one, two] = [
    await hashPassword('same password', randomBytes),
    await hashPassword('same password', randomBytes),
  ];
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.notEqual(one, two);
  assert.equal(await verifyPassword('same password', one), true);
  assert.equal(await verifyPassword('same passwore', one), false);
});

test('the same characters in another Unicode form are the same password', async () => {
  const stored = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9', randomBytes);
  assert.equal(await verifyPassword('cafe\u0301 cafe\u0301 cafe\u0301', stored), true);
});

test('no password matches a missing or damaged hash', async () => {
  for (const stored of [null, '', 'plain', '$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA', '$2b$10$abcdefghijklmnopqrstuv']) {
    assert.equal(await verifyPassword('', stored), false);
    assert.equal(await verifyPassword(stored ?? 'x', stored), false);
  }
});
