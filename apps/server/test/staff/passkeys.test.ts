import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Account, Me, PasskeyChallenge, type StaffSession } from '@wellhouse/protocol';
import { relyingParty } from '../../src/staff/relying-party.ts';
import { addPasskey } from './support/factors.ts';
import { createSoftPasskey } from './support/soft-authenticator.ts';
import { password, type StaffServer, startStaffServer } from './support/staff-server.ts';

let server: StaffServer;
before(async () => {
  server = await startStaffServer();
});
after(() => server.close());

const begin = async (browser: { ok: (method: 'POST', url: string) => Promise<unknown> }) =>
  PasskeyChallenge.parse(await browser.ok('POST', '/v1/staff/passkey-login/begin'));

test('a passkey alone logs in, without an address or a password, and counts as fresh', async () => {
  const member = await server.logIn('reviewer');
  const passkey = await addPasskey(member);
  const elsewhere = server.elsewhere(member);
  const challenge = await begin(elsewhere);
  const response = passkey.answer(challenge);
  const me = Me.parse(
    await elsewhere.ok('POST', '/v1/staff/passkey-login', { challengeId: challenge.challengeId, response }),
  );
  assert.equal(me.staff.staffId, member.staffId);
  assert.equal(me.setUp, 'done');
  assert(me.freshUntil !== null && Date.parse(me.freshUntil) > server.deps.clock().getTime());
  const { sessions } = (await elsewhere.ok('GET', '/v1/staff/me/sessions')) as { sessions: StaffSession[] };
  assert.deepEqual(
    sessions.map((one) => [one.way, one.device, one.current]),
    [
      ['passkey', 'Firefox on Linux', true],
      ['password', 'Firefox on Linux', false],
    ],
  );
});

test('the challenge demands a discoverable passkey and the person, and an answer without the person is refused', async () => {
  const member = await server.logIn('reviewer');
  const challenge = PasskeyChallenge.parse(await member.ok('POST', '/v1/staff/me/passkeys/begin'));
  assert.deepEqual((challenge.options.authenticatorSelection as Record<string, unknown>).residentKey, 'required');
  const passkey = createSoftPasskey();
  const body = { challengeId: challenge.challengeId, name: 'Key' };
  const unverified = { ...body, response: passkey.register(challenge, { unverified: true }) };
  assert.equal(await member.refused('POST', '/v1/staff/me/passkeys', unverified), 'second-factor-wrong');
  const good = await addPasskey(member);
  const elsewhere = server.elsewhere(member);
  const login = await begin(elsewhere);
  const response = good.answer(login, { unverified: true });
  const answer = { challengeId: login.challengeId, response };
  assert.equal(await elsewhere.refused('POST', '/v1/staff/passkey-login', answer), 'second-factor-wrong');
});

const { privateKey: strangersKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
for (const [attack, bend] of [
  ['another site that relays the challenge', { origin: 'https://console.example.net' }],
  ['a passkey of another site', { rpId: 'example.net' }],
  ['an answer to another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['a signature of another key', { key: strangersKey }],
  ['a copy whose count does not grow', { counter: 1 }],
] as const) {
  test(`${attack} does not log in`, async () => {
    const member = await server.logIn('reviewer');
    const passkey = await addPasskey(member);
    const elsewhere = server.elsewhere(member);
    const challenge = await begin(elsewhere);
    const answer = { challengeId: challenge.challengeId, response: passkey.answer(challenge, bend) };
    assert.equal(await elsewhere.refused('POST', '/v1/staff/passkey-login', answer), 'second-factor-wrong');
    assert.equal(elsewhere.cookie, '');
  });
}

test('an answer works once, and so does its challenge when the first answer is wrong', async () => {
  const member = await server.logIn('reviewer');
  const passkey = await addPasskey(member);
  const elsewhere = server.elsewhere(member);
  const challenge = await begin(elsewhere);
  const { challengeId } = challenge;
  const answer = { challengeId, response: passkey.answer(challenge) };
  await elsewhere.ok('POST', '/v1/staff/passkey-login', answer);
  assert.equal(await server.elsewhere(member).refused('POST', '/v1/staff/passkey-login', answer), 'challenge-expired');
  const second = await begin(elsewhere);
  const wrong = {
    challengeId: second.challengeId,
    response: passkey.answer(second, { origin: 'https://evil.example' }),
  };
  await elsewhere.refused('POST', '/v1/staff/passkey-login', wrong);
  const right = { challengeId: second.challengeId, response: passkey.answer(second) };
  assert.equal(await server.elsewhere(member).refused('POST', '/v1/staff/passkey-login', right), 'challenge-expired');
});

test('a challenge ends after five minutes', async () => {
  const member = await server.logIn('reviewer');
  const passkey = await addPasskey(member);
  const elsewhere = server.elsewhere(member);
  const challenge = await begin(elsewhere);
  server.advance(5 * 60_000 + 1);
  const answer = { challengeId: challenge.challengeId, response: passkey.answer(challenge) };
  assert.equal(await elsewhere.refused('POST', '/v1/staff/passkey-login', answer), 'challenge-expired');
});

test('a challenge of a login adds no passkey, nor does one that another member began', async () => {
  const member = await server.logIn('reviewer');
  const other = await server.logIn('reviewer');
  const passkey = createSoftPasskey();
  for (const challenge of [
    await begin(member),
    PasskeyChallenge.parse(await other.ok('POST', '/v1/staff/me/passkeys/begin')),
  ]) {
    const body = { challengeId: challenge.challengeId, name: 'Key', response: passkey.register(challenge) };
    assert.equal(await member.refused('POST', '/v1/staff/me/passkeys', body), 'challenge-expired');
  }
});

test('a passkey is one person’s: nobody else can add it', async () => {
  const member = await server.logIn('reviewer');
  const passkey = await addPasskey(member);
  const other = await server.logIn('reviewer');
  await assert.rejects(addPasskey(other, 'Theirs', passkey), /second-factor-wrong/);
});

test('several passkeys are named, renamed and removed, by their owner alone, and a removed one does not log in', async () => {
  const member = await server.logIn('reviewer');
  const first = await addPasskey(member, 'Phone');
  await addPasskey(member, 'Key at home');
  const account = Account.parse(await member.ok('GET', '/v1/staff/me/account'));
  assert.deepEqual(
    account.passkeys.map(({ name }) => name),
    ['Phone', 'Key at home'],
  );
  const place = `/v1/staff/me/passkeys/${account.passkeys[0]?.passkeyId}`;
  const other = await server.logIn('admin');
  assert.equal(await other.refused('PATCH', place, { name: 'Mine now' }), 'not-found');
  assert.equal(await other.refused('DELETE', place), 'not-found');
  const renamed = Account.parse(await member.ok('PATCH', place, { name: 'Old phone' }));
  assert.equal(renamed.passkeys[0]?.name, 'Old phone');
  const removed = Account.parse(await member.ok('DELETE', place));
  assert.equal(removed.passkeys.length, 1);
  const elsewhere = server.elsewhere(member);
  const challenge = await begin(elsewhere);
  const answer = { challengeId: challenge.challengeId, response: first.answer(challenge) };
  assert.equal(await elsewhere.refused('POST', '/v1/staff/passkey-login', answer), 'second-factor-wrong');
  const actions = await server.actions();
  for (const action of ['staff.passkey-add', 'staff.passkey-rename', 'staff.passkey-remove']) {
    assert(actions.includes(action), action);
  }
});

test('a member with a passkey does not come in by the password alone any more, and other sessions end', async () => {
  const member = await server.logIn('reviewer');
  const second = server.elsewhere(member);
  await second.ok('POST', '/v1/staff/login', { email: member.email, password });
  await addPasskey(member);
  assert.equal(await second.refused('GET', '/v1/staff/me'), 'unauthenticated');
  const login = { email: member.email, password };
  assert.equal(await second.refused('POST', '/v1/staff/login', login), 'second-factor-needed');
});

test('a locked member does not come in by passkey', async () => {
  const member = await server.logIn('reviewer');
  const passkey = await addPasskey(member);
  await server.deps.database.pool.query('update staff set active = false where staff_id = $1', [member.staffId]);
  const elsewhere = server.elsewhere(member);
  const challenge = await begin(elsewhere);
  const answer = { challengeId: challenge.challengeId, response: passkey.answer(challenge) };
  assert.equal(await elsewhere.refused('POST', '/v1/staff/passkey-login', answer), 'login-failed');
});

test('passkeys are offered where browsers know them', () => {
  const at = (publicUrl: string) => relyingParty({ publicUrl }).usable;
  assert(at('https://safety.example.org'));
  assert(at('http://localhost:8600'));
  for (const url of ['http://127.0.0.1:8600', 'http://[::1]:8600', 'http://safety.example.org', 'https://192.0.2.1']) {
    assert(!at(url), url);
  }
});
