import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Account, type Operation, operations } from '@wellhouse/protocol';
import { ConfigError, loadConfig } from '../../src/platform/config.ts';
import { addPasskey, addTotp } from './support/factors.ts';
import { createSoftPasskey } from './support/soft-authenticator.ts';
import { password, type StaffServer, startStaffServer } from './support/staff-server.ts';

let server: StaffServer;
const origin = 'https://safety.example';
before(async () => {
  server = await startStaffServer({ WELLHOUSE_PUBLIC_URL: origin });
});
after(() => server.close());

test('a member without a second factor may set one up, log out, and do nothing else', async () => {
  const member = await server.logIn('admin', 'lead');
  assert.equal(member.me?.setUp, 'required');
  const open = Object.entries<Operation>(operations).flatMap(([id, operation]) => (operation.beforeSetUp ? [id] : []));
  assert.deepEqual(open.sort(), [
    'addPasskey',
    'addTotp',
    'beginPasskey',
    'beginStepUp',
    'beginTotp',
    'getAccount',
    'getMe',
    'logout',
    'stepUp',
  ]);
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    const staff = operation.access === 'staff' || operation.access.includes('.');
    const served = server.app.routeAccess.some(
      ({ url, method }) => url === operation.path && method === operation.method,
    );
    if (!staff || !served || operation.beforeSetUp) continue;
    const url = operation.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
    const body = operation.method === 'GET' ? undefined : {};
    assert.equal(await member.refused(operation.method as 'GET', url, body), 'set-up-required', id);
  }
  await addTotp(server, member);
  await member.ok('GET', '/v1/staff');
  assert.equal((await member.call('GET', '/v1/staff/me')).json().setUp, 'done');
});

test('the last second factor stays, and the last but one goes', async () => {
  const member = await server.logIn('viewer');
  await addPasskey(member, 'Key', createSoftPasskey({ origin, rpId: 'safety.example' }));
  const { passkeys } = Account.parse(await member.ok('GET', '/v1/staff/me/account'));
  const place = `/v1/staff/me/passkeys/${passkeys[0]?.passkeyId}`;
  assert.equal(await member.refused('DELETE', place), 'last-factor');
  assert.equal(Account.parse(await member.ok('GET', '/v1/staff/me/account')).passkeys.length, 1);
  await addTotp(server, member);
  await member.ok('DELETE', place);
  assert.equal(await member.refused('DELETE', '/v1/staff/me/totp'), 'last-factor');
});

test('of two removals at the same moment one stays', async () => {
  const member = await server.logIn('viewer');
  await addPasskey(member, 'Key', createSoftPasskey({ origin, rpId: 'safety.example' }));
  await addTotp(server, member);
  const { passkeys } = Account.parse(await member.ok('GET', '/v1/staff/me/account'));
  const answers = await Promise.all([
    member.call('DELETE', `/v1/staff/me/passkeys/${passkeys[0]?.passkeyId}`),
    member.call('DELETE', '/v1/staff/me/totp'),
  ]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 409]);
});

test('an admin resets a login: nothing of the old one works, and the link sets up a new one', async () => {
  const admin = await server.logIn('admin');
  await addTotp(server, admin);
  const member = await server.logIn('reviewer');
  await addTotp(server, member);
  const place = `/v1/staff/${member.staffId}/reset-login`;
  const { link } = (await admin.ok('POST', place, { reason: 'Lost the phone on a train' })) as { link: string };
  assert.equal(await member.refused('GET', '/v1/staff/me'), 'unauthenticated');
  assert.equal(
    await server.elsewhere(member).refused('POST', '/v1/staff/login', { email: member.email, password }),
    'login-failed',
  );
  const token = new URL(link).hash.replace('#token=', '');
  const again = server.elsewhere(member);
  await again.ok('POST', '/v1/staff/first-login', {
    token,
    name: 'Robin',
    email: member.email,
    password: 'a new long password',
  });
  assert.equal(again.me?.setUp, 'required');
  assert((await server.actions()).includes('staff.reset-login'));
});

test('later is for this machine alone', () => {
  const read = (environment: Record<string, string>) => loadConfig(environment).secondFactor;
  assert.equal(read({}), 'later');
  assert.equal(read({ WELLHOUSE_SECOND_FACTOR: 'required' }), 'required');
  assert.equal(read({ WELLHOUSE_HOST: '0.0.0.0' }), 'required');
  assert.equal(read({ WELLHOUSE_PUBLIC_URL: 'https://safety.example' }), 'required');
  const behindProxy = { WELLHOUSE_PUBLIC_URL: 'https://safety.example', WELLHOUSE_SECOND_FACTOR: 'later' };
  assert.throws(() => read(behindProxy), ConfigError);
});

test('single sign-on is set whole or not at all, and over https but on this machine', () => {
  const whole = {
    WELLHOUSE_OIDC_ISSUER: 'https://id.example.org',
    WELLHOUSE_OIDC_CLIENT_ID: 'wellhouse',
    WELLHOUSE_OIDC_CLIENT_SECRET: 'a secret',
  };
  assert.equal(loadConfig({}).sso, null);
  assert.deepEqual(loadConfig(whole).sso, {
    issuer: 'https://id.example.org',
    clientId: 'wellhouse',
    clientSecret: 'a secret',
    name: 'single sign-on',
    only: false,
  });
  assert.throws(() => loadConfig({ ...whole, WELLHOUSE_OIDC_CLIENT_SECRET: '' }), /belong together/);
  assert.throws(() => loadConfig({ ...whole, WELLHOUSE_OIDC_ISSUER: 'http://id.example.org' }), /use https/);
  assert.equal(loadConfig({ ...whole, WELLHOUSE_OIDC_ISSUER: 'http://127.0.0.1:9000' }).sso?.only, false);
});
