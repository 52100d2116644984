import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '@wellhouse/client';
import { type DeviceStore, messageKey, type Tables } from '../src/device/store.ts';
import { groupOfThree, hubId, random, read, type Service, startService, syncAll, type TestDevice } from './harness.ts';

const hour = 3_600_000;
const day = 24 * hour;
const mals = `mal@${hubId}`;

/** Ana, Ben and Mal, whose messages disappear after an hour; time stands still unless the test moves it. */
async function timedGroup(service: Service) {
  service.freeze();
  const members = await groupOfThree(service);
  await members.mal.device.setTimer(members.groupId, 3_600);
  return members;
}

/** Everything that a device has stored, as text, to look for words in. */
async function everything({ store }: TestDevice): Promise<string> {
  const tables: (keyof Tables)[] = ['group', 'message', 'outgoing', 'picture', 'accountState', 'account'];
  const records = await Promise.all(tables.map((table) => store.list(table)));
  return JSON.stringify(records, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

/** Moves the time, and lets the device do what its timer would. */
async function pass(service: Service, ms: number, ...devices: TestDevice[]): Promise<void> {
  service.advance(ms);
  for (const { device } of devices) await device.expire();
}

test('words leave the view at the hub’s time to the millisecond, a stub stays for the grace, then nothing', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ana.device.sync();
  assert.equal(await ana.device.expire(), hour);
  await pass(service, hour - 1, ana);
  assert.deepEqual(await read(ana, groupId), ['mal: you will be sorry']);
  service.advance(1);
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)'], 'also before the timer has run');
  assert.equal(await ana.device.expire(), hour);
  const [stub] = (await ana.device.conversation(groupId)).messages;
  assert.ok(stub);
  assert.deepEqual([stub.text, stub.pictures, stub.quote], ['', [], null]);
  assert.equal((await ana.device.reportable(groupId, stub.messageId)).reported, 0);
  await pass(service, hour - 1, ana);
  assert.match(await everything(ana), /you will be sorry/);
  assert.equal((await ana.device.reportable(groupId, stub.messageId)).reported, 0);
  service.advance(1);
  assert.equal((await ana.device.reportable(groupId, stub.messageId)).reported, -1, 'also before the timer has run');
  assert.equal(await ana.device.expire(), null);
  assert.deepEqual(await read(ana, groupId), []);
  assert.doesNotMatch(await everything(ana), /you will be sorry/);
  assert.deepEqual(await ana.store.list('message'), []);
});

test('the sender’s device forgets as well', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  await pass(service, 2 * hour, mal);
  assert.doesNotMatch(await everything(mal), /you will be sorry/);
});

test('a timer is one person’s for one group; without it messages stay', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await timedGroup(service);
  const other = await mal.device.createGroup('Other', [ana.device.accountId]);
  await mal.device.sendText(groupId, 'for an hour');
  await ben.device.sendText(groupId, 'to stay');
  await mal.device.sendText(other, 'to stay as well');
  await mal.device.setTimer(groupId, 0);
  await mal.device.sendText(groupId, 'now to stay');
  await ana.device.sync();
  await pass(service, 3 * day, ana);
  assert.deepEqual(await read(ana, groupId), ['ben: to stay', 'mal: now to stay']);
  assert.deepEqual(await read(ana, other), ['mal: to stay as well']);
});

test('the timer holds over a restart, and when the person was removed and is back', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await ana.device.removeMember(groupId, mal.device.accountId);
  await ana.device.addMember(groupId, mal.device.accountId);
  const again = await service.device('Mal', mal);
  await again.device.sync();
  assert.equal((await again.device.conversation(groupId)).group.expiresAfter, 3_600);
});

test('a device that was away comes back to a stub or to nothing, and counts nothing as unverifiable', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  service.advance(hour);
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)']);
  service.advance(hour);
  await ben.device.sync();
  assert.deepEqual(await read(ben, groupId), []);
  assert.doesNotMatch(await everything(ben), /you will be sorry/);
  await mal.device.setTimer(groupId, 0);
  await mal.device.sendText(groupId, 'afterwards');
  await syncAll(ana, ben);
  assert.deepEqual(await read(ben, groupId), ['mal: afterwards']);
  for (const member of [ana, ben]) assert.equal((await member.device.conversation(groupId)).group.unverifiable, 0);
});

test('a message that could not be sent lives from when it is taken; one that comes back too late is not kept', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  service.offline = true;
  await assert.rejects(mal.device.sendText(groupId, 'you will be sorry'), { name: 'DeliveryUnreachable' });
  service.advance(5 * hour);
  service.offline = false;
  await mal.device.sync();
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: you will be sorry']);

  service.between = async (url, response) => {
    if (!url.endsWith('/messages')) return response;
    service.offline = true;
    throw new TypeError('the answer is lost');
  };
  await assert.rejects(mal.device.sendText(groupId, 'second'), { name: 'DeliveryUnreachable' });
  service.between = undefined;
  service.advance(5 * hour);
  service.offline = false;
  await mal.device.sync();
  assert.deepEqual(await read(mal, groupId), []);
  assert.deepEqual(await mal.store.list('outgoing'), []);
});

test('a picture goes with its message: its cached ciphertext is deleted, those of others stay', async (t) => {
  const service = await startService(t);
  const { ana, mal, ben, groupId } = await timedGroup(service);
  const picture = () => ({ bytes: random(500), name: 'p.png', mediaType: 'image/png', width: 2, height: 2 });
  await mal.device.sendPicture(groupId, picture(), 'look');
  await ben.device.sendPicture(groupId, picture());
  await ana.device.sync();
  for (const { pictures } of (await ana.device.conversation(groupId)).messages) {
    for (const { attachment } of pictures) await ana.device.picture(attachment);
  }
  assert.equal((await ana.store.list('picture')).length, 2);
  await pass(service, hour, ana);
  assert.equal((await ana.store.list('picture')).length, 2, 'a report still needs it');
  const [vanished] = (await ana.device.conversation(groupId)).messages;
  assert.deepEqual([vanished?.state, vanished?.pictures], ['vanished', []]);
  await pass(service, hour, ana);
  assert.equal((await ana.store.list('picture')).length, 1);
  const [left] = (await ana.device.conversation(groupId)).messages;
  assert.ok(left?.pictures[0]);
  assert.equal((await ana.device.picture(left.pictures[0].attachment)).length, 500);
});

test('an edit cannot lengthen the life of a message, and goes with it', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'first words');
  await ana.device.sync();
  const [message] = (await ana.device.conversation(groupId)).messages;
  assert.ok(message);
  await pass(service, hour / 2, ana);
  await mal.device.setTimer(groupId, 604_800);
  await mal.device.edit(groupId, message.messageId, 'edited words');
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: edited words (edited)']);
  await pass(service, hour / 2 - 1, ana);
  assert.deepEqual(await read(ana, groupId), ['mal: edited words (edited)']);
  await pass(service, 1, ana);
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)']);
  const { conversation, reported } = await ana.device.reportable(groupId, message.messageId);
  assert.deepEqual([conversation.length, reported], [2, 0], 'both versions can be reported');
  assert.deepEqual(
    conversation.map(({ vanished }) => vanished),
    [true, true],
  );
  await pass(service, hour, ana);
  assert.deepEqual(await ana.store.list('message'), []);
  assert.doesNotMatch(await everything(ana), /words/);
});

test('an edit of a message that has vanished brings no words into view', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'first words');
  await ana.device.sync();
  const [message] = (await ana.device.conversation(groupId)).messages;
  service.offline = true;
  await assert.rejects(mal.device.edit(groupId, message?.messageId ?? '', 'edited words'));
  service.offline = false;
  service.advance(hour + 1);
  await mal.device.sync();
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)']);
  assert.equal((await ana.store.list('message')).length, 2);
  await pass(service, hour, ana);
  assert.doesNotMatch(await everything(ana), /words/, 'nor is it kept longer than the message');
});

test('a deleted message stays deleted when its time is over, and can be reported as long as any other', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ana.device.sync();
  const [message] = (await ana.device.conversation(groupId)).messages;
  await mal.device.delete(groupId, message?.messageId ?? '');
  await ana.device.sync();
  for (const expected of ['mal: (deleted)', 'mal: (deleted)']) {
    assert.deepEqual(await read(ana, groupId), [expected]);
    assert.equal((await ana.device.reportable(groupId, message?.messageId ?? '')).reported, 0);
    await pass(service, hour, ana);
  }
  assert.deepEqual(await ana.store.list('message'), []);
});

test('an answer keeps the words that it quotes, and shows none of a message that has vanished', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ben.device.sync();
  const [message] = (await ben.device.conversation(groupId)).messages;
  await ben.device.sendText(groupId, 'what was that?', message?.messageId);
  await ana.device.sync();
  await pass(service, 3 * hour, ana);
  assert.deepEqual(await read(ana, groupId), ['ben: what was that?']);
  assert.match(await everything(ana), /you will be sorry/, 'in the quote, which Ben sent to stay');
});

test('an edit that disappears sooner leaves no earlier words behind, and takes away nothing that can be reported', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.setTimer(groupId, 0);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ana.device.sync();
  const [message] = (await ana.device.conversation(groupId)).messages;
  await mal.device.edit(groupId, message?.messageId ?? '', 'never mind');
  await ana.device.sync();
  const [, edit] = await ana.store.list('message');
  assert.ok(edit?.kind === 'edit');
  // the attack: a client of Mal's own gives the edit a timer that the message does not have
  const life = { visibleUntil: service.clock() + hour, reportableUntil: service.clock() + 2 * hour };
  await ana.store.write([{ table: 'message', key: messageKey(groupId, edit.sequence), value: { ...edit, life } }]);
  assert.deepEqual(await read(ana, groupId), ['mal: never mind (edited)']);
  service.advance(hour);
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)']);
  await pass(service, hour, ana);
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)']);
  const { conversation, reported } = await ana.device.reportable(groupId, message?.messageId ?? '');
  assert.deepEqual([conversation.length, reported, conversation[0]?.reportableUntil], [1, 0, null]);
  const draft = await ana.wellhouse.draft({ messages: conversation, reported });
  assert.deepEqual(draft.state.entries[0]?.parts[0]?.content, { type: 'text', text: 'you will be sorry' });
});

test('an edit in another group hides nothing here, whatever id it names', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.setTimer(groupId, 0);
  const other = await mal.device.createGroup('Other', [ana.device.accountId]);
  await mal.device.sendText(groupId, 'you will be sorry');
  await mal.device.sendText(other, 'hello');
  await ana.device.sync();
  const [message] = (await ana.device.conversation(groupId)).messages;
  const [hello] = (await ana.device.conversation(other)).messages;
  await mal.device.edit(other, hello?.messageId ?? '', 'bye');
  await ana.device.sync();
  const edit = (await ana.store.list('message', `${other}/`))[1];
  assert.ok(edit && message);
  const life = { visibleUntil: service.clock() + hour, reportableUntil: service.clock() + 2 * hour };
  const value = { ...edit, refersTo: message.messageId, life };
  await ana.store.write([{ table: 'message', key: messageKey(other, edit.sequence), value }]);
  await pass(service, hour, ana);
  assert.deepEqual(await read(ana, groupId), ['mal: you will be sorry']);
});

test('what vanished while an answer was written is not quoted, and cannot be edited', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ana.device.sync();
  const [message] = (await ana.device.conversation(groupId)).messages;
  service.advance(hour);
  await ana.device.sendText(groupId, 'what was that?', message?.messageId);
  const answer = (await ana.device.conversation(groupId)).messages[1];
  assert.deepEqual([answer?.text, answer?.quote], ['what was that?', null]);
  await assert.rejects(mal.device.edit(groupId, message?.messageId ?? '', 'never mind'), { code: 'not-found' });
});

test('a device whose clock is a day slow or twenty years fast keeps a message for its time and no longer', async (t) => {
  for (const wrong of [-day, 20 * 365 * day]) {
    const service = await startService(t);
    const { ana, mal, groupId } = await timedGroup(service);
    const own = await service.device('Ana', { ...ana, storage: memoryStorage() }, () => service.clock() + wrong);
    await mal.device.sendText(groupId, 'you will be sorry');
    await own.device.sync();
    await pass(service, hour - 1, own);
    assert.deepEqual(await read(own, groupId), ['mal: you will be sorry'], `wrong by ${wrong}`);
    await pass(service, 1, own);
    assert.deepEqual(await read(own, groupId), ['mal: (vanished)'], `wrong by ${wrong}`);
    await pass(service, hour, own);
    assert.deepEqual(await read(own, groupId), [], `wrong by ${wrong}`);
  }
});

test('a clock that is set back, or forth and back, never brings words back', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  let moved = 0;
  const own = await service.device('Ana', ana, () => service.clock() + moved);
  await mal.device.sendText(groupId, 'you will be sorry');
  await own.device.sync();
  await pass(service, hour, own);
  moved = -30 * day;
  assert.deepEqual(await read(own, groupId), ['mal: (vanished)']);
  const restarted = await service.device('Ana', own, () => service.clock() + moved);
  assert.deepEqual(await read(restarted, groupId), ['mal: (vanished)']);

  await mal.device.sendText(groupId, 'and again');
  moved = 0;
  const forth = await service.device('Ana', own, () => service.clock() + moved);
  moved = hour;
  await forth.device.expire();
  moved = 0;
  await forth.device.sync();
  const states = (await forth.device.conversation(groupId)).messages.map(({ sender, state }) => [sender, state]);
  assert.deepEqual(states, [[mals, 'vanished']], 'hidden once, although the hub has put the time right since');
});

test('a delivery service that says it is ten years later hides what was sent, and nothing is deleted unreported', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.setTimer(groupId, 7 * 86_400);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ana.device.sync();
  await ana.wellhouse.hubTime(service.clock() + 3_650 * day);
  assert.equal(await ana.device.expire(), 7 * day + hour - 25 * hour, 'until this clock is 25 hours short of the end');
  assert.deepEqual(await read(ana, groupId), ['mal: (vanished)']);
  const [stub] = (await ana.device.conversation(groupId)).messages;
  assert.ok(stub);
  const { conversation, reported } = await ana.device.reportable(groupId, stub.messageId);
  assert.deepEqual([reported, conversation.length, conversation[0]?.vanished], [0, 1, true]);
  assert.match(await everything(ana), /you will be sorry/);
});

test('a device that dies while it deletes does it when it is back', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await timedGroup(service);
  await mal.device.sendText(groupId, 'you will be sorry');
  await ana.device.sync();
  let broken = false;
  const write: DeviceStore['write'] = async (changes) => {
    if (broken) throw new Error('the disk is gone');
    await ana.store.write(changes);
  };
  const fragile = await service.device('Ana', { ...ana, store: { ...ana.store, write } });
  service.advance(2 * hour);
  broken = true;
  await assert.rejects(fragile.device.expire(), { message: 'the disk is gone' });
  assert.deepEqual(await read(fragile, groupId), [], 'not shown meanwhile');
  await service.device('Ana', ana);
  assert.doesNotMatch(await everything(ana), /you will be sorry/);
});
