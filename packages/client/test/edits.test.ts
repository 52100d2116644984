import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ReportableMessage, type ReportDraft, roomFor } from '../src/index.ts';
import { encryptedPicture, type SpokenMessage } from './support/hub.ts';
import { createWorld, type World } from './support/world.ts';

const mal = 'mal@hub.example';
const words = (text: string) => [{ type: 'text' as const, text }];

function edit({ hub }: World, of: SpokenMessage, text: string, sender = mal): SpokenMessage {
  return hub.say({ sender, kind: 'edit', refersTo: of.messageId, parts: words(text) });
}

/** A harmless message, five harmless edits, the abusive one, a flood of harmless ones, and Ana's answer. */
async function flood(count: number) {
  const world = await createWorld();
  const limits = { contextBefore: 4, contextMaximum: 63, statementCharacters: 50, attachments: 20 };
  world.server.state.configOverrides = { limits: { ...limits, attachmentBytes: 1_000 } };
  const original = world.hub.text(mal, 'hello');
  const messages = [original];
  const say = (text: string) => messages.push(edit(world, original, text));
  for (let index = 0; index < 5; index++) say('hello!');
  say('the threat');
  for (let index = 0; index < count; index++) say('hello');
  messages.push(world.hub.text('ana@hub.example', 'stop'));
  return { ...world, messages };
}

function find(draft: ReportDraft, text: string) {
  return draft.state.entries.find(({ parts }) =>
    parts.some(({ content }) => 'text' in content && content.text === text),
  );
}

describe('an abusive edit under a flood of harmless ones', () => {
  test('is offered whichever version is reported, and comes as a reported message of the report', async () => {
    const { wellhouse, messages, server } = await flood(300);
    for (const reported of [0, 6, messages.length - 2]) {
      const draft = await wellhouse.draft({ messages, reported });
      const abusive = find(draft, 'the threat');
      assert.ok(abusive, `reported ${reported}`);
      draft.setIncluded(abusive.index, true);
      draft.set({ category: 'threat.life' });
      await (await wellhouse.send(await draft.preview())).delivered;
      const sent = [...server.reports.values()].at(-1);
      const { view } = await draft.preview();
      const shown = view.entries.find(
        (entry) =>
          entry.type === 'message' &&
          entry.parts[0]?.content?.type === 'text' &&
          entry.parts[0].content.text === 'the threat',
      );
      assert.ok(shown?.type === 'message' && shown.role === 'reported');
      assert.ok(sent && sent.payload.evidence.filter(({ role }) => role === 'reported').length <= 11);
    }
  });

  test('every version is in the draft, in order; the first and the newest are in the report at first', async () => {
    const { wellhouse, messages } = await flood(300);
    const draft = await wellhouse.draft({ messages, reported: 0 });
    const versions = draft.state.entries.filter(({ role }) => role === 'reported');
    assert.equal(versions.length, 307);
    const sequences = draft.state.entries.map(({ stamp }) => stamp.context.sequence);
    assert.deepEqual(
      sequences,
      sequences.toSorted((a, b) => Number(a - b)),
    );
    assert.deepEqual(
      draft.state.entries.map(({ index }) => index),
      [...sequences.keys()],
    );
    const included = versions.flatMap(({ included }, position) => (included ? [position] : []));
    assert.deepEqual(included, [0, 299, 300, 301, 302, 303, 304, 305, 306]);
  });

  test('the reporter chooses which version it is about; one of them stays', async () => {
    const { wellhouse, messages, server } = await flood(3);
    const draft = await wellhouse.draft({ messages, reported: 0, contextBefore: 0 });
    const chosen = find(draft, 'the threat')?.index ?? -1;
    draft.setIncluded(chosen, true);
    for (const entry of draft.state.entries) if (entry.index !== chosen) draft.setIncluded(entry.index, false);
    assert.throws(() => draft.setIncluded(chosen, false), { code: 'reported-message-fixed' });
    draft.set({ category: 'threat.life' });
    await (await wellhouse.send(await draft.preview())).delivered;
    assert.deepEqual(
      server.only().payload.evidence.map(({ role }) => role),
      ['reported'],
    );
  });

  test('more versions than a report holds: it is full at 64 messages, never more, and says so', async () => {
    const { wellhouse, messages } = await flood(100);
    const draft = await wellhouse.draft({ messages, reported: 0 });
    const left = draft.state.entries.filter(({ role, included }) => role === 'reported' && !included);
    const room = roomFor(draft.state, 'reported');
    assert.ok(left.length > room);
    for (const { index } of left.slice(0, room)) draft.setIncluded(index, true);
    assert.deepEqual([roomFor(draft.state, 'reported'), roomFor(draft.state, 'context')], [0, 0]);
    assert.throws(() => draft.setIncluded(left.at(-1)?.index ?? -1, true), { code: 'context-full' });
    draft.setPersonIncluded('ana@hub.example', true);
    draft.set({ category: 'threat.life' });
    assert.equal((await draft.preview()).view.payload.evidence.length, 64);
  });
});

test('an edit of an edit is a version of the original, also in a long or a circular chain', async () => {
  const world = await createWorld();
  const original = world.hub.text(mal, 'hello');
  const messages = [original];
  for (let index = 0; index < 500; index++) messages.push(edit(world, messages.at(-1) ?? original, `version ${index}`));
  for (const reported of [0, 250, 500]) {
    const draft = await world.wellhouse.draft({ messages, reported });
    assert.equal(draft.state.entries.filter(({ role }) => role === 'reported').length, 501);
  }
  const itself = edit(world, original, 'refers to what is not here');
  const draft = await world.wellhouse.draft({ messages: [itself], reported: 0 });
  assert.deepEqual(
    draft.state.entries.map(({ role, included }) => [role, included]),
    [['reported', true]],
  );
});

test('only the sender’s own edits in the same group are versions: others cannot put words under a report', async () => {
  const world = await createWorld();
  const original = world.hub.text(mal, 'hello');
  const bens = edit(world, original, 'not Mal’s words', 'ben@hub.example');
  const elsewhere = world.hub.say({
    ...{ sender: mal, kind: 'edit', refersTo: original.messageId, parts: words('elsewhere') },
    groupId: new TextEncoder().encode('group-2'),
  });
  const broken: ReportableMessage = { content: new Uint8Array([1]), stamp: elsewhere.stamp };
  const near = Array.from({ length: 5 }, () => world.hub.text('ben@hub.example', 'talk'));
  const messages = [original, bens, ...near, elsewhere, broken];
  const draft = await world.wellhouse.draft({ messages, reported: 0 });
  assert.deepEqual(
    draft.state.entries.map(({ role, included }) => [role, included]),
    [['reported', true], ...Array.from({ length: 4 }, () => ['context', false])],
  );
});

test('a flood of deletions fills no report: the first comes along, the others are there to be put in', async () => {
  const world = await createWorld();
  const original = world.hub.text(mal, 'hello');
  const erase = () => world.hub.say({ sender: mal, kind: 'delete', refersTo: original.messageId, parts: [] });
  const messages = [original, edit(world, original, 'the threat'), ...Array.from({ length: 100 }, erase)];
  const draft = await world.wellhouse.draft({ messages, reported: 0 });
  assert.equal(draft.state.entries.length, 102);
  const included = draft.state.entries.filter((entry) => entry.included);
  assert.deepEqual(
    included.map(({ role, header }) => [role, header.kind]),
    [
      ['reported', 'text'],
      ['reported', 'edit'],
      ['context', 'delete'],
    ],
  );
});

/** `count` edits of a message, each as large as a message may be, after Ben's four; then what deleted it. */
async function largeEdits(count: number) {
  const world = await createWorld();
  const near = Array.from({ length: 4 }, (_, index) => world.hub.text('ben@hub.example', `talk ${index}`));
  const original = world.hub.text(mal, 'hello');
  const refersTo = original.messageId;
  const large = [...words('x'.repeat(32_768)), ...words('y'.repeat(32_000))];
  const edits = Array.from({ length: count }, () =>
    world.hub.say({ sender: mal, kind: 'edit', refersTo, parts: large }),
  );
  const deletion = world.hub.say({ sender: mal, kind: 'delete', refersTo, parts: [] });
  return { ...world, large, messages: [...near, original, ...edits, deletion] };
}

describe('edits that are larger together than a report', () => {
  test('a report is full of them at first and can be sent, with the longest statement; the others are offered', async () => {
    for (const reported of [4, 10]) {
      const { wellhouse, messages, server } = await largeEdits(20);
      const draft = await wellhouse.draft({ messages, reported });
      const included = draft.state.entries.flatMap((entry) => (entry.included ? [entry.index] : []));
      // the reported one, the original, the newest that fit, the deletion and what stands nearest before
      const edits = reported === 4 ? [20, 21, 22, 23, 24] : [10, 21, 22, 23, 24];
      assert.deepEqual(included, [0, 1, 2, 3, 4, ...edits, 25]);
      draft.set({ category: 'threat.life', statement: '\u0001'.repeat(2_000) });
      await (await wellhouse.send(await draft.preview())).delivered;
      assert.equal(server.only().payload.evidence.length, 11);
      assert.equal(draft.state.entries.length, 26);
      draft.setIncluded(5, true);
      await assert.rejects(draft.preview(), { code: 'report-too-large' });
      draft.setIncluded(24, false);
      assert.equal((await draft.preview()).view.payload.evidence.length, 11, 'one in for another');
    }
  });

  test('large messages before it leave what is nearest; the reported message, its original and the edits come first', async () => {
    const { wellhouse, hub, large, messages } = await largeEdits(4);
    const before = Array.from({ length: 4 }, () => hub.say({ sender: mal, parts: large }));
    const draft = await wellhouse.draft({ messages: [...before, ...messages.slice(4)], reported: 4 });
    draft.set({ category: 'threat.life' });
    assert.deepEqual(
      draft.state.entries.map(({ included }) => included),
      [false, false, false, true, true, true, true, true, true, true],
    );
    await draft.preview();
  });

  test('a version is opened when somebody looks at it, and one that cannot be opened is not put in', async () => {
    const { wellhouse, messages } = await largeEdits(20);
    const broken = messages.map((message, index) => {
      if (index < 5 || index > 23) return message;
      return { ...message, content: Uint8Array.from(message.content).fill(0xff, -100) };
    });
    const draft = await wellhouse.draft({ messages: broken, reported: 4 });
    const versions = draft.state.entries.filter(({ role }) => role === 'reported');
    assert.equal(versions.length, 21, 'their headers can be read');
    assert.deepEqual(
      versions.flatMap(({ included, index }) => (included ? [index] : [])),
      [4, 24],
    );
    draft.setNamesIncluded(false);
    assert.deepEqual(draft.state.entries[10]?.parts, []);
    assert.throws(() => draft.setIncluded(10, true), { code: 'message-unreadable' });
    draft.set({ category: 'threat.life' });
    assert.equal((await draft.preview()).view.payload.evidence.length, 7);
  });
});

test('names are kept back in a version that is put in afterwards, too', async () => {
  const world = await createWorld();
  const original = world.hub.text(mal, 'hello');
  const mention = { type: 'mention', account: 'ben@hub.example', name: 'Ben' } as const;
  const say = () =>
    world.hub.say({ sender: mal, kind: 'edit', refersTo: original.messageId, parts: [...words('hey '), mention] });
  const draft = await world.wellhouse.draft({ messages: [original, ...Array.from({ length: 9 }, say)], reported: 0 });
  assert.equal(draft.state.entries[1]?.included, false);
  draft.setNamesIncluded(false);
  draft.setIncluded(1, true);
  assert.deepEqual(
    draft.state.entries[1]?.parts.map(({ included }) => included),
    [true, false],
  );
});

test('a version that has gone while the dialog was open is named; the report goes with the others', async () => {
  const world = await createWorld();
  const original = world.hub.text(mal, 'hello');
  const refersTo = original.messageId;
  const brief = world.hub.say({ sender: mal, kind: 'edit', refersTo, parts: words('brief'), expiresAfter: 3_600 });
  const draft = await world.wellhouse.draft({ messages: [original, brief], reported: 0 });
  draft.set({ category: 'threat.life' });
  world.time.now += 4 * 3_600_000;
  const { view } = await draft.preview();
  assert.equal(view.payload.evidence.length, 1);
  assert.equal(draft.state.entries[1]?.gone, true);
});

test('if all versions that were in are gone, it says to put in one that is left, and goes with it', async () => {
  const world = await createWorld();
  const brief = { sender: mal, expiresAfter: 3_600 };
  const original = world.hub.say({ ...brief, parts: words('hello') });
  const messages = [original, edit(world, original, 'the threat')];
  for (let index = 0; index < 8; index++) {
    messages.push(world.hub.say({ ...brief, kind: 'edit', refersTo: original.messageId, parts: words('hello') }));
  }
  const draft = await world.wellhouse.draft({ messages, reported: 0 });
  draft.set({ category: 'threat.life' });
  assert.equal(draft.state.entries[1]?.included, false);
  world.time.now += 4 * 3_600_000;
  await assert.rejects(draft.preview(), { code: 'version-missing' });
  draft.setIncluded(1, true);
  assert.equal((await draft.preview()).view.payload.evidence.length, 1);
});

test('junk pictures in other versions do not push out those of the reported one: they are out until put in', async () => {
  const { wellhouse, hub, server } = await createWorld();
  server.state.configOverrides = {
    limits: { contextBefore: 4, contextMaximum: 63, statementCharacters: 50, attachments: 5, attachmentBytes: 1_000 },
  };
  const { descriptor, ciphertext } = await encryptedPicture(new Uint8Array([1, 2, 3]));
  const pictures = (count: number, of: SpokenMessage | null) =>
    hub.say({
      ...{ sender: mal, kind: of ? 'edit' : 'media', refersTo: of?.messageId ?? null },
      parts: Array.from({ length: count }, () => ({ type: 'attachment', attachment: descriptor })),
      ciphertexts: new Map(Array.from({ length: count }, (_, index) => [index + 1, async () => ciphertext])),
    });
  const original = pictures(5, null);
  const messages = [original, pictures(2, original), pictures(5, original)];
  const draft = await wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'threat.life' });
  assert.equal(draft.state.reported, 1);
  const items = async () => (await draft.preview()).view.payload.attachments.map(({ item, part }) => [item, part]);
  const own = [
    [1, 1],
    [1, 2],
  ];
  assert.deepEqual(await items(), own);
  for (const entry of [0, 2]) for (let part = 1; part <= 5; part++) draft.setPartIncluded(entry, part, true);
  assert.deepEqual(await items(), [[0, 1], [0, 2], [0, 3], ...own]);
  assert.equal((await draft.preview()).filesWithoutRoom.length, 7);
});

test('pictures beyond those that a report holds are named, and those of the reported message come first', async () => {
  const { wellhouse, hub } = await createWorld();
  const { descriptor, ciphertext } = await encryptedPicture(new Uint8Array([1, 2, 3]));
  let loaded = 0;
  const get = async () => {
    loaded++;
    return ciphertext;
  };
  const pictures = (sender: string, count: number) =>
    hub.say({
      ...{ sender, kind: 'media', ciphertexts: new Map(Array.from({ length: count }, (_, index) => [index + 1, get])) },
      parts: Array.from({ length: count }, () => ({ type: 'attachment', attachment: descriptor })),
    });
  const messages = [pictures('ben@hub.example', 4), pictures(mal, 3)];
  const draft = await wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'threat.life' });
  assert.deepEqual((await draft.preview()).filesWithoutRoom, []);
  for (let part = 1; part <= 4; part++) draft.setPartIncluded(0, part, true);
  const { view, filesWithoutRoom } = await draft.preview();
  const sent = view.payload.attachments.map(({ item, part }) => [item, part]);
  assert.deepEqual(sent, [
    [0, 1],
    [0, 2],
    [1, 1],
    [1, 2],
    [1, 3],
  ]);
  assert.deepEqual(filesWithoutRoom, [
    { entry: 0, part: 3 },
    { entry: 0, part: 4 },
  ]);
  assert.equal(loaded, 5, 'what cannot be sent is not fetched');
  draft.setPartIncluded(1, 2, false);
  assert.deepEqual((await draft.preview()).filesWithoutRoom, [{ entry: 0, part: 4 }], 'room was made for one');
});
