import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LoginWays, PasskeyChallenge, StepUpWays } from '@wellhouse/protocol';
import { placeAfterSso } from '../../src/staff/sso.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { type DevProvider, startDevProvider } from './support/dev-provider.ts';
import { addPasskey, addTotp, codeOf } from './support/factors.ts';
import { type Browser, password, type StaffServer, startStaffServer } from './support/staff-server.ts';

const callback = 'http://localhost:8600/v1/staff/sso/callback';
let provider: DevProvider;
let database: TestDatabase;
let server: StaffServer;

before(async () => {
  provider = await startDevProvider(callback);
  database = await startTestDatabase();
  server = await startStaffServer(settings(), database);
});
after(async () => {
  await server.close();
  await database.close();
  await provider.close();
});

function settings(more: Record<string, string> = {}) {
  return {
    WELLHOUSE_OIDC_ISSUER: provider.issuer,
    WELLHOUSE_OIDC_CLIENT_ID: provider.clientId,
    WELLHOUSE_OIDC_CLIENT_SECRET: provider.clientSecret,
    WELLHOUSE_OIDC_NAME: 'Example ID',
    ...more,
  };
}

/** What a browser has when it was sent to the provider. */
interface Begun {
  url: string;
  cookie: string;
}

async function begin(query = '', cookie = '', on = server): Promise<Begun> {
  const answer = await on.app.inject({ method: 'GET', url: `/v1/staff/sso${query}`, headers: { cookie } });
  assert.equal(answer.statusCode, 302);
  const sso = answer.cookies.find(({ name }) => name === 'wellhouse_sso');
  return { url: answer.headers.location ?? '', cookie: `wellhouse_sso=${sso?.value ?? ''}` };
}

/** Where the server sends the browser at the end, and the session that it gave. */
async function comeBack(back: string, cookie: string, on = server) {
  const { pathname, search } = new URL(back);
  const answer = await on.app.inject({ method: 'GET', url: pathname + search, headers: { cookie } });
  assert.equal(answer.statusCode, 302, answer.body);
  const session = answer.cookies.find(({ name, value }) => name === 'wellhouse_session' && value !== '');
  return {
    place: answer.headers.location,
    session: session === undefined ? null : `wellhouse_session=${session.value}`,
  };
}

async function whole(query = '') {
  const { url, cookie } = await begin(query);
  return comeBack(await provider.follow(url), cookie);
}

async function me(session: string | null) {
  const answer = await server.app.inject({ method: 'GET', url: '/v1/staff/me', headers: { cookie: session ?? '' } });
  return answer.json();
}

let count = 0;
async function invited(): Promise<Browser> {
  count += 1;
  const member = await server.addMember({ email: `person${count}@example.org`, withPassword: false });
  provider.person = { sub: `subject-${count}`, email: member.email, verified: true };
  return member;
}

test('an invited member comes in under the verified address, is bound to the subject, and lands where they wanted', async () => {
  const member = await invited();
  const { place, session } = await whole('?next=/queue');
  assert.equal(place, '/queue');
  const who = await me(session);
  assert.equal(who.staff.staffId, member.staffId);
  assert.deepEqual([who.staff.sso, who.staff.joined, who.setUp], [true, true, 'done']);
  assert((await server.actions()).includes('staff.sso-bound'));
  // The address changes at the provider; the person stays.
  provider.person = { ...provider.person, email: 'married@example.org' };
  assert.equal((await me((await whole()).session)).staff.staffId, member.staffId);
});

test('nobody becomes a member by logging in at the provider', async () => {
  provider.person = { sub: 'stranger', email: 'stranger@example.org', verified: true };
  assert.deepEqual(await whole(), { place: '/login?problem=sso-refused', session: null });
});

test('an address that the provider has not verified opens nothing', async () => {
  await invited();
  provider.person = { ...provider.person, verified: false };
  assert.deepEqual(await whole(), { place: '/login?problem=sso-refused', session: null });
});

test('another subject with the address of a bound member is refused', async () => {
  await invited();
  assert.notEqual((await whole()).session, null);
  provider.person = { ...provider.person, sub: 'somebody-who-got-the-address' };
  assert.deepEqual(await whole(), { place: '/login?problem=sso-refused', session: null });
});

test('who got the address of a member with a passkey does not become them; the member binds it from a session that is fresh', async () => {
  const admin = await server.logIn('admin', 'lead');
  await addPasskey(admin);
  provider.person = { sub: 'the-next-with-this-address', email: admin.email, verified: true };
  const refused = { place: '/login?problem=sso-refused', session: null };
  assert.deepEqual(await whole(), refused);
  // Nor by a session that was stolen and in which nothing was shown for long.
  server.advance(16 * 60_000);
  const stolen = await begin('?again=yes', admin.cookie);
  assert.deepEqual(await comeBack(await provider.follow(stolen.url), stolen.cookie), refused);
  const { sso } = StepUpWays.parse(await admin.ok('POST', '/v1/staff/me/step-up/begin'));
  assert.equal(sso, null);

  const member = await server.logIn('admin');
  const uri = await addTotp(server, member);
  await member.ok('POST', '/v1/staff/me/step-up', { code: codeOf(server, uri, 1) });
  provider.person = { sub: 'really-them', email: member.email, verified: true };
  const bound = await begin('?again=yes&next=/account', member.cookie);
  assert.deepEqual(await comeBack(await provider.follow(bound.url), bound.cookie), {
    place: '/account',
    session: null,
  });
  assert.equal((await me((await whole()).session)).staff.staffId, member.staffId);
});

test('a member who was locked does not come back', async () => {
  const member = await invited();
  const { session } = await whole();
  await server.deps.database.pool.query('update staff set active = false where staff_id = $1', [member.staffId]);
  assert.equal((await me(session)).code, 'unauthenticated');
  assert.deepEqual(await whole(), { place: '/login?problem=sso-refused', session: null });
});

test('an invitation to the address of somebody who comes in by single sign-on does not open them again', async () => {
  const member = await invited();
  await whole();
  await server.deps.database.pool.query('update staff set active = false where staff_id = $1', [member.staffId]);
  const admin = await server.logIn('admin');
  const invite = { email: member.email, name: 'Again', roles: ['viewer'] };
  assert.equal(await admin.refused('POST', '/v1/staff', invite), 'invalid-request');
});

test('an answer in another browser than the one that asked logs nobody in', async () => {
  await invited();
  const { url } = await begin();
  const back = await provider.follow(url);
  const victim = await begin();
  assert.deepEqual(await comeBack(back, victim.cookie), { place: '/login?problem=sso-refused', session: null });
  assert.deepEqual(await comeBack(back, ''), { place: '/login?problem=challenge-expired', session: null });
});

test('an answer works once', async () => {
  await invited();
  const { url, cookie } = await begin();
  const back = await provider.follow(url);
  assert.notEqual((await comeBack(back, cookie)).session, null);
  assert.deepEqual(await comeBack(back, cookie), { place: '/login?problem=challenge-expired', session: null });
});

for (const [what, bend] of [
  ['another state', (url: URL) => url.searchParams.set('state', 'made-up')],
  ['no state', (url: URL) => url.searchParams.delete('state')],
  ['the name of another issuer (mix-up)', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
  ['another code', (url: URL) => url.searchParams.set('code', 'made-up')],
  ['an error', (url: URL) => url.searchParams.set('error', 'access_denied')],
] as const) {
  test(`an answer with ${what} is refused`, async () => {
    await invited();
    const { url, cookie } = await begin();
    const back = new URL(await provider.follow(url));
    bend(back);
    assert.deepEqual(await comeBack(back.href, cookie), { place: '/login?problem=sso-refused', session: null });
  });
}

for (const [what, parameter] of [
  ['nonce', 'nonce'],
  ['code challenge', 'code_challenge'],
] as const) {
  test(`an answer that was asked for with another ${what} is refused`, async () => {
    await invited();
    const { url, cookie } = await begin();
    const bent = new URL(url);
    bent.searchParams.set(parameter, 'A'.repeat(43));
    const back = await provider.follow(bent.href);
    assert.deepEqual(await comeBack(back, cookie), { place: '/login?problem=sso-refused', session: null });
  });
}

test('an attempt ends after ten minutes', async () => {
  await invited();
  const { url, cookie } = await begin();
  const back = await provider.follow(url);
  server.advance(10 * 60_000 + 1);
  assert.deepEqual(await comeBack(back, cookie), { place: '/login?problem=challenge-expired', session: null });
});

test('while the provider is down, a passkey still lets in, and the login page says what is wrong', async () => {
  const other = await startStaffServer(
    settings({ WELLHOUSE_OIDC_ONLY: 'yes', WELLHOUSE_MASTER_KEY_FILE: server.deps.config.masterKeyFile }),
    database,
  );
  provider.down = true;
  try {
    assert.equal((await begin('', '', other)).url, '/login?problem=sso-unavailable');
    const member = await server.logIn('reviewer');
    const passkey = await addPasskey(member);
    const guest = other.elsewhere(member);
    const challenge = PasskeyChallenge.parse(await guest.ok('POST', '/v1/staff/passkey-login/begin'));
    const answer = { challengeId: challenge.challengeId, response: passkey.answer(challenge) };
    await guest.ok('POST', '/v1/staff/passkey-login', answer);
  } finally {
    provider.down = false;
  }
  const { url } = await begin('', '', other);
  assert(url.startsWith(provider.issuer), 'once it answers again, so does the way to it');
  await other.close();
});

test('where single sign-on is the only way, no password opens anything', async () => {
  const other = await startStaffServer(
    settings({ WELLHOUSE_OIDC_ONLY: 'yes', WELLHOUSE_MASTER_KEY_FILE: server.deps.config.masterKeyFile }),
    database,
  );
  const member = await server.logIn('reviewer');
  const ways = LoginWays.parse(await other.elsewhere(member).ok('GET', '/v1/staff/login-ways'));
  assert.deepEqual(ways, { password: false, passkey: true, sso: { name: 'Example ID' } });
  const login = { email: member.email, password };
  assert.equal(await other.elsewhere(member).refused('POST', '/v1/staff/login', login), 'sso-required');
  await other.close();
});

test('a login at the provider made again counts as the second factor, for the same person and session alone', async () => {
  const member = await invited();
  const { session } = await whole();
  const { csrfToken } = await me(session);
  server.advance(16 * 60_000);
  const headers = { cookie: session ?? '', 'x-csrf-token': csrfToken };
  const asked = await server.app.inject({ method: 'POST', url: '/v1/staff/me/step-up/begin', headers });
  const { sso } = StepUpWays.parse(asked.json());
  assert.equal(sso?.name, 'Example ID');
  const begun = await begin('?again=yes&next=/account', session ?? '');
  assert.equal(new URL(begun.url).searchParams.get('max_age'), '0');
  const done = await comeBack(await provider.follow(begun.url), begun.cookie);
  assert.deepEqual(done, { place: '/account', session: null });
  const rows = await server.deps.database.pool.query('select fresh_at from staff_session where staff_id = $1', [
    member.staffId,
  ]);
  assert(rows.rows[0].fresh_at !== null);
  const own = { ...provider.person };
  await invited();
  const other = await begin('?again=yes', session ?? '');
  const back = await comeBack(await provider.follow(other.url), other.cookie);
  assert.deepEqual(back, { place: '/login?problem=sso-refused', session: null });
  provider.person = own;
});

test('after the login people land in this console and nowhere else', () => {
  assert.equal(placeAfterSso('/cases/1?tab=2#x'), '/cases/1?tab=2#x');
  for (const next of [
    undefined,
    '',
    'queue',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/v1/staff',
    '/a b',
  ]) {
    assert.equal(placeAfterSso(next), '/', next);
  }
});
