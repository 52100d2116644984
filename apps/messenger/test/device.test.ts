import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AttachmentDescriptor,
  createContent,
  encodeAuthenticatedData,
  openContent,
  type SealedAttachment,
  sealAttachment,
} from '@wellhouse/franking';
import { reportLimits } from '@wellhouse/protocol';
import { decode, mlsMessageDecoder, processMessage, unsafeTestingAuthenticationService, wireformats } from 'ts-mls';
import { fromBase64Url, fromHex, toBase64Url } from '../src/device/bytes.ts';
import { createMlsClient, decodeState, encodeState } from '../src/device/mls-client.ts';
import { groupOfThree, random, read, startService, suite, syncAll } from './harness.ts';

test('three members read each other, and everyone reads the same in the same order', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'hello');
  await syncAll(ben, mal);
  await ben.device.sendText(groupId, 'hi');
  await mal.device.sendText(groupId, 'I will hurt you');
  await syncAll(ana, ben, mal);
  const expected = ['ana: hello', 'ben: hi', 'mal: I will hurt you'];
  for (const member of [ana, ben, mal]) {
    assert.deepEqual(await read(member, groupId), expected);
    const { group } = await member.device.conversation(groupId);
    assert.equal(group.name, 'Weekend');
    assert.equal(group.unverifiable, 0);
    assert.deepEqual(
      group.members.toSorted(),
      ['ana', 'ben', 'mal'].map((name) => `${name}@messenger.localhost`),
    );
  }
});

test('a member who is added later reads what comes after, and nothing before', async (t) => {
  const service = await startService(t);
  const ana = await service.device('Ana');
  const ben = await service.device('Ben');
  const cleo = await service.device('Cleo');
  const groupId = await ana.device.createGroup('Two', [ben.device.accountId]);
  await ana.device.sendText(groupId, 'before');
  await ana.device.addMember(groupId, cleo.device.accountId);
  await syncAll(ben, cleo);
  await ben.device.sendText(groupId, 'after');
  await syncAll(ana, cleo);
  assert.deepEqual(await read(cleo, groupId), ['ben: after']);
  assert.deepEqual(await read(ana, groupId), ['ana: before', 'ben: after']);
});

test('a removed member cannot read on, even with every commit and message in hand', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const before = await mal.store.get('group', groupId);
  const cursor = (await ben.store.get('identity', 'self'))?.cursor ?? 0;
  await ana.device.removeMember(groupId, mal.device.accountId);
  await ana.device.sendText(groupId, 'he is gone');
  await syncAll(ben, mal);
  assert.deepEqual(await read(ben, groupId), ['ana: he is gone']);
  assert.deepEqual(await read(mal, groupId), []);
  assert.equal((await mal.device.conversation(groupId)).group.membership, 'removed');
  await assert.rejects(mal.device.sendText(groupId, 'wait'), { code: 'not-in-group' });

  // The attack: Mal keeps the old keys, gets hold of all that the service carried, and ignores being removed.
  const events = (await ben.api.events(cursor)).events;
  const context = { cipherSuite: suite, authService: unsafeTestingAuthenticationService };
  assert.ok(before?.state);
  let state = decodeState(before.state);
  const opened: string[] = [];
  for (const event of events) {
    if (event.type !== 'commit' && event.type !== 'message') continue;
    const bytes = fromBase64Url(event.type === 'commit' ? event.commit : event.message);
    const message = decode(mlsMessageDecoder, bytes);
    assert.ok(message?.wireformat === wireformats.mls_private_message);
    try {
      const result = await processMessage({ context, state, message });
      state = result.newState;
      if (result.kind === 'applicationMessage') opened.push(event.type);
    } catch {
      // as it should be
    }
  }
  assert.equal(events.filter((event) => event.type === 'message').length, 1);
  assert.deepEqual(opened, []);
});

test('a removed member can be added again and keeps the old history', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'one');
  await mal.device.sync();
  await ana.device.removeMember(groupId, mal.device.accountId);
  await ana.device.sendText(groupId, 'two');
  await ana.device.addMember(groupId, mal.device.accountId);
  await ana.device.sendText(groupId, 'three');
  await mal.device.sync();
  assert.deepEqual(await read(mal, groupId), ['ana: one', 'ana: three']);
  assert.equal((await mal.device.conversation(groupId)).group.membership, 'member');
});

test('who leaves keeps the history, and another device takes the leaf out of the tree', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'bye');
  await ana.device.sync();
  await ana.device.leave(groupId);
  assert.deepEqual(await read(ana, groupId), ['mal: bye']);
  assert.equal((await ana.device.conversation(groupId)).group.membership, 'left');
  await syncAll(ben, mal, ben, mal);
  await ben.device.sendText(groupId, 'she left');
  await syncAll(ana, mal);
  assert.deepEqual((await ben.device.conversation(groupId)).group.members.length, 2);
  assert.deepEqual(await read(mal, groupId), ['mal: bye', 'ben: she left']);
  assert.deepEqual(await read(ana, groupId), ['mal: bye']);
});

test('edits and deletions are messages of their own and count only from the same sender', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'helo');
  await syncAll(ana);
  const first = (await ana.device.conversation(groupId)).messages[0];
  assert.ok(first);
  await mal.device.edit(groupId, first.messageId, 'hello');
  await ana.device.edit(groupId, first.messageId, 'I am a fool');
  await ana.device.delete(groupId, first.messageId);
  await syncAll(ana, ben, mal);
  for (const member of [ana, ben, mal]) assert.deepEqual(await read(member, groupId), ['mal: hello (edited)']);
  await mal.device.delete(groupId, first.messageId);
  await syncAll(ana, ben);
  for (const member of [ana, ben, mal]) assert.deepEqual(await read(member, groupId), ['mal: (deleted)']);

  const { conversation, reported } = await ben.device.reportable(groupId, first.messageId);
  assert.equal(reported, 0, 'a deleted message can still be reported');
  assert.equal(conversation.length, 5, 'with everything that was said about it');
});

test('a picture arrives whole, is not readable on the service, and a changed one is refused', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  const bytes = random(5_000);
  await ana.device.sendPicture(
    groupId,
    { bytes, name: 'picture.png', mediaType: 'image/png', width: 3, height: 2 },
    'look',
  );
  await ben.device.sync();
  const message = (await ben.device.conversation(groupId)).messages[0];
  const picture = message?.pictures[0];
  assert.ok(message && picture);
  assert.equal(message.text, 'look');
  assert.equal(picture.part, 2);
  assert.equal(picture.attachment.algorithm, 'A256GCM-STREAM');
  assert.deepEqual(await ben.device.picture(picture.attachment), bytes);

  const name = picture.attachment.url.split('/').at(-1) ?? '';
  const stored = await ana.api.blob(name);
  assert.equal(Buffer.from(stored).includes(Buffer.from(bytes.subarray(0, 32))), false);
  stored[9] = (stored[9] ?? 0) ^ 1;
  await ben.store.write([{ table: 'picture', key: name, value: stored }]);
  await assert.rejects(ben.device.picture(picture.attachment), { code: 'picture-damaged' });
  await assert.rejects(ben.device.picture({ ...picture.attachment, mediaType: 'image/svg+xml' }), {
    code: 'picture-refused',
  });

  const { conversation } = await ben.device.reportable(groupId, message.messageId);
  assert.deepEqual([...(conversation[0]?.ciphertexts?.keys() ?? [])], [2]);
});

test('a picture sealed whole, as older devices do, opens; one too large to be reported does not', async (t) => {
  const service = await startService(t);
  const { ben } = await groupOfThree(service);
  const label = { name: 'picture.png', mediaType: 'image/png', width: 3, height: 2 };
  const keep = async (sealed: SealedAttachment): Promise<AttachmentDescriptor> => {
    const name = Buffer.from(sealed.seal.ciphertextSha256).toString('hex');
    await ben.store.write([{ table: 'picture', key: name, value: sealed.ciphertext }]);
    return { ...label, ...sealed.seal, url: `/api/blobs/${name}` };
  };
  const plaintext = random(5_000);
  const whole = await keep(await sealAttachment({ plaintext, algorithm: 'A256GCM' }));
  assert.deepEqual(await ben.device.picture(whole), plaintext);

  // the plaintext is within the limit, tags and leaves of small chunks are what exceeds it
  const large = new Uint8Array(reportLimits.attachmentBytes - 64 * 1024);
  const padded = await keep(await sealAttachment({ plaintext: large, chunkSize: 4_096 }));
  await assert.rejects(ben.device.picture(padded), { code: 'picture-refused' });
});

test('an answer quotes the message that it answers', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'shall we?');
  await ben.device.sync();
  const first = (await ben.device.conversation(groupId)).messages[0];
  assert.ok(first);
  await ben.device.sendText(groupId, 'yes', first.messageId);
  await ana.device.sync();
  const answer = (await ana.device.conversation(groupId)).messages[1];
  assert.deepEqual(answer?.quote, { messageId: first.messageId, text: 'shall we?' });
});

test('the service refuses a message without a tag and one with a tag of another shape', async (t) => {
  const service = await startService(t);
  const { mal, ana, groupId } = await groupOfThree(service);
  const mls = createMlsClient({ suite, identity: mal.identity, isKeyOf: async () => true });
  const group = await mal.store.get('group', groupId);
  assert.ok(group?.state);
  for (const authenticatedData of [new Uint8Array(), Uint8Array.of(1, 2, 3)]) {
    const sealed = await mls.seal(
      decodeState(group.state),
      new TextEncoder().encode('unreportable'),
      authenticatedData,
    );
    await assert.rejects(mal.api.submitMessage(groupId, toBase64Url(sealed.message)), { code: 'not-reportable' });
  }
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), []);
});

test('a message whose tag does not fit its content is counted and not shown', async (t) => {
  const service = await startService(t);
  const { mal, ana, groupId } = await groupOfThree(service);
  const mls = createMlsClient({ suite, identity: mal.identity, isKeyOf: async () => true });
  const group = await mal.store.get('group', groupId);
  assert.ok(group?.state);
  const { content } = createContent({
    header: {
      sender: mal.device.accountId,
      groupId: fromBase64Url(groupId),
      messageId: random(16),
      clientTime: Date.now(),
      kind: 'text',
      refersTo: null,
      expiresAfter: 0,
    },
    parts: [{ type: 'text', text: 'I will hurt you' }],
  });
  const sealed = await mls.seal(decodeState(group.state), content, encodeAuthenticatedData(random(32)));
  await mal.api.submitMessage(groupId, toBase64Url(sealed.message));
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), []);
  assert.equal((await ana.device.conversation(groupId)).group.unverifiable, 1);
});

test('a message that names another sender in its header is counted and not shown', async (t) => {
  const service = await startService(t);
  const { mal, ana, ben, groupId } = await groupOfThree(service);
  const mls = createMlsClient({ suite, identity: mal.identity, isKeyOf: async () => true });
  const group = await mal.store.get('group', groupId);
  assert.ok(group?.state);
  const { content, tag } = createContent({
    header: {
      sender: ben.device.accountId,
      groupId: fromBase64Url(groupId),
      messageId: random(16),
      clientTime: Date.now(),
      kind: 'text',
      refersTo: null,
      expiresAfter: 0,
    },
    parts: [{ type: 'text', text: 'I am Ben' }],
  });
  const sealed = await mls.seal(decodeState(group.state), content, encodeAuthenticatedData(tag));
  await mal.api.submitMessage(groupId, toBase64Url(sealed.message));
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), []);
  assert.equal((await ana.device.conversation(groupId)).group.unverifiable, 1);
});

test('a message that takes the id of another, or hides behind one, never has somebody else reported for it', async (t) => {
  const service = await startService(t);
  const { mal, ana, ben, groupId } = await groupOfThree(service);
  const mls = createMlsClient({ suite, identity: mal.identity, isKeyOf: async () => true });
  async function forge(
    header: { kind: 'text' | 'delete'; messageId: Uint8Array; refersTo: Uint8Array | null },
    text?: string,
  ) {
    await mal.device.sync();
    const group = await mal.store.get('group', groupId);
    assert.ok(group?.state);
    const { content, tag } = createContent({
      header: {
        ...header,
        sender: mal.device.accountId,
        groupId: fromBase64Url(groupId),
        clientTime: Date.now(),
        expiresAfter: 0,
      },
      parts: text === undefined ? [] : [{ type: 'text', text }],
    });
    const sealed = await mls.seal(decodeState(group.state), content, encodeAuthenticatedData(tag));
    await mal.store.write([{ table: 'group', key: groupId, value: { ...group, state: encodeState(sealed.state) } }]);
    await mal.api.submitMessage(groupId, toBase64Url(sealed.message));
  }
  await ben.device.sendText(groupId, 'good morning');
  await ana.device.sync();
  const bens = (await ana.device.conversation(groupId)).messages[0];
  assert.ok(bens);
  await forge({ kind: 'text', messageId: fromHex(bens.messageId), refersTo: null }, 'I will hurt you');
  const hidden = random(16);
  await forge({ kind: 'delete', messageId: hidden, refersTo: random(16) });
  await forge({ kind: 'text', messageId: hidden, refersTo: null }, 'I will hurt you too');
  await ana.device.sync();
  const { messages } = await ana.device.conversation(groupId);
  assert.deepEqual(await read(ana, groupId), ['ben: good morning', 'mal: I will hurt you too']);
  for (const shown of messages) {
    const { conversation, reported } = await ana.device.reportable(groupId, shown.messageId);
    const material = conversation[reported];
    assert.ok(material);
    const { header, parts } = openContent(material.content);
    assert.equal(header.sender, shown.sender);
    assert.deepEqual(parts, [{ type: 'text', text: shown.text }], 'what is shown is what is reported');
  }
});

/** Rewrites the message events that a device fetches. */
function rewriteEvents(change: (events: Record<string, unknown>[]) => Record<string, unknown>[]) {
  return async (url: string, response: Response): Promise<Response> => {
    if (!url.includes('/api/events')) return response;
    const page = await response.json();
    return Response.json({ ...page, events: change(page.events) });
  };
}

test('a delivery service that swaps, repeats or strips stamps gets nothing shown', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'harmless');
  await mal.device.sendText(groupId, 'I will hurt you');

  const isMessage = (event: Record<string, unknown>) => event.type === 'message';
  service.between = rewriteEvents((events) => {
    const stamps = events.filter(isMessage).map((event) => event.stamp);
    return events.map((event) => (isMessage(event) ? { ...event, stamp: stamps[0] } : event));
  });
  await ben.device.sync();
  assert.deepEqual(await read(ben, groupId), ['mal: harmless'], 'the second message came with the stamp of the first');
  assert.equal((await ben.device.conversation(groupId)).group.unverifiable, 1);

  service.between = rewriteEvents((events) =>
    events.map((event) => (isMessage(event) ? { ...event, stamp: '' } : event)),
  );
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), []);
  assert.equal((await ana.device.conversation(groupId)).group.unverifiable, 2);
});

test('reordered messages: the one that runs backwards is not shown', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'first');
  await mal.device.sendText(groupId, 'second');
  service.between = rewriteEvents((events) => {
    const [a, b] = events.filter((event) => event.type === 'message');
    if (!a || !b) return events;
    return events.map((event) => (event === a ? { ...b, id: a.id } : event === b ? { ...a, id: b.id } : event));
  });
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: second']);
  assert.equal((await ana.device.conversation(groupId)).group.unverifiable, 1);
});

test('a replayed message is not shown twice', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'once');
  service.between = rewriteEvents((events) =>
    events.flatMap((event) => (event.type === 'message' ? [event, { ...event, id: Number(event.id) + 1 }] : [event])),
  );
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: once']);
});

test('a tampered ciphertext is counted and not shown, and the group goes on', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'first');
  service.between = rewriteEvents((events) =>
    events.map((event) => {
      if (event.type !== 'message') return event;
      const bytes = fromBase64Url(String(event.message));
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
      return { ...event, message: toBase64Url(bytes) };
    }),
  );
  await ana.device.sync();
  service.between = undefined;
  await mal.device.sendText(groupId, 'second');
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: second']);
  assert.equal((await ana.device.conversation(groupId)).group.unverifiable, 1);
});

test('a device that starts anew from its store goes on where it was', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'before');
  await ben.device.sync();
  const again = await service.device('Ben', ben);
  await ana.device.sendText(groupId, 'after');
  await again.device.sync();
  await again.device.sendText(groupId, 'read both');
  await ana.device.sync();
  assert.deepEqual(await read(again, groupId), ['ana: before', 'ana: after', 'ben: read both']);
  assert.deepEqual(await read(ana, groupId), ['ana: before', 'ana: after', 'ben: read both']);
});

test('two tabs of one account that send at once never use a ratchet key twice', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  const secondTab = await service.device('Ben', ben);
  const sent = Array.from({ length: 8 }, (_, n) => `message ${n}`);
  await Promise.all(sent.map((text, n) => (n % 2 === 0 ? ben : secondTab).device.sendText(groupId, text)));
  await syncAll(ana, ben, secondTab);
  const expected = sent.map((text) => `ben: ${text}`);
  for (const reader of [ana, ben, secondTab]) assert.deepEqual((await read(reader, groupId)).toSorted(), expected);
  assert.equal((await ana.device.conversation(groupId)).group.unverifiable, 0);
});

test('a message that is caught by a commit is encrypted again for the new epoch', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await ana.device.removeMember(groupId, mal.device.accountId);
  await ben.device.sendText(groupId, 'from the old epoch');
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['ben: from the old epoch']);
});

test('of two commits in one epoch one wins, and the other is made anew', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const cleo = await service.device('Cleo');
  await Promise.all([
    ana.device.addMember(groupId, cleo.device.accountId),
    ben.device.removeMember(groupId, mal.device.accountId),
  ]);
  await syncAll(ana, ben, cleo);
  await cleo.device.sendText(groupId, 'all here');
  await syncAll(ana, ben);
  for (const member of [ana, ben]) {
    assert.deepEqual(await read(member, groupId), ['cleo: all here']);
    assert.deepEqual(
      (await member.device.conversation(groupId)).group.members.toSorted(),
      ['ana', 'ben', 'cleo'].map((name) => `${name}@messenger.localhost`),
    );
  }
});

test('whoever has not opened the messenger is named before a group is made', async (t) => {
  const service = await startService(t);
  const ana = await service.device('Ana');
  await service.api().signIn('Ben');
  await assert.rejects(ana.device.createGroup('Early', ['ben@messenger.localhost']), {
    code: 'no-key-package',
    message: /ben@messenger\.localhost/,
  });
  assert.deepEqual(await ana.device.groups(), []);
});

test('a key that the directory does not know for an account is not let into a group', async (t) => {
  const service = await startService(t);
  const ana = await service.device('Ana');
  const mal = await service.device('Mal');
  await service.api().signIn('Ben');
  // Mal makes a key package in Ben's name.
  const mls = createMlsClient({
    suite,
    identity: { ...mal.identity, accountId: 'ben@messenger.localhost' },
    isKeyOf: async () => true,
  });
  const forged = await mls.makeKeyPackage();
  service.between = async (url, response) =>
    url.endsWith('/key-package') ? Response.json({ keyPackage: toBase64Url(forged.keyPackage) }) : response;
  await assert.rejects(ana.device.createGroup('Trap', ['ben@messenger.localhost']), { name: 'ValidationError' });
});
