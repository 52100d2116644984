import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Account, Me, PasskeyChallenge, RecoveryCodes, StepUpWays, TotpChallenge } from '@wellhouse/protocol';
import { Secret } from 'otpauth';
import { addPasskey, addTotp, codeOf } from './support/factors.ts';
import { type Browser, password, type StaffServer, startStaffServer } from './support/staff-server.ts';

let server: StaffServer;
before(async () => {
  server = await startStaffServer();
  server.stopClock();
});
after(() => server.close());

const login = (browser: Browser, code?: string) => ({
  email: browser.email,
  password,
  ...(code !== undefined && { code }),
});

test('the password alone is asked for a code, and a code of the app lets in', async () => {
  const member = await server.logIn('reviewer');
  const uri = await addTotp(server, member);
  const elsewhere = server.elsewhere(member);
  assert.equal(await elsewhere.refused('POST', '/v1/staff/login', login(member)), 'second-factor-needed');
  assert.equal(elsewhere.cookie, '');
  server.advance(30_000);
  const me = Me.parse(await elsewhere.ok('POST', '/v1/staff/login', login(member, codeOf(server, uri))));
  assert.equal(me.staff.secondFactor, true);
});

test('a code works once, whoever has seen it, and so does every earlier one', async () => {
  const member = await server.logIn('reviewer');
  const uri = await addTotp(server, member);
  server.advance(60_000);
  const code = codeOf(server, uri);
  const earlier = codeOf(server, uri, -1);
  await server.elsewhere(member).ok('POST', '/v1/staff/login', login(member, code));
  for (const seen of [code, earlier]) {
    const thief = server.elsewhere(member);
    assert.equal(await thief.refused('POST', '/v1/staff/login', login(member, seen)), 'second-factor-wrong');
  }
});

test('of four logins with one code at the same moment one gets in', async () => {
  const member = await server.logIn('reviewer');
  const uri = await addTotp(server, member);
  server.advance(30_000);
  const code = codeOf(server, uri);
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => server.elsewhere(member).call('POST', '/v1/staff/login', login(member, code))),
  );
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 401, 401, 401]);
});

test('clocks may differ by half a minute and not by two', async () => {
  const member = await server.logIn('reviewer');
  const uri = await addTotp(server, member);
  server.advance(120_000);
  const late = codeOf(server, uri, -3);
  assert.equal(
    await server.elsewhere(member).refused('POST', '/v1/staff/login', login(member, late)),
    'second-factor-wrong',
  );
  await server.elsewhere(member).ok('POST', '/v1/staff/login', login(member, codeOf(server, uri, 1)));
});

test('guessing codes with the right password slows down as guessing the password does', async () => {
  const member = await server.logIn('reviewer');
  await addTotp(server, member);
  const codes: string[] = [];
  for (let guess = 0; guess < 6; guess++) {
    codes.push(await server.elsewhere(member).refused('POST', '/v1/staff/login', login(member, `00000${guess}`)));
  }
  assert.equal(codes.at(-1), 'rate-limited');
});

test('whoever knows the password guesses ten codes a day, from however many addresses; the right one clears it', async () => {
  const member = await server.logIn('reviewer');
  const uri = await addTotp(server, member);
  server.advance(60_000);
  const guess = (n: number, code: string) =>
    server.app.inject({
      ...{ method: 'POST', url: '/v1/staff/login', remoteAddress: `198.51.100.${n}` },
      payload: login(member, code),
    });
  const wrong = codeOf(server, uri) === '000000' ? '000001' : '000000';
  const codes: string[] = [];
  for (let n = 1; n <= 14; n += 1) codes.push((await guess(n, wrong)).json().code);
  assert.deepEqual(codes, [...Array(10).fill('second-factor-wrong'), ...Array(4).fill('rate-limited')]);
  // A quarter of an hour later the account is as throttled as before.
  server.advance(16 * 60_000);
  assert.equal((await guess(20, wrong)).json().code, 'second-factor-wrong');
  assert.equal((await guess(21, wrong)).json().code, 'rate-limited');
  server.advance(60 * 60_000);
  assert.equal((await guess(22, codeOf(server, uri))).statusCode, 200);
  assert.equal((await guess(23, wrong)).json().code, 'second-factor-wrong');
});

test('a secret that was shown and not confirmed does not count, and a new app takes the place of the old one', async () => {
  const member = await server.logIn('reviewer');
  const shown = TotpChallenge.parse(await member.ok('POST', '/v1/staff/me/totp/begin'));
  assert.equal(Account.parse(await member.ok('GET', '/v1/staff/me/account')).totp, null);
  await server.elsewhere(member).ok('POST', '/v1/staff/login', login(member));
  const first = await addTotp(server, member);
  assert.equal(
    await member.refused('POST', '/v1/staff/me/totp', { code: codeOf(server, shown.uri) }),
    'second-factor-wrong',
  );
  const second = await addTotp(server, member);
  server.advance(30_000);
  const old = login(member, codeOf(server, first));
  assert.equal(await server.elsewhere(member).refused('POST', '/v1/staff/login', old), 'second-factor-wrong');
  await server.elsewhere(member).ok('POST', '/v1/staff/login', login(member, codeOf(server, second)));
});

test('the database holds neither the secret of an app nor a recovery code', async () => {
  const member = await server.logIn('reviewer');
  const { secret } = TotpChallenge.parse(await member.ok('POST', '/v1/staff/me/totp/begin'));
  const { codes } = RecoveryCodes.parse(await member.ok('POST', '/v1/staff/me/recovery-codes'));
  const { rows } = await server.deps.database.pool.query(
    "select t::text as text, encode(secret_wrapped, 'hex') as hex from staff_totp t union all select c::text, null from staff_recovery_code c",
  );
  const text = JSON.stringify(rows);
  assert(!text.includes(secret));
  assert(!text.includes(Secret.fromBase32(secret).hex.toLowerCase()));
  for (const code of codes) assert(!text.includes(code));
});

test('a recovery code lets in once, however it is typed; new ones void the old ones', async () => {
  const member = await server.logIn('reviewer');
  await addTotp(server, member);
  const { codes } = RecoveryCodes.parse(await member.ok('POST', '/v1/staff/me/recovery-codes'));
  assert.equal(new Set(codes).size, 10);
  const [first = '', second = ''] = codes;
  const typed = first.toLowerCase().replaceAll('-', ' ');
  await server.elsewhere(member).ok('POST', '/v1/staff/login', login(member, typed));
  assert.equal(
    await server.elsewhere(member).refused('POST', '/v1/staff/login', login(member, first)),
    'second-factor-wrong',
  );
  assert.equal(Account.parse(await member.ok('GET', '/v1/staff/me/account')).recoveryCodesLeft, 9);
  await member.ok('POST', '/v1/staff/me/recovery-codes');
  assert.equal(
    await server.elsewhere(member).refused('POST', '/v1/staff/login', login(member, second)),
    'second-factor-wrong',
  );
  assert((await server.actions()).includes('staff.recovery-code-used'));
});

test('a recovery code of another member is of no use', async () => {
  const member = await server.logIn('reviewer');
  await addTotp(server, member);
  const other = await server.logIn('reviewer');
  const { codes } = RecoveryCodes.parse(await other.ok('POST', '/v1/staff/me/recovery-codes'));
  const answer = server.elsewhere(member).refused('POST', '/v1/staff/login', login(member, codes[0]));
  assert.equal(await answer, 'second-factor-wrong');
});

test('ten minutes after the login, factors do not change before one of them was shown again', async () => {
  const member = await server.logIn('reviewer');
  const uri = await addTotp(server, member);
  const passkey = await addPasskey(member);
  const { passkeys } = Account.parse(await member.ok('GET', '/v1/staff/me/account'));
  server.advance(11 * 60_000);
  for (const [method, url, body] of [
    ['POST', '/v1/staff/me/passkeys/begin'],
    ['DELETE', `/v1/staff/me/passkeys/${passkeys[0]?.passkeyId}`],
    ['POST', '/v1/staff/me/totp/begin'],
    ['POST', '/v1/staff/me/totp', { code: '123456' }],
    ['DELETE', '/v1/staff/me/totp'],
    ['POST', '/v1/staff/me/recovery-codes'],
  ] as const) {
    assert.equal(await member.refused(method, url, body), 'step-up-required', `${method} ${url}`);
  }
  const ways = StepUpWays.parse(await member.ok('POST', '/v1/staff/me/step-up/begin'));
  assert.equal(ways.totp, true);
  assert.equal(ways.password, false);
  const challenge = PasskeyChallenge.parse(ways.passkey);
  const { challengeId } = challenge;
  await member.ok('POST', '/v1/staff/me/step-up', { challengeId, response: passkey.answer(challenge) });
  await member.ok('POST', '/v1/staff/me/recovery-codes');
  server.advance(11 * 60_000);
  await member.ok('POST', '/v1/staff/me/step-up', { code: codeOf(server, uri) });
  await member.ok('DELETE', '/v1/staff/me/totp');
  assert((await server.actions()).includes('staff.step-up'));
});

test('the password shows nothing for somebody with a second factor, nor does a passkey of somebody else', async () => {
  const member = await server.logIn('reviewer');
  await addPasskey(member);
  assert.equal(await member.refused('POST', '/v1/staff/me/step-up', { password }), 'second-factor-wrong');
  const other = await server.logIn('reviewer');
  const theirs = await addPasskey(other);
  const ways = StepUpWays.parse(await member.ok('POST', '/v1/staff/me/step-up/begin'));
  const challenge = PasskeyChallenge.parse(ways.passkey);
  const answer = { challengeId: challenge.challengeId, response: theirs.answer(challenge) };
  assert.equal(await member.refused('POST', '/v1/staff/me/step-up', answer), 'second-factor-wrong');
});

test('where the second factor may come later, a member without one shows the password again', async () => {
  const member = await server.logIn('admin');
  server.advance(16 * 60_000);
  const invite = { email: 'new@team.example', name: 'New', roles: ['viewer'] };
  assert.equal(await member.refused('POST', '/v1/staff', invite), 'step-up-required');
  assert.equal(await member.refused('POST', '/v1/staff/me/step-up', { password: 'wrong' }), 'second-factor-wrong');
  const me = Me.parse(await member.ok('POST', '/v1/staff/me/step-up', { password }));
  assert.equal(me.setUp, 'later');
  await member.ok('POST', '/v1/staff', invite);
});

test('another password needs the present one and ends the other sessions', async () => {
  const member = await server.logIn('viewer');
  const second = server.elsewhere(member);
  await second.ok('POST', '/v1/staff/login', login(member));
  const next = 'another long sentence';
  const wrong = { password: 'wrong', next };
  assert.equal(await member.refused('POST', '/v1/staff/me/password', wrong), 'login-failed');
  await member.ok('POST', '/v1/staff/me/password', { password, next });
  assert.equal(await second.refused('GET', '/v1/staff/me'), 'unauthenticated');
  await member.ok('GET', '/v1/staff/me');
  await second.ok('POST', '/v1/staff/login', { email: member.email, password: next });
});
