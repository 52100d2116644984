import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealAttachment } from '@wellhouse/franking';
import { namesInDraft } from '../src/index.ts';
import { encryptedPicture, groupId } from './support/hub.ts';
import { createWorld } from './support/world.ts';

async function conversation(before = 7) {
  const world = await createWorld();
  const names = ['ben@hub.example', 'ana@hub.example', 'mal@hub.example'];
  const messages = Array.from({ length: before }, (_, index) =>
    world.hub.text(names[index % 3] ?? '', `before ${index}`),
  );
  const reported = messages.length;
  messages.push(world.hub.text('mal@hub.example', 'the threat'));
  messages.push(world.hub.text('ben@hub.example', 'after'));
  return { ...world, messages, reported };
}

test('at first a report has the message and the four before it, and offers the others', async () => {
  const { wellhouse, messages, reported } = await conversation();
  const draft = await wellhouse.draft({ messages, reported });
  assert.deepEqual(
    draft.state.entries.map((entry) => [entry.role, entry.included]),
    [
      ...[
        ['context', false],
        ['context', false],
        ['context', false],
      ],
      ...[
        ['context', true],
        ['context', true],
        ['context', true],
        ['context', true],
      ],
      ...[
        ['reported', true],
        ['context', false],
      ],
    ],
  );
  assert.deepEqual(draft.state.subject.kind, 'message');
});

test('the messenger may ask for less context, and never gets more than the server wishes', async () => {
  const { wellhouse, messages, reported } = await conversation();
  const included = async (contextBefore: number) => {
    const draft = await wellhouse.draft({ messages, reported, contextBefore });
    return draft.state.entries.filter((entry) => entry.included).length;
  };
  assert.equal(await included(0), 1);
  assert.equal(await included(9), 5);
});

test('what edited or deleted the reported message comes with it', async () => {
  const { wellhouse, hub } = await createWorld();
  const original = hub.text('mal@hub.example', 'the threat');
  const refersTo = original.messageId;
  const edit = hub.say({
    sender: 'mal@hub.example',
    kind: 'edit',
    refersTo,
    parts: [{ type: 'text', text: 'a joke' }],
  });
  const foreign = hub.text('ben@hub.example', 'unrelated');
  const messages = [original, foreign, edit];
  const fromOriginal = await wellhouse.draft({ messages, reported: 0 });
  assert.deepEqual(
    fromOriginal.state.entries.map(({ included }) => included),
    [true, false, true],
  );
  const fromEdit = await wellhouse.draft({ messages, reported: 2, contextBefore: 0 });
  assert.deepEqual(
    fromEdit.state.entries.map(({ included }) => included),
    [true, false, true],
  );
});

test('an edit that waited until others had written is in the report: what is shown is what is reported', async () => {
  const { wellhouse, hub } = await createWorld();
  const original = hub.text('mal@hub.example', 'hello');
  const edit = (text: string) =>
    hub.say({
      ...({ sender: 'mal@hub.example', kind: 'edit', refersTo: original.messageId } as const),
      parts: [{ type: 'text', text }],
    });
  const others = Array.from({ length: 6 }, (_, index) => hub.text('mal@hub.example', `later ${index}`));
  const edits = Array.from({ length: 70 }, (_, index) => edit(`draft ${index}`));
  const messages = [original, ...others, ...edits, edit('the threat')];
  const draft = await wellhouse.draft({ messages, reported: 0 });
  draft.set({ category: 'threat.life' });
  const { view } = await draft.preview();
  assert.equal(view.payload.evidence.length, 9, 'the message and its latest eight edits');
  const last = view.entries.at(-1);
  const content = last?.type === 'message' ? last.parts[0]?.content : null;
  assert.deepEqual(content, { type: 'text', text: 'the threat' });
});

test('messages can be taken out and put back; the reported one stays', async () => {
  const { wellhouse, messages, reported } = await conversation();
  const draft = await wellhouse.draft({ messages, reported });
  draft.set({ category: 'threat.life' });
  draft.setIncluded(4, false);
  const preview = await draft.preview();
  const shown = preview.view.entries.map((entry) => (entry.type === 'gap' ? [entry.from, entry.to] : entry.sequence));
  assert.deepEqual(shown, [4n, [5n, 5n], 6n, 7n, 8n]);
  draft.setIncluded(4, true);
  assert.equal((await draft.preview()).view.payload.evidence.length, 5);
  assert.throws(() => draft.setIncluded(7, false), { code: 'reported-message-fixed' });
  assert.throws(() => draft.setIncluded(99, false), { code: 'not-found' });
});

test('a person can be left out of a report and put back', async () => {
  const { wellhouse, messages, reported } = await conversation();
  const draft = await wellhouse.draft({ messages, reported });
  draft.set({ category: 'threat.life' });
  assert.deepEqual((await draft.preview()).view.people.toSorted(), [
    ...['ana@hub.example', 'ben@hub.example', 'mal@hub.example'],
  ]);
  draft.setPersonIncluded('ben@hub.example', false);
  assert.deepEqual((await draft.preview()).view.people.toSorted(), ['ana@hub.example', 'mal@hub.example']);
  draft.setPersonIncluded('ben@hub.example', true);
  assert.ok((await draft.preview()).view.people.includes('ben@hub.example'));
});

test('more context than the server takes is refused', async () => {
  const { wellhouse, messages, reported, server } = await conversation(9);
  server.state.configOverrides = {
    limits: { contextBefore: 2, contextMaximum: 3, statementCharacters: 50, attachments: 1, attachmentBytes: 1_000 },
  };
  const draft = await wellhouse.draft({ messages, reported });
  assert.equal(draft.state.entries.length, 5);
  draft.setIncluded(0, true);
  assert.throws(() => draft.setIncluded(4, true), { code: 'context-full' });
});

test('a part that is kept back is not in the bytes, only its leaf', async () => {
  const { wellhouse, hub } = await createWorld();
  const secret = 'my street is Elm Road';
  const message = hub.say({
    sender: 'mal@hub.example',
    parts: [
      { type: 'text', text: 'the threat' },
      { type: 'quote', messageId: new Uint8Array(16), sender: 'ana@hub.example', text: secret },
    ],
  });
  const draft = await wellhouse.draft({ messages: [message], reported: 0 });
  draft.set({ category: 'threat.life' });
  draft.setPartIncluded(0, 2, false);
  const { payload, view } = await draft.preview();
  const [entry] = view.entries;
  assert.ok(entry?.type === 'message');
  assert.deepEqual(
    entry.parts.map(({ content }) => content?.type ?? null),
    ['text', null],
  );
  const raw = Buffer.from(payload).toString('latin1');
  assert.ok(!raw.includes(secret) && !raw.includes(Buffer.from(secret).toString('base64url').slice(4, -4)));
  assert.throws(() => draft.setPartIncluded(0, 0, false), { code: 'not-found' });
});

test('names of other people can be kept back, and the words around them stay', async () => {
  const { wellhouse, hub } = await createWorld();
  const message = hub.say({
    sender: 'mal@hub.example',
    parts: [
      { type: 'text', text: 'I will find ' },
      { type: 'mention', account: 'anastasia.north@hub.example', name: '@ana' },
      { type: 'text', text: ' and ' },
      { type: 'mention', account: 'mal@hub.example', name: '@me' },
      { type: 'quote', messageId: new Uint8Array(16), sender: 'benedikt.south@hub.example', text: 'stop' },
    ],
  });
  const draft = await wellhouse.draft({ messages: [message], reported: 0 });
  draft.set({ category: 'threat.life' });
  const named = () => namesInDraft(draft.state.entries, draft.state.subject);
  assert.deepEqual(named(), { names: ['anastasia.north@hub.example', 'benedikt.south@hub.example'], included: true });
  draft.setNamesIncluded(false);
  assert.equal(named().included, false);
  const { payload, view } = await draft.preview();
  const [entry] = view.entries;
  assert.ok(entry?.type === 'message');
  const shown = entry.parts.map(({ content }) => content?.type ?? null);
  assert.deepEqual(shown, ['text', null, 'text', 'mention', null]);
  const raw = Buffer.from(payload).toString('latin1');
  for (const name of ['anastasia.north', 'benedikt.south']) {
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.from('x'.repeat(shift) + name).toString('base64url');
      assert.ok(!raw.includes(name) && !raw.includes(encoded.slice(4, -4)));
    }
  }
  draft.setNamesIncluded(true);
  assert.equal(named().included, true);
});

test('the picture of the reported message goes along, pictures around it only if they are put in', async () => {
  const { wellhouse, hub } = await createWorld();
  const { descriptor, ciphertext } = await encryptedPicture(new Uint8Array([1, 2, 3]));
  const picture = (sender: string) =>
    hub.say({
      ...{ sender, kind: 'media', ciphertexts: new Map([[1, async () => ciphertext]]) },
      parts: [{ type: 'attachment', attachment: descriptor }],
    });
  const messages = [picture('ana@hub.example'), picture('mal@hub.example')];
  const draft = await wellhouse.draft({ messages, reported: 1 });
  draft.set({ category: 'threat.life' });
  assert.deepEqual(
    (await draft.preview()).view.payload.attachments.map(({ item, part }) => [item, part]),
    [[1, 1]],
  );
  draft.setPartIncluded(0, 1, true);
  draft.setPartIncluded(1, 1, false);
  assert.deepEqual(
    (await draft.preview()).view.payload.attachments.map(({ item, part }) => [item, part]),
    [[0, 1]],
  );
});

test('a ciphertext that is gone, or is another one, is not announced; the description stays', async () => {
  const { wellhouse, hub } = await createWorld();
  const { descriptor } = await encryptedPicture(new Uint8Array([1, 2, 3]));
  for (const get of [async () => new Uint8Array([9]), () => Promise.reject(new Error('gone'))]) {
    const message = hub.say({
      ...{ sender: 'mal@hub.example', kind: 'media' as const, ciphertexts: new Map([[1, get]]) },
      parts: [{ type: 'attachment', attachment: descriptor }],
    });
    const draft = await wellhouse.draft({ messages: [message], reported: 0 });
    draft.set({ category: 'threat.life' });
    const { view } = await draft.preview();
    assert.deepEqual(view.payload.attachments, []);
    const [entry] = view.entries;
    assert.ok(entry?.type === 'message' && entry.parts[0]?.content?.type === 'closed-attachment');
    assert.equal(await draft.openAttachment(0, 1), null);
  }
});

test('the reporter can look at a picture that is what the sender committed to', async () => {
  const { wellhouse, hub } = await createWorld();
  const plaintext = new Uint8Array([1, 2, 3]);
  const { descriptor, ciphertext } = await encryptedPicture(plaintext);
  const say = (plaintextSha256: Uint8Array) =>
    hub.say({
      ...{ sender: 'mal@hub.example', kind: 'media' as const, ciphertexts: new Map([[1, async () => ciphertext]]) },
      parts: [{ type: 'attachment', attachment: { ...descriptor, plaintextSha256 } }],
    });
  const messages = [say(descriptor.plaintextSha256), say(new Uint8Array(32).fill(1))];
  const draft = await wellhouse.draft({ messages, reported: 0 });
  assert.deepEqual(await draft.openAttachment(0, 1), { bytes: plaintext, mediaType: 'image/png' });
  assert.equal(await draft.openAttachment(1, 1), null);
});

test('a picture sealed in chunks is looked at like any other, and not under another root', async () => {
  const { wellhouse, hub } = await createWorld();
  const plaintext = new Uint8Array(10_000).fill(7);
  const { seal, ciphertext } = await sealAttachment({ plaintext, chunkSize: 4_096 });
  const label = { url: 'https://hub.example/1', name: 'p', mediaType: 'image/png', width: 1, height: 1 };
  const say = (change: object) =>
    hub.say({
      ...{ sender: 'mal@hub.example', kind: 'media' as const, ciphertexts: new Map([[1, async () => ciphertext]]) },
      parts: [{ type: 'attachment', attachment: { ...label, ...seal, ...change } }],
    });
  const draft = await wellhouse.draft({ messages: [say({}), say({ chunkRoot: new Uint8Array(32) })], reported: 0 });
  assert.deepEqual(await draft.openAttachment(0, 1), { bytes: plaintext, mediaType: 'image/png' });
  assert.equal(await draft.openAttachment(1, 1), null);
});

test('the preview is read back from the bytes, and the bytes say what was answered', async () => {
  const { wellhouse, messages, reported } = await conversation();
  const draft = await wellhouse.draft({ messages, reported });
  draft.set({ category: 'threat.life', danger: 'no', about: 'me', statement: '  He wrote before.  ', blocked: true });
  const { payload, view } = await draft.preview();
  assert.equal(view.text, new TextDecoder().decode(payload));
  assert.deepEqual(JSON.parse(view.text), view.payload);
  const { category, answers, statement, blocked, wantsNotices, hubId, subject } = view.payload;
  assert.deepEqual(
    { category, answers, statement, blocked, wantsNotices, hubId, subject },
    {
      ...{ category: 'threat.life', answers: { danger: 'no', about: 'me' }, statement: 'He wrote before.' },
      ...{ blocked: true, wantsNotices: true, hubId: 'hub.example' },
      subject: {
        ...{ kind: 'message', accountId: 'mal@hub.example' },
        groupId: Buffer.from(groupId).toString('base64url'),
      },
    },
  );
});

test('a report can be about an account or a group, with no message at all', async () => {
  const { wellhouse } = await createWorld();
  const draft = await wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'spam.scam' });
  const { view } = await draft.preview();
  assert.deepEqual(view.entries, []);
  assert.deepEqual(view.payload.subject, { kind: 'account', accountId: 'mal@hub.example' });
});

test('a subject other than the reported message’s sender or group is refused', async () => {
  const { wellhouse, messages, reported } = await conversation();
  const account = { kind: 'account' as const, accountId: 'ben@hub.example' };
  const group = { kind: 'group' as const, groupId: 'AAAA' };
  await assert.rejects(wellhouse.draft({ messages, reported, subject: account }), { code: 'subject-mismatch' });
  await assert.rejects(wellhouse.draft({ messages, reported, subject: group }), { code: 'subject-mismatch' });
  await assert.rejects(wellhouse.draft({ messages }), { code: 'subject-mismatch' });
});

test('bytes that are no message are refused when the draft is made', async () => {
  const { wellhouse, messages } = await conversation();
  const broken = [{ content: new Uint8Array([1, 2]), stamp: messages[0]?.stamp ?? new Uint8Array() }];
  await assert.rejects(wellhouse.draft({ messages: broken, reported: 0 }), { code: 'message-unreadable' });
  await assert.rejects(wellhouse.draft({ messages, reported: 70 }), { code: 'not-found' });
});

test('a preview without category is refused, and so is a report that is too large', async () => {
  const { wellhouse, hub, server } = await createWorld();
  server.state.configOverrides = {
    limits: { contextBefore: 4, contextMaximum: 20, statementCharacters: 50, attachments: 1, attachmentBytes: 1_000 },
  };
  const long = 'x'.repeat(32_000);
  const messages = Array.from({ length: 15 }, () => hub.text('mal@hub.example', long));
  const draft = await wellhouse.draft({ messages, reported: 14 });
  await assert.rejects(draft.preview(), { code: 'category-missing' });
  draft.set({ category: 'threat.life' });
  await assert.rejects(
    () => {
      for (let index = 0; index < 14; index++) draft.setIncluded(index, true);
      return draft.preview();
    },
    { code: 'report-too-large' },
  );
});
