import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { StaffInvitation, StaffRole } from '@wellhouse/protocol';
import { loadWorker } from '../../src/queues/lane-scope.ts';
import { lanesWithin } from '../../src/staff/staff-limits.ts';
import { type Browser, type StaffServer, startStaffServer } from './support/staff-server.ts';

let server: StaffServer;
let admin: Browser;
before(async () => {
  server = await startStaffServer();
  admin = await server.logIn('admin');
});
after(() => server.close());

const everything = { categories: null, regions: null };
const make = async (by: Browser, role: Partial<StaffRole> & { name: string }) =>
  StaffRole.parse(await by.ok('POST', '/v1/staff/roles', { permissions: ['case.read'], limits: everything, ...role }));
const entriesOf = async (action: string) => {
  const select = server.deps.database.kysely.selectFrom('audit_entry').selectAll();
  return select.where('action', '=', action).orderBy('entry_id').execute();
};

test('a role made here grants what it says from the next request on, and takes it away again', async () => {
  const role = await make(admin, { name: 'Readers of the log', permissions: ['audit.read'] });
  const member = await server.logIn(role.roleId);
  await member.ok('GET', '/v1/audit');
  assert.equal(await member.refused('GET', '/v1/staff'), 'forbidden');
  const { name, limits } = role;
  await admin.ok('PUT', `/v1/staff/roles/${role.roleId}`, { name, limits, permissions: ['staff.read'] });
  assert.equal(await member.refused('GET', '/v1/audit'), 'forbidden');
  await member.ok('GET', '/v1/staff');
});

test('built-in roles cannot be changed or removed, nor can a role that somebody has', async () => {
  const body = { name: 'Lead', permissions: ['audit.read'], limits: everything };
  assert.equal(await admin.refused('PUT', '/v1/staff/roles/lead', body), 'not-found');
  assert.equal(await admin.refused('DELETE', '/v1/staff/roles/lead'), 'not-found');
  const role = await make(admin, { name: 'In use' });
  const member = await server.logIn(role.roleId);
  assert.equal(await admin.refused('DELETE', `/v1/staff/roles/${role.roleId}`), 'role-in-use');
  await admin.ok('PATCH', `/v1/staff/${member.staffId}`, { roles: [] });
  await admin.ok('DELETE', `/v1/staff/roles/${role.roleId}`);
});

test('two roles of one name, a permission that is not there and a role that is not there are refused', async () => {
  await make(admin, { name: 'Night shift' });
  const body = { name: 'night SHIFT', permissions: ['case.read'], limits: everything };
  assert.equal(await admin.refused('POST', '/v1/staff/roles', body), 'invalid-request');
  const made = { name: 'Made up', permissions: ['everything.do'], limits: everything };
  assert.equal(await admin.refused('POST', '/v1/staff/roles', made), 'invalid-request');
  const invite = { email: 'x@team.example', name: 'X', roles: ['role-000000000000'] };
  assert.equal(await admin.refused('POST', '/v1/staff', invite), 'invalid-request');
});

test('nobody gives what they do not hold: not by a role, an invitation, or a change', async () => {
  const managers = await make(admin, {
    name: 'Managers of people',
    permissions: ['staff.read', 'staff.manage', 'role.manage', 'case.read'],
  });
  const manager = await server.logIn(managers.roleId);
  const evidence = { name: 'Lookers', permissions: ['evidence.view'], limits: everything };
  assert.equal(await manager.refused('POST', '/v1/staff/roles', evidence), 'may-not-grant');
  const invite = { email: 'friend@team.example', name: 'Friend', roles: ['admin'] };
  assert.equal(await manager.refused('POST', '/v1/staff', invite), 'may-not-grant');
  const own = `/v1/staff/${manager.staffId}`;
  assert.equal(await manager.refused('PATCH', own, { roles: [managers.roleId, 'reviewer'] }), 'may-not-grant');
  const widen = { name: managers.name, limits: everything, permissions: [...managers.permissions, 'evidence.view'] };
  assert.equal(await manager.refused('PUT', `/v1/staff/roles/${managers.roleId}`, widen), 'may-not-grant');
  await manager.ok('POST', '/v1/staff', { ...invite, roles: [managers.roleId] });
});

test('nobody locks, changes or resets a member who may do more than they', async () => {
  const managers = await make(admin, { name: 'Managers too', permissions: ['staff.read', 'staff.manage'] });
  const manager = await server.logIn(managers.roleId);
  const lead = await server.logIn('lead');
  assert.equal(await manager.refused('PATCH', `/v1/staff/${lead.staffId}`, { active: false }), 'may-not-grant');
  assert.equal(await manager.refused('PATCH', `/v1/staff/${admin.staffId}`, { roles: [] }), 'may-not-grant');
  const reset = { reason: 'I would like to be an admin' };
  assert.equal(await manager.refused('POST', `/v1/staff/${admin.staffId}/reset-login`, reset), 'may-not-grant');
});

test('somebody whose login was reset is not invited again by somebody who may do less', async () => {
  const managers = await make(admin, { name: 'Managers three', permissions: ['staff.read', 'staff.manage'] });
  const manager = await server.logIn(managers.roleId);
  const lead = await server.logIn('lead');
  await admin.ok('POST', `/v1/staff/${lead.staffId}/reset-login`, { reason: 'Lost everything' });
  const invite = { email: lead.email, name: 'Lead', roles: [managers.roleId] };
  assert.equal(await manager.refused('POST', '/v1/staff', invite), 'may-not-grant');
});

test('an admin who gives themselves a look at evidence stands in the log under a name of its own', async () => {
  const other = await server.logIn('admin');
  await other.ok('PATCH', `/v1/staff/${other.staffId}`, { roles: ['admin', 'reviewer'] });
  const entries = await entriesOf('staff.self-grant');
  assert.equal(entries.length, 1);
  assert.equal(entries[0]?.staff_id, other.staffId);
  assert(JSON.stringify(entries[0]?.details.gained).includes('evidence.view'));
});

test('roles that would together cover what none of them covers cannot be given to one person', async () => {
  const hate = await make(admin, { name: 'Hate, DE', limits: { categories: ['hate'], regions: ['DE'] } });
  const fraud = await make(admin, { name: 'Fraud, FR', limits: { categories: ['fraud'], regions: ['FR'] } });
  const roles = [hate.roleId, fraud.roleId];
  const invite = { email: 'both@team.example', name: 'Both', roles };
  assert.equal(await admin.refused('POST', '/v1/staff', invite), 'invalid-request');
  const same = { name: hate.name, permissions: hate.permissions, limits: { categories: ['hate'], regions: null } };
  await admin.ok('PUT', `/v1/staff/roles/${hate.roleId}`, same);
  const { staff } = StaffInvitation.parse(await admin.ok('POST', '/v1/staff', { ...invite, roles: [hate.roleId] }));
  assert.deepEqual(staff.roles, [hate.roleId]);
});

test('a change of a role that would make a member’s roles overlap badly is refused', async () => {
  const a = await make(admin, { name: 'Role A', limits: { categories: ['hate'], regions: null } });
  const b = await make(admin, { name: 'Role B', limits: { categories: ['fraud'], regions: null } });
  await server.logIn(a.roleId, b.roleId);
  const body = { name: 'Role B', permissions: b.permissions, limits: { categories: ['fraud'], regions: ['FR'] } };
  assert.equal(await admin.refused('PUT', `/v1/staff/roles/${b.roleId}`, body), 'invalid-request');
});

test('the queue hears of limits as leaves by name', async () => {
  const role = await make(admin, {
    name: 'Children, GB',
    permissions: ['queue.read', 'case.claim'],
    limits: { categories: ['child'], regions: ['GB'] },
  });
  const member = await server.logIn(role.roleId);
  const limitsOf = async (staffId: string, permission: 'queue.read' | 'decision.make') => {
    const worker = await loadWorker(server.deps.database.kysely, staffId, server.deps.clock());
    assert.ok(worker);
    return lanesWithin(worker.grants.limits(permission));
  };
  const limits = await limitsOf(member.staffId, 'queue.read');
  assert(limits.categories?.includes('child.csam_known'));
  assert(limits.categories?.every((category) => category.startsWith('child.')));
  assert.deepEqual(limits.regions, ['GB']);
  assert.deepEqual(await limitsOf(member.staffId, 'decision.make'), { categories: [], regions: [] });
  const free = await server.logIn('reviewer');
  assert.deepEqual(await limitsOf(free.staffId, 'queue.read'), everything);
});

test('what asks for a fresh second factor asks for it after a quarter of an hour', async () => {
  const stale = await server.logIn('admin');
  server.advance(15 * 60_000 + 1_000);
  const place = `/v1/staff/${stale.staffId}`;
  for (const [method, url, body] of [
    ['POST', '/v1/staff', { email: 'y@team.example', name: 'Y', roles: ['viewer'] }],
    ['PATCH', place, { roles: ['admin'] }],
    ['POST', `${place}/reset-login`, { reason: 'because' }],
    ['DELETE', `${place}/sessions`],
    ['POST', '/v1/staff/roles', { name: 'Z', permissions: ['case.read'], limits: everything }],
  ] as const) {
    assert.equal(await stale.refused(method, url, body), 'step-up-required', `${method} ${url}`);
  }
  await stale.ok('GET', '/v1/staff');
});
