import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createStamp, encodeStamp, generateHubKey } from '@wellhouse/franking';
import { Problem, ReportConfig } from '@wellhouse/protocol';
import { openCaseVault } from '../../src/platform/case-vault.ts';
import { StoredItem } from '../../src/schema/stored-item.ts';
import { caseOf, post, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, type SampleHub, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const day = 86_400_000;
const hub = createSampleHub();
const hasty = createSampleHub({ hubId: 'hasty.test' });
const { macKey, privateKey, publicKey } = hub.key;
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub, { hubs: [{ ...hasty.config, reportWindowDays: 1 }] });
});
after(() => server.close());

const base64 = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('base64url');
const put = (retired: object[], keys = [hub.verifyKey()], of = hub) =>
  server.app.inject({
    method: 'PUT',
    url: `/v1/hubs/${of.hubId}/keys`,
    headers: { authorization: `Bearer ${of.apiSecret}` },
    payload: { keys, retired },
  });
function retired(change: Record<string, unknown> = {}) {
  const { macKey: _, ...fields } = hub.verifyKey();
  return { ...fields, privateKey: null, retiredAt: new Date().toISOString(), ...change };
}

function payloadOf(of: SampleHub = hub) {
  const group = Buffer.from(randomUUID()).toString('base64url');
  const sender = `${randomUUID()}@messenger.test`;
  const message = of.send({ group, sender, text: 'I will hurt you' });
  const subject = { kind: 'account' as const, accountId: sender };
  return { group, message, payload: samplePayload({ subject, evidence: [disclose(message)] }) };
}
const levelOf = async (reportId: string) =>
  server.deps.database.kysely
    .selectFrom('evidence_item')
    .select(['level', 'content'])
    .where('report_id', '=', reportId)
    .executeTakeFirstOrThrow();
async function problemsOf(reportId: string): Promise<string[]> {
  const { case_id, item_id, content } = await server.deps.database.kysely
    .selectFrom('evidence_item')
    .select(['case_id', 'item_id', 'content'])
    .where('report_id', '=', reportId)
    .executeTakeFirstOrThrow();
  const { database, keys, random } = server.deps;
  const vault = await openCaseVault(database.kysely, keys, random, case_id);
  assert.ok(vault);
  return StoredItem.parse(await vault.openJson(content, `item:${item_id}`)).problems.map(({ code }) => code);
}
const publicKeyOfHub = async () => {
  const config = ReportConfig.parse((await server.app.inject({ url: '/v1/report-config' })).json());
  return config.hubs.find((one) => one.hubId === hub.hubId)?.keys.find((key) => key.keyId === 1);
};

// One key through its life; the tests depend on their order.

test('a key cannot be retired while its messages can be reported: that would make reports unprovable', async () => {
  for (const days of [0, 31, 119]) {
    server.advance(days * day);
    const response = await put([retired()]);
    assert.equal(response.statusCode, 400, `day ${days}`);
    assert.match(Problem.parse(response.json()).fields?.[0]?.problem ?? '', /can be reported until/);
    server.advance(-days * day);
  }
  assert.equal((await publicKeyOfHub())?.retired, undefined);
});

test('the window is as long as the operator set it for this hub', async () => {
  const key = hasty.verifyKey();
  const { macKey: _, ...fields } = key;
  const entry = { ...fields, privateKey: null, retiredAt: new Date().toISOString() };
  for (const [days, status] of [
    [30, 400],
    [31, 200],
  ] as const) {
    server.advance(days * day);
    assert.equal((await put([entry], [key], hasty)).statusCode, status, `day ${days}`);
    server.advance(-days * day);
  }
});

const early = payloadOf();
const waiting = payloadOf();

test('a report of the last day of the window is VERIFIED, also if the key is retired before it is looked at', async () => {
  await report(server, hub, early.payload, { groups: [early.group] });
  const before = await levelOf(early.payload.reportId);
  server.advance(30 * day + 90 * day - 60_000);
  assert.equal((await post(server, hub, waiting.payload, { groups: [waiting.group] })).statusCode, 201);
  server.advance(2 * 60_000);

  const response = await put([retired()]);
  assert.deepEqual(response.json(), { hubId: hub.hubId, keyIds: [1], retired: [1] });
  await server.worker.drain();
  assert.equal((await levelOf(waiting.payload.reportId)).level, 'VERIFIED');
  assert.deepEqual(await levelOf(early.payload.reportId), before, 'what was VERIFIED stays what it was');
  assert.equal((await caseOf(server, early.payload.reportId)).level, 'VERIFIED');
});

test('receivers are told, and there is no private key before it is published', async () => {
  assert.deepEqual([(await publicKeyOfHub())?.retired, (await publicKeyOfHub())?.privateKey], [true, undefined]);
});

test('a private key that does not belong to the known public key is refused, and so is another period', async () => {
  const other = generateHubKey({ keyId: 1, notBefore: 0, notAfter: 1 });
  for (const change of [
    { privateKey: base64(other.privateKey) },
    { privateKey: base64(other.privateKey), publicKey: base64(other.publicKey) },
    { privateKey: base64(privateKey), notAfter: new Date().toISOString() },
    { publicKey: null },
  ]) {
    const response = await put([retired(change)]);
    assert.equal(Problem.parse(response.json()).code, 'key-conflict', JSON.stringify(Object.keys(change)));
  }
});

test('a MAC-only key is retired without a private key; one that never existed is refused', async () => {
  const macOnly = createSampleHub({ keyId: 2, macOnly: true });
  const { macKey: _, ...fields } = macOnly.verifyKey();
  const entry = { ...fields, retiredAt: new Date().toISOString() };
  const forged = await put([{ ...entry, privateKey: base64(privateKey) }], [macOnly.verifyKey()]);
  assert.equal(Problem.parse(forged.json()).code, 'key-conflict');
  const response = await put([{ ...entry, privateKey: null }], [macOnly.verifyKey()]);
  assert.deepEqual(response.json().retired, [1, 2]);
});

test('once published, everyone can read the private key; it never changes, and the key does not come back into use', async () => {
  const published = retired({ privateKey: base64(privateKey) });
  assert.equal((await put([published])).statusCode, 200);
  for (const again of [[published], [retired()], []]) {
    assert.ok((await put(again)).json().retired.includes(1));
    assert.deepEqual(
      [(await publicKeyOfHub())?.retired, (await publicKeyOfHub())?.privateKey],
      [true, base64(privateKey)],
    );
  }
  const details = await server.deps.database.kysely
    .selectFrom('audit_entry')
    .select('details')
    .where('action', '=', 'hub.keys')
    .execute();
  const noted = details.flatMap((entry) => (JSON.stringify(entry.details).includes('"published":[1]') ? [entry] : []));
  assert.equal(noted.length, 1, 'the audit log says so once');
});

test('C5: evidence forged with the published key is refused, and so is what is genuine: nobody can tell them apart', async () => {
  const { message, payload, group } = payloadOf();
  const genuine = samplePayload({ subject: payload.subject, evidence: structuredClone(payload.evidence ?? []) });
  // a forger has everything that is public, and makes up the MAC key
  const stamp = createStamp({
    key: { ...hub.key, macKey: new Uint8Array(32).fill(7) },
    tag: new Uint8Array(32),
    context: message.stamp.context,
  });
  const [item] = payload.evidence ?? [];
  assert.ok(item?.scheme === 'wh-frank-1');
  item.stamp = Buffer.from(encodeStamp(stamp)).toString('base64url');
  for (const one of [genuine, payload]) {
    await report(server, hub, one, { groups: [group] });
    assert.deepEqual(await problemsOf(one.reportId), ['key-retired']);
    assert.equal((await levelOf(one.reportId)).level, 'ASSERTED');
  }
});

test('a key that comes in after its report window is retired from the start', async () => {
  const { keyId, ...fields } = createSampleHub().verifyKey();
  const response = await put([], [{ ...fields, keyId: 3, notAfter: hub.verifyKey().notAfter }]);
  assert.deepEqual([keyId, response.json().retired], [1, [1, 2, 3]]);
});

test('the MAC key leaves the server by no answer', async () => {
  const config = await server.app.inject({ url: '/v1/report-config' });
  const secret = base64(macKey) ?? '';
  assert.ok(!config.body.includes(secret));
  assert.ok(config.body.includes(base64(publicKey) ?? 'none'));
});
