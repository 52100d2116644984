import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { drillThreadClassifier } from '../../../packages/classifiers/test/support/drill-thread-classifier.ts';
import { drillClassifier } from '../../../packages/client/test/support/drill-classifier.ts';
import { isPromptShown } from '../src/device/conversation.ts';
import { messageKey } from '../src/device/store.ts';
import { groupOfThree, notice, read, startService, syncAll } from './harness.ts';

const words = 'You still owe me an answer about Saturday';

test('what is noticed is there before the message is drawn, under it, and on no other device', async (t) => {
  const service = await startService(t);
  service.classifier = drillClassifier();
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'Hello');
  await mal.device.sendText(groupId, 'drill threat');
  const drawn: (string | undefined)[] = [];
  ana.device.subscribe(() => {
    void ana.wellhouse.prompts.open(groupId).then((prompt) => drawn.push(prompt?.kind));
  });
  await syncAll(ana);
  assert.deepEqual([...new Set(drawn)], ['threat']);
  const { messages } = await ana.device.conversation(groupId);
  const prompt = await ana.wellhouse.prompts.open(groupId);
  assert.equal(prompt?.messageId, messages.at(-1)?.messageId);
  assert.equal(prompt?.sender, mal.device.accountId);
  assert.equal(await ben.wellhouse.prompts.open(groupId), null, 'Ben has not received it yet');
  await syncAll(mal);
  assert.deepEqual(await mal.wellhouse.prompts.log(), [], 'nobody is asked about what they wrote');
});

test('an edit that turns a message into abuse is asked about under the message', async (t) => {
  const service = await startService(t);
  service.classifier = drillClassifier();
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'Hello');
  await syncAll(ana, mal);
  const [first] = (await ana.device.conversation(groupId)).messages;
  await mal.device.edit(groupId, first?.messageId ?? '', 'drill insult');
  await syncAll(ana);
  assert.equal((await ana.wellhouse.prompts.open(groupId))?.messageId, first?.messageId);
});

async function createHome(t: TestContext) {
  const service = await startService(t);
  service.classifier = drillClassifier();
  const home = await groupOfThree(service);
  const { ana, groupId } = home;
  return {
    ...{ service, ...home },
    async lastIdOf(who: typeof ana) {
      return (await who.device.conversation(groupId)).messages.at(-1)?.messageId ?? '';
    },
    /** What is asked, and whether a bar is drawn for it. */
    async asked() {
      const prompt = await ana.wellhouse.prompts.open(groupId);
      const { messages } = await ana.device.conversation(groupId);
      const isDrawn = messages.some(
        (message) =>
          message.messageId === prompt?.messageId && message.sender === prompt.sender && isPromptShown(message),
      );
      return { kind: prompt?.kind, sender: prompt?.sender.split('@')[0], isDrawn };
    },
    async logged() {
      return (await ana.wellhouse.prompts.log()).map((line) => line.what === 'noticed' && [line.kind, line.asked]);
    },
  };
}

test('what was deleted before it was seen is not asked about, and holds nothing back', async (t) => {
  const { ana, mal, groupId, lastIdOf, asked, logged } = await createHome(t);
  await mal.device.sendText(groupId, 'drill sextortion');
  await syncAll(mal);
  await mal.device.delete(groupId, await lastIdOf(mal));
  await mal.device.sendText(groupId, 'drill insult');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'insult', sender: 'mal', isDrawn: true });
  assert.deepEqual(await logged(), [['insult', true]]);
});

test('an insult that is deleted after it was seen keeps its question until a threat comes', async (t) => {
  const { ana, mal, groupId, lastIdOf, asked } = await createHome(t);
  await mal.device.sendText(groupId, 'drill insult');
  await syncAll(mal, ana);
  await mal.device.delete(groupId, await lastIdOf(mal));
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'insult', sender: 'mal', isDrawn: true });
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'threat', sender: 'mal', isDrawn: true });
});

test('an edit of another person’s message, which is not shown, is not looked at either', async (t) => {
  const { ana, ben, mal, groupId, lastIdOf, asked, logged } = await createHome(t);
  await ben.device.sendText(groupId, 'Hello all');
  await syncAll(ana, mal, ben);
  await mal.device.edit(groupId, await lastIdOf(mal), 'drill sextortion');
  await mal.device.sendText(groupId, 'drill insult');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'insult', sender: 'mal', isDrawn: true });
  assert.deepEqual(await logged(), [['insult', true]]);
});

test('a message that is made graver by an edit is asked about as what it says now', async (t) => {
  const { ana, mal, groupId, lastIdOf, asked } = await createHome(t);
  await mal.device.sendText(groupId, 'drill insult');
  await syncAll(mal, ana);
  await mal.device.edit(groupId, await lastIdOf(mal), 'drill threat');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'threat', sender: 'mal', isDrawn: true });
});

test('a question about somebody who was blocked since holds back nothing of the others', async (t) => {
  const { ana, ben, mal, groupId, asked } = await createHome(t);
  await ben.device.sendText(groupId, 'drill sextortion');
  await syncAll(ana);
  await ana.wellhouse.block(ben.device.accountId);
  await mal.device.sendText(groupId, 'drill insult');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'insult', sender: 'mal', isDrawn: true });
});

test('a question stays while what has vanished can be reported, then goes with it, and the next one need not wait', async (t) => {
  const { service, ana, mal, groupId, asked } = await createHome(t);
  service.freeze();
  await mal.device.setTimer(groupId, 3_600);
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  assert.equal((await asked()).kind, 'threat');
  service.advance(3_600_000);
  await ana.device.expire();
  assert.deepEqual(await asked(), { kind: 'threat', sender: 'mal', isDrawn: true });
  const [vanished] = (await ana.device.conversation(groupId)).messages;
  assert.equal(vanished?.state, 'vanished');
  service.advance((vanished?.reportableUntil ?? 0) - service.clock());
  await ana.device.expire();
  assert.equal((await asked()).kind, undefined);
  assert.deepEqual(await ana.storage.list('prompt'), []);
  await mal.device.setTimer(groupId, 0);
  await mal.device.sendText(groupId, 'drill spam');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'spam', sender: 'mal', isDrawn: true });
});

test('an edit that disappears does not take the question about what it stood for away', async (t) => {
  const { service, ana, mal, groupId, lastIdOf, asked } = await createHome(t);
  service.freeze();
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(mal, ana);
  await mal.device.edit(groupId, await lastIdOf(mal), 'Hello');
  await syncAll(ana);
  // as another app may send it: this one gives an edit the time of its message
  const edit = (await ana.store.list('message')).find(({ kind }) => kind === 'edit');
  assert.ok(edit);
  const life = { visibleUntil: service.clock() + 3_600_000, reportableUntil: service.clock() + 7_200_000 };
  const key = messageKey(groupId, edit.sequence);
  await ana.store.write([{ table: 'message', key, value: { ...edit, life } }]);
  service.advance(3_600_000);
  await ana.device.expire();
  assert.deepEqual(await asked(), { kind: 'threat', sender: 'mal', isDrawn: true });
});

test('a question goes with the message that the safety team removes', async (t) => {
  const { service, ana, mal, groupId, asked } = await createHome(t);
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  assert.equal((await asked()).kind, 'threat');
  await service.webhook({
    ...{ type: 'message.removed', sequence: 1, timestamp: new Date().toISOString() },
    data: {
      ...{ accountId: mal.device.accountId, notice: notice('D-1', 'A message was removed') },
      messages: [{ groupId: groupId as never, sequence: 1 }],
    },
  });
  await syncAll(ana);
  assert.equal((await asked()).kind, undefined);
  await mal.device.sendText(groupId, 'drill spam');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'spam', sender: 'mal', isDrawn: true });
});

test('a muted person is not asked about, in the group in which they are muted, and nobody is told', async (t) => {
  const { service, ana, ben, mal, groupId, asked } = await createHome(t);
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  service.freeze();
  await ana.device.setMuted(groupId, mal.device.accountId, true);
  assert.deepEqual((await ana.device.conversation(groupId)).group.mutedSince, {
    [mal.device.accountId]: service.clock(),
  });
  assert.equal((await asked()).kind, undefined);
  await mal.device.sendText(groupId, 'drill sextortion');
  await ben.device.sendText(groupId, 'drill insult');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'insult', sender: 'ben', isDrawn: true });
  assert.deepEqual((await read(ana, groupId)).length, 3);
  await ana.device.setMuted(groupId, mal.device.accountId, false);
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  assert.deepEqual(await asked(), { kind: 'threat', sender: 'mal', isDrawn: true });
});

test('who is muted while their message is looked at is not asked about, and holds nobody back', async (t) => {
  const service = await startService(t);
  const classifier = drillClassifier();
  const gate = Promise.withResolvers<void>();
  const answered: Promise<unknown>[] = [];
  service.classifier = {
    ...classifier,
    classify(message) {
      const answer = gate.promise.then(() => classifier.classify(message));
      answered.push(answer);
      return answer;
    },
  };
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  await ana.device.setMuted(groupId, mal.device.accountId, true);
  gate.resolve();
  await Promise.all(answered);
  await ben.device.sendText(groupId, 'drill insult');
  await syncAll(ana);
  assert.equal((await ana.wellhouse.prompts.open(groupId))?.sender, ben.device.accountId);
  assert.equal((await ana.wellhouse.prompts.log()).length, 1);
});

test('whatever goes wrong with looking, the message is drawn and the next one is read', async (t) => {
  const { ana, mal, groupId } = await createHome(t);
  ana.wellhouse.prompts.runtime = () => {
    throw new Error('drill: the page is going');
  };
  let draws = 0;
  ana.device.subscribe(() => {
    draws += 1;
  });
  await mal.device.sendText(groupId, 'drill threat');
  await ana.device.sync();
  assert.ok(draws > 0);
  assert.deepEqual(await read(ana, groupId), ['mal: drill threat']);
});

for (const [age, keepsLog] of [
  [15, false],
  [17, false],
  [34, true],
] as const) {
  test(`at ${age} what was noticed is ${keepsLog ? '' : 'not '}written down at first`, async (t) => {
    const service = await startService(t, { ages: { Ana: age } });
    service.classifier = drillClassifier();
    const { ana, mal, groupId } = await groupOfThree(service);
    await mal.device.sendText(groupId, 'drill insult');
    await syncAll(ana);
    assert.equal((await ana.wellhouse.prompts.open(groupId))?.kind, 'insult');
    assert.equal((await ana.wellhouse.prompts.log()).length, keepsLog ? 1 : 0);
    assert.equal((await ana.wellhouse.prompts.settings()).keepsLog, keepsLog);
  });
}

for (const trouble of ['unavailable', 'throws', 'hangs'] as const) {
  test(`a classifier that ${trouble}: the message is shown, and nobody is asked`, async (t) => {
    const service = await startService(t);
    const classifier = drillClassifier();
    service.classifier = classifier;
    const { ana, mal, groupId } = await groupOfThree(service);
    classifier.trouble = trouble;
    await mal.device.sendText(groupId, 'drill threat');
    await syncAll(ana);
    assert.deepEqual(await read(ana, groupId), ['mal: drill threat']);
    assert.equal(await ana.wellhouse.prompts.open(groupId), null);
    const lines = (await ana.wellhouse.prompts.log()).map(({ what }) => what);
    assert.deepEqual(lines, trouble === 'hangs' ? [] : ['unavailable']);
  });
}

for (const age of [34, 15]) {
  test(`at ${age}, a message that a worker hangs on is shown and not asked about, is one line, and costs no other its question`, async (t) => {
    const service = await startService(t, { ages: { Ana: age } });
    const classifier = drillThreadClassifier({ messageSeconds: 3 });
    t.after(() => classifier.close());
    service.classifier = classifier;
    const { ana, mal, groupId } = await groupOfThree(service);
    const [hanging, threat] = ['drill-hang', 'drill-threat'].map(
      (word) => `keep a seat for me please, I am late ${word}`,
    );
    await mal.device.sendText(groupId, hanging ?? '');
    await mal.device.sendText(groupId, threat ?? '');
    await syncAll(ana);
    assert.deepEqual(
      await read(ana, groupId),
      [`mal: ${hanging}`, `mal: ${threat}`],
      'before anything is known of them',
    );
    const { prompts } = ana.wellhouse;
    const isLogged = async () => (await prompts.log()).some(({ what }) => what === 'unavailable');
    for (let turn = 0; turn < 600 && !((await isLogged()) && (await prompts.open(groupId))); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { messages } = await ana.device.conversation(groupId);
    assert.equal((await prompts.open(groupId))?.messageId, messages[1]?.messageId);
    const lines = (await prompts.log()).map((line) =>
      line.what === 'noticed' ? line.kind : `${line.what} ${line.count}`,
    );
    assert.deepEqual(lines.sort(), age < 18 ? ['unavailable 1'] : ['threat', 'unavailable 1']);
  });
}

test('without a classifier the messenger is what it was', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'drill threat');
  await syncAll(ana);
  assert.deepEqual(await read(ana, groupId), ['mal: drill threat']);
  assert.equal(await ana.wellhouse.prompts.open(groupId), null);
});

test('a blocked person who comes back by a new account is pointed out to the one who blocked them, and to nobody else', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, words);
  await syncAll(ana, ben);
  await ana.wellhouse.block(mal.device.accountId);
  await ana.device.removeMember(groupId, mal.device.accountId);
  const again = await service.device('Mal 2');
  await ben.device.addMember(groupId, again.device.accountId);
  await syncAll(ana, again);
  const hints = await ana.wellhouse.recontact.hints(groupId);
  assert.deepEqual(
    hints.map(({ accountId, blockedName, signs }) => ({ accountId, blockedName, signs })),
    [{ accountId: again.device.accountId, blockedName: 'Mal', signs: ['alike-name', 'took-place'] }],
  );
  assert.deepEqual(await ben.wellhouse.recontact.hints(groupId), []);
  assert.equal(await ana.wellhouse.isBlocked(again.device.accountId), false);
});

test('somebody new who writes what the blocked person wrote is pointed out, whatever they are called', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, words);
  await syncAll(ana, ben);
  await ana.wellhouse.block(mal.device.accountId);
  const sunny = await service.device('Sunny');
  await ben.device.addMember(groupId, sunny.device.accountId);
  await syncAll(ana, sunny);
  assert.deepEqual(await ana.wellhouse.recontact.hints(groupId), []);
  await sunny.device.sendText(groupId, words.toUpperCase());
  await syncAll(ana);
  assert.deepEqual((await ana.wellhouse.recontact.hints(groupId))[0]?.signs, ['same-words']);
});

test('what a blocked person writes after the block points at nobody: they could choose at whom', async (t) => {
  const service = await startService(t);
  service.freeze();
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'Hello');
  await syncAll(ana, ben);
  service.advance(1_000);
  await ana.wellhouse.block(mal.device.accountId);
  service.advance(1_000);
  await mal.device.sendText(groupId, words);
  const sunny = await service.device('Sunny');
  await syncAll(ben);
  await ben.device.addMember(groupId, sunny.device.accountId);
  await syncAll(ana, sunny);
  service.advance(1_000);
  await sunny.device.sendText(groupId, words);
  await syncAll(ana);
  assert.deepEqual(await ana.wellhouse.recontact.hints(groupId), []);
});
