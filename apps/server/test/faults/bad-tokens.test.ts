import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toBase64Url } from '@wellhouse/franking';
import type { ProblemCode } from '@wellhouse/protocol';
import { assertProblem, bearer } from './support/call.ts';
import { type ReportingWorld, startReportingWorld } from './support/reporting-world.ts';
import { createSampleHub } from './support/sample-hub.ts';

const day = 86_400_000;
let world: ReportingWorld;

before(async () => {
  world = await startReportingWorld();
});
after(() => world.server.close());

/** A refused report leaves nothing behind, and the same report is taken with a good token. */
async function refused(headers: Record<string, string>, code: ProblemCode): Promise<void> {
  const report = await world.report();
  await assertProblem(await world.caller.submit(report, headers), code);
  const { kysely } = world.server.deps.database;
  const stored = await kysely
    .selectFrom('report')
    .select('report_id')
    .where('report_id', '=', report.reportId)
    .execute();
  assert.deepEqual(stored, []);
  await world.caller.accepted(report, world.token());
}

test('without a token a report is refused, and taken once there is one', () => refused({}, 'unauthenticated'));

for (const [name, authorization] of [
  ['another scheme', 'Basic YW5hOmFuYQ=='],
  ['an empty token', 'Bearer '],
  ['no JWT', 'Bearer garbage'],
  ['three parts of nothing', 'Bearer a.b.c'],
  ['a very long token', `Bearer ${'a'.repeat(12_000)}`],
] as const) {
  test(`a token that is ${name} is refused`, () => refused({ authorization }, 'unauthenticated'));
}

test('a token without signature (alg none) is refused', () => {
  const [, claims = ''] = world.token().split('.');
  const header = toBase64Url(new TextEncoder().encode(JSON.stringify({ alg: 'none', typ: 'JWT' })));
  return refused(bearer(`${header}.${claims}.`), 'unauthenticated');
});

test('a token whose account was changed is refused', () => {
  const [header = '', claims = '', mac = ''] = world.token().split('.');
  const changed = Buffer.from(claims, 'base64url').toString('utf8').replace(world.ana, world.hub.account('eve'));
  return refused(bearer(`${header}.${toBase64Url(Buffer.from(changed, 'utf8'))}.${mac}`), 'unauthenticated');
});

test('a token of a hub that the server does not know is refused', () => {
  const stranger = createSampleHub('stranger.example');
  return refused(bearer(stranger.token({ accountId: stranger.account('ana') })), 'unauthenticated');
});

test('a token in the name of a known hub, signed with another secret, is refused', () => {
  const forger = createSampleHub(world.hub.hubId);
  return refused(bearer(forger.token({ accountId: world.ana })), 'unauthenticated');
});

test('a hub whose clock is a day behind hears token-expired, one a day ahead token-not-yet-valid', async () => {
  const { hub, ana } = world;
  await refused(bearer(hub.token({ accountId: ana, now: Date.now() - day })), 'token-expired');
  await refused(bearer(hub.token({ accountId: ana, now: Date.now() + day })), 'token-not-yet-valid');
});

test('a server whose clock is a day off says so, and a device whose clock is a day off reports all the same', async () => {
  const { server, caller } = world;
  const [report, token] = [await world.report(), world.token()];
  server.advance(day);
  await assertProblem(await caller.submit(report, bearer(token)), 'token-expired');
  server.advance(-2 * day);
  await assertProblem(await caller.submit(report, bearer(token)), 'token-not-yet-valid');
  server.advance(day);
  await caller.accepted(report, token);
  for (const offset of [-day, day]) {
    const createdAt = new Date(Date.now() + offset).toISOString();
    const receipt = await caller.accepted(await world.report({ payload: { createdAt } }), world.token());
    assert.ok(Math.abs(Date.parse(receipt.acceptedAt) - Date.now()) < day / 2, receipt.acceptedAt);
    await server.worker.drain();
    assert.equal((await caller.read(receipt)).status, 'in-review');
  }
});

test('a receipt token opens its own report and no other', async () => {
  const { caller } = world;
  const mine = await caller.accepted(await world.report(), world.token());
  const other = await caller.accepted(await world.report(), world.token());
  for (const token of [other.receiptToken, world.token(), mine.receiptToken.slice(1), '']) {
    const response = await fetch(`${world.url}/v1/reports/${mine.reportId}`, { headers: bearer(token) });
    await assertProblem(response, 'unauthenticated');
  }
});
