import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preparePictureReport, type ReportableMessage } from '@wellhouse/client';
import type { ContentPart } from '@wellhouse/franking';
import { encryptedPicture } from '../support/hub.ts';
import { createWorld } from '../support/world.ts';

const mal = 'mal@hub.example';
const text = (words: string): ContentPart => ({ type: 'text', text: words });

async function conversationWithPicture(world: Awaited<ReturnType<typeof createWorld>>) {
  const { descriptor, ciphertext } = await encryptedPicture(new Uint8Array([1, 2, 3, 4]));
  const loads = { count: 0 };
  const load = async () => {
    loads.count++;
    return ciphertext;
  };
  const messages: ReportableMessage[] = [
    world.hub.say({ sender: 'ana@hub.example', parts: [text('Who is this?')] }),
    world.hub.say({ sender: mal, parts: [text('Guess.')] }),
    world.hub.say({
      sender: mal,
      parts: [text('Look'), { type: 'attachment', attachment: descriptor }],
      ciphertexts: new Map([[2, load]]),
    }),
  ];
  return { messages, loads, descriptor };
}

/** What opens the file, wherever it stands in the bytes that are sealed: in JSON, or within a field in base64url. */
function secretsIn(payload: Uint8Array, descriptor: { key: Uint8Array; nonce: Uint8Array }): string[] {
  const text = Buffer.from(payload).toString('latin1');
  const fields = [...text.matchAll(/"([\w-]{16,})"/g)].map(([, field = '']) => Buffer.from(field, 'base64url'));
  return (['key', 'nonce'] as const).filter((name) =>
    [Buffer.from(payload), ...fields].some((bytes) => bytes.includes(Buffer.from(descriptor[name]))),
  );
}

test('what a person chose is kept, said to listeners, and nothing of it reaches the network', async () => {
  let requests = 0;
  const fetch = async () => {
    requests++;
    return Response.json({});
  };
  const world = await createWorld({ fetch });
  const events: string[] = [];
  world.wellhouse.subscribe(({ type }) => events.push(type));
  assert.deepEqual(await world.wellhouse.young.settings(), { covers: null, trusted: null, country: null });
  await world.wellhouse.young.change({ covers: 'every', trusted: 'ben@hub.example' });
  await world.wellhouse.young.change({ country: 'DE' });
  assert.deepEqual(await world.wellhouse.young.settings(), {
    ...{ covers: 'every', trusted: 'ben@hub.example', country: 'DE' },
  });
  assert.deepEqual(events, ['young', 'young']);
  assert.equal(requests, 0);
  world.wellhouse.close();
});

test('a report about a picture holds its digest and the words around, and the picture is never loaded', async () => {
  const world = await createWorld({ audience: 'child' });
  const { messages, loads, descriptor } = await conversationWithPicture(world);
  const draft = await preparePictureReport(world.wellhouse, {
    ...{ band: '13-17', moment: 'view', isNoticed: true, person: mal, conversation: messages, reported: 2 },
  });
  const preview = await draft.preview(true);
  const { payload, entries } = preview.view;
  assert.equal(payload.category, 'child.obscene_to_minor');
  assert.equal(payload.audience, 'child');
  assert.deepEqual([payload.statement, payload.attachments, payload.blocked], [null, [], true]);
  assert.equal(loads.count, 0);
  assert.equal(entries.filter(({ type }) => type === 'message').length, 3);
  const parts = entries.flatMap((entry) => (entry.type === 'message' ? entry.parts : []));
  const described = parts.find(({ content }) => content?.type === 'closed-attachment')?.content;
  assert.ok(described?.type === 'closed-attachment');
  const { name, mediaType, size, plaintextSha256 } = descriptor;
  const { attachment } = described;
  assert.deepEqual(attachment.plaintextSha256, plaintextSha256);
  // what the words beside the button say goes as well
  assert.deepEqual([attachment.name, attachment.mediaType, attachment.size], [name, mediaType, size]);
  assert.deepEqual(secretsIn(preview.payload, descriptor), []);

  // the search finds what is there: a report that hands the file over holds its key
  const handsOver = await world.wellhouse.draft({ messages, reported: 2 });
  handsOver.set({ category: 'threat.life' });
  assert.deepEqual(secretsIn((await handsOver.preview()).payload, descriptor), ['key', 'nonce']);
  assert.equal(loads.count, 1);
  loads.count = 0;

  await (await world.wellhouse.send(preview)).delivered;
  assert.equal(loads.count, 0);
  assert.equal(world.server.reports.size, 1);
  world.wellhouse.close();
});

test('before sending, the report is about the person who asks, with the last words of the conversation', async () => {
  const world = await createWorld({ audience: 'child' });
  const { messages, loads } = await conversationWithPicture(world);
  const draft = await preparePictureReport(world.wellhouse, {
    ...{ band: 'under-13', moment: 'send', isNoticed: true, person: mal, conversation: messages, reported: -1 },
  });
  const preview = await draft.preview(false);
  const { payload } = preview.view;
  assert.deepEqual(payload.subject, { kind: 'account', accountId: mal });
  assert.equal(payload.category, 'child.csam_solicitation');
  assert.equal(payload.evidence.length, 3);
  assert.deepEqual([payload.attachments, loads.count], [[], 0]);
  world.wellhouse.close();
});

for (const { moment, reported, goes } of [
  { moment: 'view', reported: 10, goes: ['before 7', 'before 8', 'before 9', 'before 10', 'Look'] },
  { moment: 'send', reported: -1, goes: ['after 6', 'after 7', 'after 8', 'after 9', 'after 10'] },
] as const) {
  test(`of ten messages before a picture and ten after it, a report (${moment}) holds the five nearest, and no more`, async () => {
    const world = await createWorld({ audience: 'child' });
    const { descriptor } = await encryptedPicture(new Uint8Array([1, 2, 3, 4]));
    const ten = (name: string) =>
      Array.from({ length: 10 }, (_, at) => world.hub.say({ sender: mal, parts: [text(`${name} ${at + 1}`)] }));
    const conversation: ReportableMessage[] = [
      ...ten('before'),
      world.hub.say({ sender: mal, parts: [text('Look'), { type: 'attachment', attachment: descriptor }] }),
      ...ten('after'),
    ];
    const draft = await preparePictureReport(world.wellhouse, {
      ...{ band: '13-17', moment, isNoticed: true, person: mal, conversation, reported },
    });
    const { view } = await draft.preview(false);
    const parts = view.entries.flatMap((entry) => (entry.type === 'message' ? entry.parts : []));
    const words = parts.flatMap(({ content }) => (content?.type === 'text' ? [content.text] : []));
    assert.deepEqual(words, goes);
    assert.equal(view.payload.evidence.length, goes.length);
    world.wellhouse.close();
  });
}

test('an adult who wants covers reports an unwanted picture as an adult', async () => {
  const world = await createWorld();
  const { messages } = await conversationWithPicture(world);
  const draft = await preparePictureReport(world.wellhouse, {
    ...{ band: 'adult', moment: 'view', isNoticed: true, person: mal, conversation: messages, reported: 2 },
  });
  const { view } = await draft.preview(false);
  assert.equal(view.payload.category, 'adult.cyberflash');
  assert.equal(view.payload.audience, 'adult');
  world.wellhouse.close();
});

for (const [band, category] of [
  ['13-17', 'child.other'],
  [null, 'child.other'],
  ['adult', 'other'],
] as const) {
  test(`a picture that nothing was noticed in is reported without a word about what it shows (${band})`, async () => {
    const world = await createWorld();
    const { messages } = await conversationWithPicture(world);
    const draft = await preparePictureReport(world.wellhouse, {
      ...{ band, moment: 'view', isNoticed: false, person: mal, conversation: messages, reported: 2 },
    });
    assert.equal((await draft.preview(false)).view.payload.category, category);
    world.wellhouse.close();
  });
}

test('with and without a block it is one report, and what was read is what is sent, however often', async () => {
  const world = await createWorld({ audience: 'child' });
  const { messages } = await conversationWithPicture(world);
  const draft = await preparePictureReport(world.wellhouse, {
    ...{ band: '13-17', moment: 'view', isNoticed: true, person: mal, conversation: messages, reported: 2 },
  });
  const [without, withBlock] = await Promise.all([draft.preview(false), draft.preview(true)]);
  const { blocked: _, ...same } = without.view.payload;
  const { blocked, ...other } = withBlock.view.payload;
  assert.deepEqual(other, same);
  assert.equal(blocked, true);
  world.time.now += 5000;
  assert.equal(await draft.preview(true), withBlock);
  await Promise.all([world.wellhouse.send(withBlock), world.wellhouse.send(await draft.preview(true))]);
  assert.equal((await world.wellhouse.reports()).length, 1);
  world.wellhouse.close();
});
