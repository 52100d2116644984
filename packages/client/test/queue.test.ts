import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64Url } from '@wellhouse/franking';
import { generateSealingKeyPair, openReport } from '@wellhouse/sealing';
import { encryptedPicture, groupId, hubId } from './support/hub.ts';
import { problem } from './support/safety-server.ts';
import { createWorld, settle, type World } from './support/world.ts';

async function preparedWorld() {
  const world = await createWorld();
  const message = world.hub.text('mal@hub.example', 'the threat');
  const draft = await world.wellhouse.draft({ messages: [message], reported: 0 });
  draft.set({ category: 'threat.life', statement: 'please look' });
  return { ...world, draft, preview: await draft.preview() };
}

async function withPicture() {
  const world = await createWorld();
  const { descriptor, ciphertext } = await encryptedPicture(new Uint8Array([1, 2, 3]));
  const say = () =>
    world.hub.say({
      ...{ sender: 'mal@hub.example', kind: 'media' as const, ciphertexts: new Map([[1, async () => ciphertext]]) },
      parts: [{ type: 'attachment', attachment: descriptor }],
    });
  const draft = await world.wellhouse.draft({ messages: [say(), say()], reported: 1 });
  draft.set({ category: 'threat.life' });
  draft.setPartIncluded(0, 1, true);
  return { ...world, ciphertext, preview: await draft.preview() };
}

async function stateOf({ wellhouse }: Pick<World, 'wellhouse'>) {
  const [report] = await wellhouse.reports();
  return report?.state ?? null;
}

test('the bytes that the safety team opens are the bytes of the preview', async () => {
  const { wellhouse, server, preview } = await preparedWorld();
  const sent = await wellhouse.send(preview);
  const delivered = await sent.delivered;
  assert.deepEqual(server.only().bytes, preview.payload);
  assert.equal(new TextDecoder().decode(server.only().bytes), preview.view.text);
  assert.equal(delivered.reference, 'WH-7K3F-9000');
  assert.equal(delivered.state, 'submitted');
});

test('nothing that changes after the preview changes what is sent', async () => {
  const { wellhouse, server, draft, preview } = await preparedWorld();
  const shown = preview.payload;
  draft.set({ statement: 'other words', category: 'other', blocked: true });
  draft.setPartIncluded(0, 1, false);
  preview.payload.fill(0);
  await (await wellhouse.send(preview)).delivered;
  assert.deepEqual(server.only().bytes, shown);
});

test('only a preview that a draft made can be sent', async () => {
  const { wellhouse, preview } = await preparedWorld();
  await assert.rejects(wellhouse.send({ ...preview }), { code: 'preview-unknown' });
});

test('a report is stored before send resolves, and outlives the app that wrote it', async () => {
  const world = await preparedWorld();
  world.server.state.fault = () => 'network';
  const sent = await world.wellhouse.send(world.preview);
  assert.equal(sent.state, 'queued');
  assert.equal(sent.reference, null);
  world.wellhouse.close();
  world.server.state.fault = () => null;
  const reopened = world.open(world.storage);
  await reopened.flush();
  assert.deepEqual(
    (await reopened.reports()).map(({ state }) => state),
    ['submitted'],
  );
});

test('if the device cannot store it, send rejects and nothing is sent', async () => {
  const world = await preparedWorld();
  world.storage.write = () => Promise.reject(new Error('the disk is full'));
  await assert.rejects(world.wellhouse.send(world.preview), /the disk is full/);
  assert.equal(world.server.reports.size, 0);
});

test('two quick taps, and a third later, send one report', async () => {
  const { wellhouse, server, preview } = await preparedWorld();
  const [first, second] = await Promise.all([wellhouse.send(preview), wellhouse.send(preview)]);
  await Promise.all([first.delivered, second.delivered]);
  const third = await wellhouse.send(preview);
  assert.equal((await third.delivered).reference, 'WH-7K3F-9000');
  await settle();
  assert.equal(server.reports.size, 1);
  assert.equal(server.only().submissions, 1);
  assert.equal((await wellhouse.reports()).length, 1);
});

test('an answer lost on the way makes the same sealed bytes come again, and one case number', async () => {
  const world = await createWorld();
  let answersLost = 0;
  const wellhouse = world.open(world.storage, {
    fetch: async (input, init) => {
      const response = await world.server.fetch(input, init);
      if (init?.method !== 'POST' || answersLost > 0) return response;
      answersLost++;
      throw new TypeError('the connection was reset');
    },
  });
  const draft = await wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'other' });
  const sent = await wellhouse.send(await draft.preview());
  await settle();
  assert.deepEqual([answersLost, world.server.only().submissions], [1, 1]);
  await wellhouse.flush();
  // the server refuses other bytes under the same report id
  assert.equal(world.server.only().submissions, 2);
  assert.equal((await sent.delivered).reference, 'WH-7K3F-9000');
});

for (const [name, fault] of Object.entries({
  'no network': (): Response | 'network' => 'network',
  'a server that failed': () => problem(500, 'internal'),
  'a server whose database is down': () => problem(503, 'unavailable', { 'retry-after': '5' }),
  'a server that is asked too much': () => problem(429, 'rate-limited', { 'retry-after': '5' }),
  'an answer that is no receipt': () => Response.json({ ok: true }, { status: 201 }),
  'a page of a captive portal': () => new Response('<html>log in</html>', { status: 200 }),
})) {
  test(`${name}: the report stays and is sent later`, async () => {
    const world = await preparedWorld();
    world.server.state.fault = ({ operation }) => (operation === 'POST reports' ? fault() : null);
    await world.wellhouse.send(world.preview);
    await settle();
    const [waiting] = await world.wellhouse.reports();
    assert.equal(waiting?.state, 'queued');
    assert.ok(waiting?.problem);
    world.server.state.fault = () => null;
    await world.pass(6_000);
    assert.equal(await stateOf(world), 'submitted');
  });
}

test('pauses between tries grow, and end at a quarter of an hour', async () => {
  const world = await preparedWorld();
  world.server.state.fault = () => 'network';
  await world.wellhouse.send(world.preview);
  await settle();
  const pauses: number[] = [];
  for (let count = 0; count < 14; count++) {
    const [timer] = world.timers();
    assert.ok(timer && world.timers().length === 1);
    pauses.push(timer.at - world.time.now);
    await world.pass(timer.at - world.time.now);
  }
  for (const [index, pause] of pauses.entries()) {
    const full = Math.min(900_000, 2_000 * 2 ** index);
    assert.ok(pause <= full && pause >= 0.75 * full, `pause ${index} is ${pause}`);
  }
});

test('Retry-After is waited for, in seconds and as a date, even if the user asks at once', async () => {
  for (const value of ['120', new Date(Date.UTC(2026, 10, 3, 15, 2)).toUTCString()]) {
    const world = await preparedWorld();
    world.server.state.fault = ({ operation, attempt }) =>
      operation === 'POST reports' && attempt === 1 ? problem(503, 'unavailable', { 'retry-after': value }) : null;
    await world.wellhouse.send(world.preview);
    await settle();
    await world.pass(119_000);
    await world.wellhouse.flush();
    assert.equal(await stateOf(world), 'queued');
    await world.pass(1_000);
    assert.equal(await stateOf(world), 'submitted');
  }
});

test('flush does not wait for the pause of an earlier failure', async () => {
  const world = await preparedWorld();
  world.server.state.fault = () => 'network';
  await world.wellhouse.send(world.preview);
  await settle();
  world.server.state.fault = () => null;
  await world.wellhouse.flush();
  assert.equal(await stateOf(world), 'submitted');
});

test('each report has a token of its own, so that an old one never vouches for too little', async () => {
  const world = await preparedWorld();
  await (await world.wellhouse.send(world.preview)).delivered;
  assert.equal(world.tokens.asked, 1);
  world.server.state.validToken = 'reporter-token-2';
  const next = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  next.set({ category: 'other' });
  await (await world.wellhouse.send(await next.preview())).delivered;
  assert.equal(world.tokens.asked, 2);
  assert.equal(world.server.reports.size, 2);
});

test('a token that is refused leaves the report in the queue and does not ask on', async () => {
  const world = await preparedWorld();
  world.server.state.fault = ({ operation }) => (operation === 'POST reports' ? problem(401, 'unauthenticated') : null);
  await world.wellhouse.send(world.preview);
  await settle();
  assert.equal(world.tokens.asked, 1);
  assert.equal(await stateOf(world), 'queued');
});

test('the delivery service vouches for the reported group, among the others, however many there are', async () => {
  const asked: (readonly string[])[] = [];
  const world = await createWorld({
    getReporterToken: async (groups) => {
      asked.push(groups);
      return 'reporter-token-1';
    },
  });
  for (let n = 0; n < 100; n += 1) {
    const other = new TextEncoder().encode(`a group to bury others ${n}`);
    const spam = world.hub.say({
      ...{ sender: 'mal@hub.example', groupId: other, parts: [{ type: 'text', text: 'hi' }] },
    });
    assert.ok((await world.wellhouse.receive(spam)).shown);
  }
  const messages = [world.hub.text('mal@hub.example', 'one'), world.hub.text('mal@hub.example', 'two')];
  const draft = await world.wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'other' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  const [named = []] = asked;
  assert.equal(named.length, 64);
  assert.ok(named.includes(toBase64Url(groupId)));
  assert.deepEqual(named, named.toSorted(), 'their order does not tell which is reported');
});

test('a delivery service that gives no token leaves the report in the queue', async () => {
  let isDown = true;
  const world = await createWorld({
    getReporterToken: async () => {
      if (isDown) throw new Error('the delivery service is away');
      return 'reporter-token-1';
    },
  });
  const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'other' });
  await world.wellhouse.send(await draft.preview());
  await settle();
  assert.equal(await stateOf(world), 'queued');
  isDown = false;
  await world.wellhouse.flush();
  assert.equal(await stateOf(world), 'submitted');
});

test('a report that the server refuses is kept for the user, who can try again', async () => {
  const world = await preparedWorld();
  world.server.state.fault = ({ operation }) => (operation === 'POST reports' ? problem(422, 'invalid-request') : null);
  await world.wellhouse.send(world.preview);
  await settle();
  const [refused] = await world.wellhouse.reports();
  assert.equal(refused?.state, 'refused');
  assert.deepEqual(refused?.problem, { code: 'invalid-request', detail: 'because invalid-request' });
  assert.equal(world.timers().length, 0);
  world.server.state.fault = () => null;
  await world.wellhouse.retry(world.preview.reportId);
  assert.equal(await stateOf(world), 'submitted');
  assert.deepEqual(world.server.only().bytes, world.preview.payload);
});

test('a report sealed before the server changed its key is sent as it is, and the old key opens it', async () => {
  const world = await preparedWorld();
  world.server.state.fault = () => 'network';
  await world.wellhouse.send(world.preview);
  await settle();
  const before = await world.storage.get('report', world.preview.reportId);
  world.server.sealingKeys.unshift(await generateSealingKeyPair({ keyId: 'seal-2' }));
  world.time.now += 3_600_000;
  world.server.state.fault = () => null;
  await world.wellhouse.config();
  await world.wellhouse.flush();
  assert.equal(before?.sealingKeyId, 'seal-1');
  assert.deepEqual(world.server.only().bytes, world.preview.payload);
});

test('only the safety team’s key opens what is stored and sent', async () => {
  const world = await preparedWorld();
  world.server.state.fault = () => 'network';
  await world.wellhouse.send(world.preview);
  const stored = await world.storage.get('report', world.preview.reportId);
  assert.ok(stored?.sealed);
  const text = Buffer.from(stored.sealed).toString('latin1');
  assert.ok(!text.includes('please look') && !text.includes('threat.life'));
  const stranger = await generateSealingKeyPair({ keyId: 'seal-1' });
  const { reportId } = world.preview;
  await assert.rejects(openReport({ keys: [stranger], hubId, reportId, sealed: stored.sealed }));
  await assert.rejects(
    openReport({ keys: world.server.sealingKeys, hubId: 'other.example', reportId, sealed: stored.sealed }),
  );
});

test('a picture is uploaded as the ciphertext that was announced, once, and then forgotten on the device', async () => {
  const world = await withPicture();
  await world.wellhouse.send(world.preview);
  await settle();
  const { uploads, payload } = world.server.only();
  assert.equal(payload.attachments.length, 2);
  assert.deepEqual([...uploads.values()], [world.ciphertext]);
  assert.deepEqual(await world.storage.list('ciphertext'), []);
  assert.equal((await world.storage.get('report', world.preview.reportId))?.sealed, null);
  assert.equal(world.timers().length, 0);
});

test('an upload that fails is tried again by itself, over a restart, without sending the report again', async () => {
  const world = await withPicture();
  world.server.state.fault = ({ operation }) => (operation === 'putReportAttachment' ? 'network' : null);
  const sent = await world.wellhouse.send(world.preview);
  await sent.delivered;
  await settle();
  const [report] = await world.wellhouse.reports();
  assert.equal(report?.state, 'submitted');
  assert.equal(report?.pendingAttachments, 1);
  world.wellhouse.close();
  world.server.state.fault = () => null;
  const reopened = world.open(world.storage);
  await reopened.flush();
  assert.equal(world.server.only().uploads.size, 1);
  assert.equal(world.server.only().submissions, 1);
  assert.equal((await reopened.reports())[0]?.pendingAttachments, 0);
});

test('only what the server lacks is uploaded', async () => {
  const world = await withPicture();
  world.server.state.fault = ({ operation, attempt }) =>
    operation === 'putReportAttachment' && attempt === 1 ? problem(401, 'token-expired') : null;
  await world.wellhouse.send(world.preview);
  await settle();
  // the refused receipt token made the sealed bytes go again; meanwhile the server got the picture another way
  const [hash] = world.server.only().payload.attachments.map(({ ciphertextSha256 }) => ciphertextSha256);
  world.server.only().uploads.set(hash ?? '', world.ciphertext);
  await world.wellhouse.flush();
  assert.equal(world.server.only().submissions, 2);
  assert.equal(world.server.calls.filter((call) => call === 'putReportAttachment').length, 1);
  assert.equal((await world.wellhouse.reports())[0]?.pendingAttachments, 0);
});

test('a picture that the server refuses does not hold up the report', async () => {
  const world = await withPicture();
  world.server.state.fault = ({ operation }) =>
    operation === 'putReportAttachment' ? problem(413, 'too-large') : null;
  await world.wellhouse.send(world.preview);
  await settle();
  const [report] = await world.wellhouse.reports();
  assert.equal(report?.state, 'submitted');
  assert.equal(report?.problem?.code, 'too-large');
  assert.equal(world.timers().length, 0);
});

test('“do not follow up with me” leaves nothing on the device, and the case number is still told', async () => {
  const world = await preparedWorld();
  world.draft.set({ wantsNotices: false });
  const preview = await world.draft.preview();
  assert.equal(preview.view.payload.wantsNotices, false);
  const sent = await world.wellhouse.send(preview);
  assert.equal((await sent.delivered).reference, 'WH-7K3F-9000');
  await settle();
  assert.deepEqual(await world.wellhouse.reports(), []);
  assert.equal(await world.storage.get('report', preview.reportId), undefined);
});

test('several reports that waited are all delivered, the oldest first', async () => {
  const world = await createWorld();
  const drafts = await Promise.all(
    ['other', 'spam.scam', 'threat.life'].map(async (category) => {
      const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
      draft.set({ category });
      return draft.preview();
    }),
  );
  world.server.state.fault = () => 'network';
  for (const preview of drafts) {
    world.time.now += 1_000;
    await world.wellhouse.send(preview);
  }
  await settle();
  world.server.state.fault = () => null;
  await world.wellhouse.flush();
  const categories = [...world.server.reports.values()].map(({ payload }) => payload.category);
  assert.deepEqual(categories, ['other', 'spam.scam', 'threat.life']);
});

test('a closed client delivers nothing more', async () => {
  const world = await preparedWorld();
  world.server.state.fault = () => 'network';
  await world.wellhouse.send(world.preview);
  await settle();
  world.wellhouse.close();
  world.server.state.fault = () => null;
  await world.pass(3_600_000);
  assert.equal(world.server.reports.size, 0);
});
