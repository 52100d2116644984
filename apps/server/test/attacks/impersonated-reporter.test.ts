import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { ProblemCode } from '@wellhouse/protocol';
import { assertProblem } from '../faults/support/call.ts';
import { ana, ben, createSampleHub, disclose, group, hubId, mal, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

const otherHub = createSampleHub({ hubId: 'other.test' });
let world: AttackWorld;
before(async () => {
  world = await startAttackWorld({ hubs: [otherHub.config] });
});
after(() => world.server.close());

type Json = Record<string, unknown>;
const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** A token as an attacker builds it: any header, any claims, signed with whatever key they have. */
function forge(claims: Json = {}, header: Json = {}, key = 'a guess of at least thirty-two bytes.'): string {
  const now = Math.floor(Date.now() / 1000);
  const groups = [{ groupId: group, spans: [{ from: 0, to: null }] }];
  const standard = { iss: hubId, sub: ana, aud: 'wellhouse:report', iat: now, exp: now + 600, groups };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode({ ...standard, ...claims })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Ana's own token with a claim changed under the old signature. */
function altered(change: (claims: Json) => Json): string {
  const [header = '', claims = '', mac = ''] = world.hub.token(ana).split('.');
  return `${header}.${encode(change(JSON.parse(Buffer.from(claims, 'base64url').toString())))}.${mac}`;
}

const unsigned = (alg: string) => `${forge({}, { alg }).split('.').slice(0, 2).join('.')}.`;

const attempts: [name: string, token: () => string, code?: ProblemCode][] = [
  ['forged with a guessed secret', () => forge()],
  ['forged with an empty secret', () => forge({}, {}, '')],
  ['forged with the public key as the secret', () => forge({}, {}, world.hub.verifyKey().publicKey ?? 'null')],
  ['of a hub that the server does not know', () => createSampleHub({ hubId: 'stranger.test' }).token(ana)],
  ['in the name of this hub, made by another', () => createSampleHub().token(ana)],
  ['signed by a known hub that claims to be this one', () => forge({}, {}, otherHub.apiSecret)],
  ['without signature (alg none)', () => unsigned('none')],
  ['without signature (alg None)', () => unsigned('None')],
  ['without signature, but alg HS256', () => unsigned('HS256')],
  ['signed rightly, under alg none', () => forge({}, { alg: 'none' }, world.hub.apiSecret)],
  ['signed rightly, under an asymmetric alg', () => forge({}, { alg: 'EdDSA' }, world.hub.apiSecret)],
  ['with a key of its own in the header', () => forge({}, { jwk: { kty: 'oct', k: 'AAAA' } })],
  ['altered to name another account', () => altered((claims) => ({ ...claims, sub: ben }))],
  ['altered to live longer', () => altered((claims) => ({ ...claims, exp: 4_000_000_000 }))],
  ['altered to name more groups', () => altered((claims) => ({ ...claims, groups: [] }))],
  ['for another purpose', () => forge({ aud: 'messenger:login' }, {}, world.hub.apiSecret)],
  ['with a claim too many', () => forge({ role: 'admin' }, {}, world.hub.apiSecret)],
  ['with groups as they were named before', () => forge({ groups: [group] }, {}, world.hub.apiSecret)],
  ['with an account that no database holds', () => forge({ sub: 'ana\u0000' }, {}, world.hub.apiSecret)],
  ['cut short', () => world.hub.token(ana).slice(0, -1)],
  ['the hub’s secret itself', () => world.hub.apiSecret],
  ['expired', () => world.hub.token(ana, { now: Date.now() - 3_600_000, ttlSeconds: 60 }), 'token-expired'],
  ['of tomorrow', () => world.hub.token(ana, { now: Date.now() + 86_400_000 }), 'token-not-yet-valid'],
];
for (const [name, token, code = 'unauthenticated'] of attempts) {
  test(`A9: a token that is ${name} brings nothing in`, async () => {
    const payload = samplePayload({ evidence: [disclose(world.hub.send())] });
    await world.refused(payload, code, { authorization: `Bearer ${token()}` });
  });
}

test('A9: a receipt token is no reporter token, and a reporter token opens no report', async () => {
  const receipt = await world.accepted(samplePayload());
  await world.refused(samplePayload(), 'unauthenticated', { authorization: `Bearer ${receipt.receiptToken}` });
  await assertProblem(await world.status({ ...receipt, receiptToken: world.hub.token(ana) }), 'unauthenticated');
});

test('A9: another hub vouches for its own accounts alone, whatever names it gives them', async () => {
  const message = world.hub.send({ sender: 'framed@messenger.test' });
  const token = otherHub.token(ana, { groups: [group] });
  const authorization = `Bearer ${token}`;
  // sealed for the hub whose account it claims to be: the seal is bound to the hub that vouched
  const claimed = samplePayload({ evidence: [disclose(message)] });
  const receipt = await world.accepted(claimed, { authorization });
  // sealed for the hub that vouched: then the evidence is of another hub
  const subject = { kind: 'account' as const, accountId: 'framed@messenger.test' };
  const own = samplePayload({ hubId: 'other.test', subject, evidence: [disclose(message)] });
  await world.accepted(own, { authorization, sealedFor: 'other.test' });
  await world.server.worker.drain();
  const view = await (await world.status(receipt)).json();
  assert.deepEqual([view.status, view.problem.code], ['unreadable', 'seal-unreadable']);
  const filed = await world.caseOf(own.reportId);
  assert.deepEqual([filed.hub_id, filed.level], ['other.test', 'ASSERTED']);
  assert.deepEqual(await world.seen(own.reportId), [[null, 'ASSERTED', 'hub-mismatch']]);
});

test('A9: a report id and sealed bytes of somebody else, replayed by another account, give neither receipt nor report', async () => {
  const { seal } = await import('../support/reporting.ts');
  const payload = samplePayload({ evidence: [disclose(world.hub.send({ sender: mal }))] });
  const sealed = await seal(world.server, hubId, payload.reportId, payload);
  const receipt = await world.accepted(payload, { sealed });
  const replayed = async () => {
    const response = await world.handIn(payload, { sealed, reporter: ben });
    const problem = await assertProblem(response, 'idempotency-key-reused');
    assert.ok(!JSON.stringify(problem).includes(receipt.receiptToken));
  };
  await replayed();
  await world.server.worker.drain();
  await replayed();
  const { kysely } = world.server.deps.database;
  const rows = await kysely.selectFrom('report').select('reporter').where('report_id', '=', payload.reportId).execute();
  assert.deepEqual(rows, [{ reporter: ana }]);
  // under an id of their own the bytes do not open
  const stolen = await world.accepted({ ...payload, reportId: randomUUID() }, { sealed, reporter: ben });
  await world.server.worker.drain();
  assert.equal((await (await world.status(stolen)).json()).problem.code, 'seal-unreadable');
});
