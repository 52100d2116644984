import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encryptedPicture, type Speech, startOfTime } from '../support/hub.ts';
import { createWorld } from '../support/world.ts';

const hour = 3_600_000;
const text = (words: string) => [{ type: 'text', text: words }] as const;

/** Ben's lasting message, Mal's of an hour, Ben's of a day; Ana's clock stands where Mal's was accepted. */
async function conversation(change: Partial<Speech> = {}) {
  const world = await createWorld();
  const messages = [
    world.hub.say({ sender: 'ben@hub.example', parts: text('lasting') }),
    world.hub.say({ sender: 'mal@hub.example', parts: text('the threat'), expiresAfter: 3_600, ...change }),
    world.hub.say({ sender: 'ben@hub.example', parts: text('of a day'), expiresAfter: 86_400 }),
  ];
  const accepted = startOfTime + 2 * 60_000;
  world.time.now = accepted;
  return { ...world, messages, accepted };
}

test('a vanished message can be reported until the grace is over, and is marked as one to cover', async () => {
  const { wellhouse, messages, time, accepted } = await conversation();
  const visible = await wellhouse.draft({ messages, reported: 1 });
  assert.deepEqual(
    visible.state.entries.map(({ vanished }) => vanished),
    [false, false, false],
  );
  time.now = accepted + 2 * hour - 1;
  const draft = await wellhouse.draft({ messages, reported: 1 });
  assert.deepEqual(
    draft.state.entries.map(({ vanished }) => vanished),
    [false, true, false],
  );
  draft.set({ category: 'threat.life' });
  const { view } = await draft.preview();
  const reported = view.entries.find((entry) => entry.type === 'message' && entry.role === 'reported');
  assert.ok(reported?.type === 'message');
  assert.deepEqual(reported.parts[0]?.content, { type: 'text', text: 'the threat' }, 'preview = payload');
});

test('a draft about a message whose time is over is refused, and says so', async () => {
  const { wellhouse, messages, time, accepted } = await conversation();
  time.now = accepted + 2 * hour;
  await assert.rejects(wellhouse.draft({ messages, reported: 1 }), { code: 'message-expired' });
});

test('what had expired before the report was begun is a gap in it', async () => {
  const { wellhouse, messages, time, accepted, hub } = await conversation();
  time.now = accepted + 2 * hour;
  messages.push(hub.say({ sender: 'mal@hub.example', parts: text('another'), after: 120 }));
  const draft = await wellhouse.draft({ messages, reported: 3 });
  assert.deepEqual(
    draft.state.entries.map(({ index, stamp }) => [index, stamp.context.sequence]),
    [
      [0, 1n],
      [1, 3n],
      [2, 4n],
    ],
  );
  draft.set({ category: 'threat.life' });
  const shown = (await draft.preview()).view.entries.map((entry) =>
    entry.type === 'gap' ? `gap ${entry.from}` : entry.sequence,
  );
  assert.deepEqual(shown, [1n, 'gap 2', 3n, 4n]);
});

test('the messenger’s own record decides where it has one: a policy that changed since does not', async () => {
  const { wellhouse, messages, time, accepted, server } = await conversation();
  server.state.configOverrides = { disappearing: { graceSeconds: 0 } };
  time.now = accepted + hour;
  await assert.rejects(wellhouse.draft({ messages, reported: 1 }), { code: 'message-expired' });
  const kept = messages.map((message) => ({ ...message, reportableUntil: accepted + 2 * hour }));
  assert.equal((await wellhouse.draft({ messages: kept, reported: 1 })).state.entries.length, 3);
  const never = messages.map((message) => ({ ...message, reportableUntil: null }));
  time.now = accepted + 90 * 24 * hour;
  assert.equal((await wellhouse.draft({ messages: never, reported: 1 })).state.entries.length, 3);
});

test('a message that expires while the dialog is open is in the report that was begun in time', async () => {
  const { wellhouse, messages, time, accepted, server } = await conversation();
  time.now = accepted + 2 * hour - 1;
  const draft = await wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'threat.life' });
  time.now = accepted + 3 * hour - 1;
  const preview = await draft.preview();
  await (await wellhouse.send(preview)).delivered;
  assert.equal(server.only().payload.evidence.length, 2);
  assert.deepEqual(server.only().bytes, preview.payload);
});

test('a dialog that stays open an hour beyond the grace names what is gone, lets go of it, and does not send it', async () => {
  const { wellhouse, messages, time, accepted } = await conversation();
  time.now = accepted + hour;
  const draft = await wellhouse.draft({ messages, reported: 2 });
  draft.set({ category: 'threat.life' });
  const before = await draft.preview();
  assert.equal(before.view.payload.evidence.length, 3);
  time.now = accepted + 3 * hour;
  await assert.rejects(wellhouse.send(before), { code: 'message-expired' });
  assert.deepEqual(await wellhouse.reports(), [], 'nothing was queued');
  const after = await draft.preview();
  assert.deepEqual(
    draft.state.entries.map(({ gone, included }) => [gone, included]),
    [
      [false, true],
      [true, false],
      [false, true],
    ],
  );
  assert.deepEqual(draft.state.entries[1]?.parts, []);
  assert.equal(draft.state.entries[1]?.message.content.length, 0);
  assert.equal(after.view.payload.evidence.length, 2);
  assert.throws(() => draft.setIncluded(1, true), { code: 'message-expired' });
  draft.setPersonIncluded('mal@hub.example', true);
  assert.equal((await draft.preview()).view.payload.evidence.length, 2);
  await wellhouse.send(after);
});

test('if it is the reported message that is gone, the preview says so and nothing is sent', async () => {
  const { wellhouse, messages, time, accepted } = await conversation();
  const draft = await wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'threat.life' });
  time.now = accepted + 3 * hour;
  await assert.rejects(draft.preview(), { code: 'message-expired' });
  await assert.rejects(draft.preview(), { code: 'message-expired' }, 'asked again');
  assert.equal(draft.state.entries[1]?.gone, true);
});

test('a report that was queued stays, however long it waits for the network', async () => {
  const { wellhouse, messages, time, accepted, server } = await conversation();
  const draft = await wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'threat.life' });
  const preview = await draft.preview();
  server.state.fault = () => 'network';
  const sent = await wellhouse.send(preview);
  time.now = accepted + 30 * 24 * hour;
  assert.equal((await wellhouse.reports())[0]?.state, 'queued');
  assert.equal((await wellhouse.send(preview)).reportId, sent.reportId, 'sent again, it is the stored one');
  server.state.fault = () => null;
  await wellhouse.flush();
  assert.deepEqual(server.only().bytes, preview.payload);
});

test('the picture of a disappearing message is fetched when the report is begun, and goes along', async () => {
  const { descriptor, ciphertext } = await encryptedPicture(new Uint8Array([1, 2, 3]));
  let held: Uint8Array | null = ciphertext;
  const get = async () => {
    if (held === null) throw new Error('deleted with its message');
    return held;
  };
  const { wellhouse, messages, time, accepted } = await conversation({
    ...{ kind: 'media', parts: [{ type: 'attachment', attachment: descriptor }], ciphertexts: new Map([[1, get]]) },
  });
  const draft = await wellhouse.draft({ messages, reported: 1 });
  held = null;
  time.now = accepted + 2 * hour;
  draft.set({ category: 'threat.life' });
  assert.equal((await draft.preview()).view.payload.attachments.length, 1);
});

test('an edit of a vanished message comes along in its report; one that has expired itself does not', async () => {
  const { wellhouse, messages, time, accepted, hub } = await conversation();
  const refersTo = messages[1]?.messageId ?? null;
  const edit = (words: string, expiresAfter: number) =>
    hub.say({ sender: 'mal@hub.example', kind: 'edit', refersTo, parts: text(words), expiresAfter, after: 1 });
  messages.push(edit('short', 1), edit('lasting', 0));
  time.now = accepted + 2 * hour - 1;
  const draft = await wellhouse.draft({ messages, reported: 1, contextBefore: 0 });
  const included = draft.state.entries.filter((entry) => entry.included);
  assert.deepEqual(
    included.map(({ parts }) => parts[0]?.content),
    [
      { type: 'text', text: 'the threat' },
      { type: 'text', text: 'lasting' },
    ],
  );
});

test('a quote keeps the words of a message that is gone, for as long as the message that quotes it', async () => {
  const { wellhouse, messages, time, accepted, hub } = await conversation();
  const messageId = messages[1]?.messageId ?? new Uint8Array(16);
  const quote = { type: 'quote', messageId, sender: 'mal@hub.example', text: 'the threat' } as const;
  messages.push(hub.say({ sender: 'mal@hub.example', parts: [quote, ...text('you have read it')] }));
  time.now = accepted + 24 * hour;
  const draft = await wellhouse.draft({ messages, reported: 3 });
  draft.set({ category: 'threat.life' });
  const [, , , last] = (await draft.preview()).view.entries;
  assert.ok(last?.type === 'message');
  assert.deepEqual(last.parts[0]?.content, quote);
});
