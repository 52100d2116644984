import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Me, Problem, Role, StaffInvitation } from '@wellhouse/protocol';
import { offerFirstLogin } from '../../src/staff/first-login.ts';
import { firstLoginLifetimeMs, invitationLifetimeMs } from '../../src/staff/one-time-links.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const password = 'correct horse battery';

function exchange(token: string, email: string) {
  return server.app.inject({
    method: 'POST',
    url: '/v1/staff/first-login',
    payload: { token, name: 'Kim', email, password },
  });
}

function tokenOf(link: string): string {
  const url = new URL(link);
  assert.equal(url.search, '', 'the token must not stand where servers and proxies log it');
  return new URLSearchParams(url.hash.slice(1)).get('token') ?? '';
}

async function offer() {
  const link = await offerFirstLogin(server.deps);
  assert(link !== null);
  return tokenOf(link.url);
}

test('the link is kept as a hash only', async () => {
  const token = await offer();
  const rows = await server.deps.database.pool.query('select l::text from staff_link l');
  assert.doesNotMatch(JSON.stringify(rows.rows), new RegExp(token));
});

test('a link that has expired, was altered or never was is refused', async () => {
  const token = await offer();
  assert.equal(
    (await exchange(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 'a@example.org')).statusCode,
    410,
  );
  assert.equal((await exchange('A'.repeat(43), 'a@example.org')).statusCode, 410);
  server.advance(firstLoginLifetimeMs + 1);
  assert.equal((await exchange(token, 'a@example.org')).statusCode, 410);
});

test('of twenty exchanges at once, of two links, one becomes the first admin', async () => {
  const tokens = [await offer(), await offer()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => exchange(tokens[index % 2] ?? '', `kim${index}@example.org`)),
  );
  const won = answers.filter((answer) => answer.statusCode === 200);
  assert.equal(won.length, 1);
  assert(answers.every((answer) => answer === won[0] || answer.statusCode === 410));
  const me = Me.parse(won[0]?.json());
  assert.deepEqual(me.staff.roles, Role.options);
  assert.equal((await server.deps.database.kysely.selectFrom('staff').selectAll().execute()).length, 1);
});

test('once somebody can let people in, no link is offered and old ones are dead', async () => {
  assert.equal(await offerFirstLogin(server.deps), null);
});

let admin: TestSession;

async function invite(email: string, roles: Role[] = ['reviewer']) {
  admin ??= await server.logIn('admin');
  return server.app.inject({
    method: 'POST',
    url: '/v1/staff',
    headers: admin.headers,
    payload: { email, name: 'Noor', roles },
  });
}

test('an invited member gets the roles of the invitation, and the link works once', async () => {
  const invitation = StaffInvitation.parse((await invite('Noor@Example.org')).json());
  assert.equal(invitation.staff.email, 'noor@example.org');
  const token = tokenOf(invitation.link);
  const answers = await Promise.all([exchange(token, 'NOOR@example.org'), exchange(token, 'noor@example.org')]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 410]);
  const me = Me.parse(answers.find((answer) => answer.statusCode === 200)?.json());
  assert.deepEqual(me.staff.roles, ['reviewer']);
});

test('a link that went to the wrong person does not work with their own address', async () => {
  const token = tokenOf(StaffInvitation.parse((await invite('sam@example.org')).json()).link);
  const answer = await exchange(token, 'thief@example.org');
  assert.deepEqual(
    Problem.parse(answer.json()).fields?.map(({ field }) => field),
    ['/body/email'],
  );
  assert.equal((await exchange(token, 'sam@example.org')).statusCode, 200, 'the mistake has not used it up');
});

test('inviting again replaces the link, and an invitation ends by itself', async () => {
  const first = tokenOf(StaffInvitation.parse((await invite('ada@example.org')).json()).link);
  const second = tokenOf(StaffInvitation.parse((await invite('ada@example.org', ['viewer'])).json()).link);
  assert.equal((await exchange(first, 'ada@example.org')).statusCode, 410);
  server.advance(invitationLifetimeMs + 1);
  assert.equal((await exchange(second, 'ada@example.org')).statusCode, 410);
});

test('the address of a member cannot be invited over', async () => {
  admin = await server.logIn('admin');
  assert.equal((await invite('noor@example.org', ['admin'])).statusCode, 400);
});

test('a short password is refused before the link is used', async () => {
  const token = tokenOf(StaffInvitation.parse((await invite('lee@example.org')).json()).link);
  const payload = { token, name: 'Lee', email: 'lee@example.org', password: 'elevenchars' };
  const answer = await server.app.inject({ method: 'POST', url: '/v1/staff/first-login', payload });
  assert.equal(answer.statusCode, 400);
  assert.equal((await exchange(token, 'lee@example.org')).statusCode, 200);
});
