import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { AnsweredStaffChange, StaffChange, StaffInvitation, StaffMember, StaffRole } from '@wellhouse/protocol';
import { z } from 'zod';
import { type Browser, type StaffServer, startStaffServer } from './support/staff-server.ts';

let server: StaffServer;
let ada: Browser;
beforeEach(async () => {
  server = await startStaffServer();
  ada = await server.logIn('admin');
});
afterEach(() => server.close());

const day = 86_400_000;
const everything = { categories: null, regions: null };
const reason = 'She runs the night shift.';
const invite = (by: Browser, roles: string[], email = 'new@team.example') =>
  by.ok('POST', '/v1/staff', { email, name: 'New', roles }).then((answer) => StaffInvitation.parse(answer).staff);
const changes = async (by: Browser) =>
  z.object({ changes: z.array(StaffChange) }).parse(await by.ok('GET', '/v1/staff/changes')).changes;
const waiting = async (by: Browser) => (await changes(by)).filter(({ state }) => state === 'waiting');
const rolesOf = async (staffId: string) => {
  const { staff } = z.object({ staff: z.array(StaffMember) }).parse(await ada.ok('GET', '/v1/staff'));
  return staff.find((one) => one.staffId === staffId)?.roles;
};
const answer = (changeId: string, confirm = true) => [`/v1/staff/changes/${changeId}`, { confirm, reason }] as const;
const confirm = async (by: Browser, changeId: string) =>
  AnsweredStaffChange.parse(await by.ok('POST', ...answer(changeId)));
const role = async (by: Browser, name: string, permissions: string[]) =>
  StaffRole.parse(await by.ok('POST', '/v1/staff/roles', { name, permissions, limits: everything }));
const make = (roleId: string, name: string, permissions: string[]) =>
  ['PUT', `/v1/staff/roles/${roleId}`, { name, permissions, limits: everything }] as const;
const audited = (action: string) =>
  server.deps.database.kysely.selectFrom('audit_entry').selectAll().where('action', '=', action).execute();

test('the first admin makes the second alone, which the audit chain says; from then on a role that can approve takes two', async () => {
  const first = await invite(ada, ['admin', 'lead']);
  assert.deepEqual(first.roles, ['admin', 'lead']);
  const [alone] = await audited('staff.alone');
  assert.deepEqual([alone?.staff_id, alone?.object], [ada.staffId, `staff:${first.staffId}`]);
  assert.match(JSON.stringify(alone?.details), /nobody else could be the second person/);
  const bob = await server.logIn('admin');
  const lead = await invite(ada, ['viewer', 'lead'], 'lead@team.example');
  assert.deepEqual(lead.roles, ['viewer'], 'what gives no such power is there at once');
  const [change] = await waiting(bob);
  assert.deepEqual([change?.subject, change?.roles, change?.notSecond], [lead.staffId, ['viewer', 'lead'], null]);
  const powers = change?.gives.map(({ permission }) => permission);
  assert.deepEqual(powers, ['decision.approve', 'list.approve', 'policy.approve']);
  await confirm(bob, change?.changeId ?? '');
  assert.deepEqual(await rolesOf(lead.staffId), ['viewer', 'lead']);
  const [entry] = (await audited('staff.update')).slice(-1);
  assert.deepEqual([entry?.staff_id, entry?.details.second], [ada.staffId, bob.staffId]);
  assert.equal((await audited('staff.alone')).length, 1);
});

test('the author is not the second person whatever roles they hold, nor is who would gain, nor who could not have asked', async () => {
  const bob = await server.logIn('admin', 'lead');
  const managers = await role(ada, 'Managers', ['staff.read', 'staff.manage']);
  const max = await server.logIn(managers.roleId);
  // What somebody holds already is not given.
  await ada.ok('PATCH', `/v1/staff/${bob.staffId}`, { roles: ['admin', 'lead', managers.roleId] });
  assert.equal(await ada.refused('PATCH', `/v1/staff/${max.staffId}`, { roles: ['admin'] }), 'second-person-needed');
  const [change] = await waiting(ada);
  assert.equal(change?.notSecond, 'author');
  assert.equal(await ada.refused('POST', ...answer(change?.changeId ?? '')), 'same-person');
  assert.equal(await max.refused('POST', ...answer(change?.changeId ?? '')), 'same-person');
  const other = await server.logIn(managers.roleId);
  assert.equal(await other.refused('POST', ...answer(change?.changeId ?? '')), 'may-not-grant');
  const reader = await server.logIn('viewer');
  assert.equal(await reader.refused('POST', ...answer(change?.changeId ?? '')), 'forbidden');
  assert.deepEqual(await rolesOf(max.staffId), [managers.roleId]);
  await confirm(bob, change?.changeId ?? '');
  assert.deepEqual(await rolesOf(max.staffId), ['admin']);
  assert.equal(await bob.refused('POST', ...answer(change?.changeId ?? '')), 'change-outdated', 'once');
});

test('a role that people have gains a power by two, one that nobody has by one; then giving it takes two', async () => {
  const bob = await server.logIn('admin');
  const held = await role(ada, 'Readers', ['case.read']);
  const kim = await server.logIn(held.roleId);
  const wider = make(held.roleId, 'Readers', ['case.read', 'decision.approve']);
  assert.equal(await ada.refused(...wider), 'second-person-needed');
  assert.equal((await changes(ada))[0]?.subjectName, 'Readers');
  const free = await role(ada, 'Nobody yet', ['case.read']);
  await ada.ok(...make(free.roleId, 'Nobody yet', ['case.read', 'policy.approve']));
  assert.equal(
    await ada.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: [free.roleId] }),
    'second-person-needed',
  );
  const [first] = await waiting(bob);
  await confirm(bob, first?.changeId ?? '');
  const { roles } = z.object({ roles: z.array(StaffRole) }).parse(await ada.ok('GET', '/v1/staff/roles'));
  assert.ok(roles.find(({ roleId }) => roleId === held.roleId)?.permissions.includes('decision.approve'));
  // More cases for the same power is giving too; taking power away is not.
  const narrow = {
    name: 'Readers',
    permissions: ['case.read', 'decision.approve'],
    limits: { categories: ['hate'], regions: null },
  };
  await ada.ok('PUT', `/v1/staff/roles/${held.roleId}`, narrow);
  assert.equal(await ada.refused(...wider), 'second-person-needed');
});

test('an author who has lost the right meanwhile, or is locked, carries nothing through; one who got it back has to ask anew', async () => {
  const bob = await server.logIn('admin');
  const cleo = await server.logIn('admin');
  const kim = await server.logIn('viewer');
  const ask = () => bob.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['lead'] });
  assert.equal(await ask(), 'second-person-needed');
  const [change] = await waiting(cleo);
  await ada.ok('PATCH', `/v1/staff/${bob.staffId}`, { roles: ['viewer'] });
  assert.equal(await cleo.refused('POST', ...answer(change?.changeId ?? '')), 'change-outdated');
  assert.deepEqual(await rolesOf(kim.staffId), ['viewer']);
  assert.equal(await ada.refused('PATCH', `/v1/staff/${bob.staffId}`, { roles: ['admin'] }), 'second-person-needed');
  await confirm(cleo, (await waiting(cleo))[0]?.changeId ?? '');
  assert.equal(await cleo.refused('POST', ...answer(change?.changeId ?? '')), 'change-outdated');
  assert.equal(await ask(), 'second-person-needed');
  await ada.ok('PATCH', `/v1/staff/${bob.staffId}`, { active: false });
  assert.equal(await cleo.refused('POST', ...answer((await waiting(cleo))[0]?.changeId ?? '')), 'change-outdated');
});

test('a role that became wider after it was asked for is not confirmed as what it was', async () => {
  const bob = await server.logIn('admin');
  const kim = await server.logIn('viewer');
  const narrow = await role(ada, 'Approves', ['decision.approve']);
  assert.equal(
    await ada.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: [narrow.roleId] }),
    'second-person-needed',
  );
  const [seen] = await waiting(bob);
  await ada.ok(...make(narrow.roleId, 'Approves', ['decision.approve', 'staff.manage', 'role.manage']));
  assert.equal(await bob.refused('POST', ...answer(seen?.changeId ?? '')), 'change-outdated');
  assert.deepEqual(await rolesOf(kim.staffId), ['viewer']);
});

test('two who confirm at the same moment make it once; a refusal and a withdrawal leave everything as it was', async () => {
  const [bob, cleo] = [await server.logIn('admin'), await server.logIn('admin')];
  const kim = await server.logIn('viewer');
  const ask = () => ada.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['lead'] });
  await ask();
  const [change] = await waiting(bob);
  const both = await Promise.all([bob, cleo].map((who) => who.call('POST', ...answer(change?.changeId ?? ''))));
  assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [200, 409]);
  await ada.ok('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['viewer'] });
  await ask();
  await bob.ok('POST', ...answer((await waiting(bob))[0]?.changeId ?? '', false));
  await ask();
  await ada.ok('POST', ...answer((await waiting(ada))[0]?.changeId ?? '', false));
  const states = (await changes(ada)).map(({ state }) => state).sort();
  assert.deepEqual(states, ['done', 'refused', 'withdrawn']);
  assert.deepEqual(await rolesOf(kim.staffId), ['viewer']);
});

test('nobody makes themselves alone: who locks, demotes or resets the other admin waits a week, and becomes nobody by the link', async () => {
  const kim = await server.logIn('viewer');
  const ask = () => ada.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['lead'] });
  const bob = await server.logIn('admin');
  await ada.ok('PATCH', `/v1/staff/${bob.staffId}`, { active: false });
  assert.equal(await ask(), 'second-person-needed', 'alone by their own doing');
  server.advance(6 * day);
  const later = await again(ada);
  assert.equal(await later.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['lead'] }), 'second-person-needed');
  server.advance(2 * day);
  const after = await again(ada);
  await after.ok('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['lead'] });
  assert.equal((await audited('staff.alone')).length, 1, 'after a week the installation is not locked out');
});

test('a login with power is reset by two, whose second hands over the link; alone, that member is nobody’s second person for a week', async () => {
  const bob = await server.logIn('admin');
  const cleo = await server.logIn('admin');
  const reset = [`/v1/staff/${bob.staffId}/reset-login`, { reason: 'Lost the key and the phone' }] as const;
  assert.equal(await ada.refused('POST', ...reset), 'second-person-needed');
  const { link } = await confirm(cleo, (await waiting(cleo))[0]?.changeId ?? '');
  assert.match(link ?? '', /first-login#token=/);
  await ada.ok('PATCH', `/v1/staff/${cleo.staffId}`, { roles: ['viewer'] });
  server.advance(8 * day);
  const alone = await again(ada);
  const dan = await server.logIn('admin');
  const taken = [`/v1/staff/${dan.staffId}/reset-login`, { reason: 'Lost everything' }] as const;
  const made = StaffInvitation.parse(await alone.ok('POST', ...taken));
  const token = made.link.split('#token=')[1];
  const body = { token, name: 'Dan', email: dan.email, password: 'another long password' };
  const puppet = server.elsewhere(dan);
  await puppet.ok('POST', '/v1/staff/first-login', body);
  const kim = await server.addMember({ roles: ['viewer'] });
  assert.equal(await alone.refused('PATCH', `/v1/staff/${kim.staffId}`, { roles: ['lead'] }), 'second-person-needed');
  const [change] = await waiting(alone);
  assert.equal(await puppet.refused('POST', ...answer(change?.changeId ?? '')), 'may-not-grant');
});

test('the last admin is neither demoted nor locked nor reset, by one person or by two at the same moment', async () => {
  const own = `/v1/staff/${ada.staffId}`;
  assert.equal(await ada.refused('PATCH', own, { roles: ['lead'] }), 'invalid-request');
  assert.equal(await ada.refused('PATCH', own, { active: false }), 'invalid-request');
  const bob = await server.logIn('admin');
  const both = await Promise.all([
    ada.call('PATCH', `/v1/staff/${bob.staffId}`, { roles: ['viewer'] }),
    bob.call('PATCH', own, { roles: ['viewer'] }),
  ]);
  assert.equal(both.filter(({ statusCode }) => statusCode === 200).length, 1);
  const { staff } = z
    .object({ staff: z.array(StaffMember) })
    .parse(await (both[0]?.statusCode === 200 ? ada : bob).ok('GET', '/v1/staff'));
  assert.equal(staff.filter(({ roles }) => roles.includes('admin')).length, 1);
});

/** Days have passed, and sessions with them. */
async function again(who: Browser): Promise<Browser> {
  const browser = server.elsewhere(who);
  const { email } = who;
  await browser.ok('POST', '/v1/staff/login', { email, password: 'a long enough password' });
  return browser;
}
