import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnforcementEvent } from '@wellhouse/protocol';
import { Problem } from '../src/wire.ts';
import { groupOfThree, notice, read, type Service, startService, syncAll } from './harness.ts';

const accountId = 'mal@messenger.localhost';
const dayMs = 24 * 3_600_000;

function suspended(service: Service, sequence: number, days: number, reference = `D-${sequence}`): EnforcementEvent {
  return {
    type: 'account.suspended',
    sequence,
    timestamp: new Date().toISOString(),
    data: { accountId, notice: notice(reference), until: new Date(service.clock() + days * dayMs).toISOString() },
  };
}

type Left = Extract<EnforcementEvent, { type: 'account.restored' }>['data']['standing'];

function restored(sequence: number, left: Partial<Left> = {}): EnforcementEvent {
  return {
    type: 'account.restored',
    sequence,
    timestamp: new Date().toISOString(),
    data: {
      accountId,
      notice: notice(`D-${sequence}`, 'Your account is open again'),
      standing: { banned: false, suspendedUntil: null, limitedUntil: null, ...left },
    },
  };
}

test('a suspended person cannot send, and is told what, why, until when and how to appeal', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  assert.equal((await service.webhook(suspended(service, 1, 7))).status, 204);
  await mal.device.sync();
  const { standing, notices } = await mal.device.accountState();
  assert.equal(standing.state, 'suspended');
  assert.equal(standing.notice?.reason, 'You threatened a person in a group.');
  assert.match(standing.notice?.appeal.how ?? '', /appeals@/);
  assert.equal(notices.length, 1);

  await assert.rejects(mal.device.sendText(groupId, 'I go on'), (error: unknown) => {
    assert.ok(error instanceof Error && 'code' in error && 'standing' in error);
    assert.equal(error.code, 'account-suspended');
    assert.deepEqual(error.standing, standing);
    return true;
  });
  await assert.rejects(mal.device.createGroup('New', [ana.device.accountId]), { code: 'account-suspended' });
  await assert.rejects(
    mal.device.sendPicture(groupId, {
      bytes: new Uint8Array(9),
      name: 'p',
      mediaType: 'image/png',
      width: 1,
      height: 1,
    }),
    { code: 'account-suspended' },
  );
  await ana.device.sendText(groupId, 'quiet now');
  await syncAll(mal);
  assert.deepEqual(
    await read(mal, groupId),
    ['ana: quiet now'],
    'reading goes on, and the refused message is not kept',
  );
  await mal.device.leave(groupId);
});

test('a suspension that has run out is over without anyone doing anything', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await service.webhook(suspended(service, 1, 7));
  service.advance(7 * dayMs - 60_000);
  await assert.rejects(mal.device.sendText(groupId, 'too early'), { code: 'account-suspended' });
  service.advance(60_001);
  await mal.device.sendText(groupId, 'I am back');
  await ana.device.sync();
  assert.deepEqual(await read(ana, groupId), ['mal: I am back']);
});

test('a webhook with a wrong signature, a changed body or no signature changes nothing', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await groupOfThree(service);
  const event = suspended(service, 1, 7);
  const wrong = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
  const changed = JSON.stringify({ ...event, sequence: 2 });
  const answers = [
    await service.webhook(event, { secret: wrong }),
    await service.webhook(event, { body: changed }),
    await fetch(`${service.url()}/wellhouse/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    }),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 401);
    assert.equal(Problem.parse(await answer.json()).code, 'webhook-refused');
  }
  await mal.device.sendText(groupId, 'still here');
});

test('a signed body of another form is refused', async (t) => {
  const service = await startService(t);
  const event = { ...suspended(service, 1, 7), type: 'account.vanished' };
  const answer = await service.webhook(event as unknown as EnforcementEvent);
  assert.equal(answer.status, 400);
});

test('the same webhook twice is done once', async (t) => {
  const service = await startService(t);
  const { mal } = await groupOfThree(service);
  const event = suspended(service, 1, 7);
  for (let n = 0; n < 3; n += 1) assert.equal((await service.webhook(event, { id: 'msg_same' })).status, 204);
  const events = (await mal.api.events(0)).events.filter((found) => found.type === 'notice');
  assert.equal(events.length, 1);
});

test('an overtaken webhook does not undo what came after it', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await groupOfThree(service);
  await service.webhook(restored(2));
  assert.equal((await service.webhook(suspended(service, 1, 7))).status, 204);
  await mal.device.sendText(groupId, 'open again');
  await service.webhook(suspended(service, 3, 7));
  await assert.rejects(mal.device.sendText(groupId, 'no more'), { code: 'account-suspended' });
  await service.webhook(restored(4));
  await mal.device.sendText(groupId, 'open again');
});

test('what the safety server decided outlives a restart of the service', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await groupOfThree(service);
  const event = suspended(service, 1, 7);
  await service.webhook(event, { id: 'msg_same' });
  await service.restart();
  await service.webhook(event, { id: 'msg_same' });
  await assert.rejects(mal.device.sendText(groupId, 'again'), { code: 'account-suspended' });
  assert.equal((await mal.api.me()).notices.length, 1);
});

test('a closed account is refused for good, and a warning stops nobody', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await groupOfThree(service);
  const data = { accountId, notice: notice('D-1', 'You received a warning') };
  await service.webhook({ type: 'account.warned', sequence: 1, timestamp: new Date().toISOString(), data });
  await mal.device.sendText(groupId, 'sorry');
  assert.equal((await mal.device.accountState()).notices[0]?.headline, 'You received a warning');
  await service.webhook({ type: 'account.banned', sequence: 2, timestamp: new Date().toISOString(), data });
  service.advance(20 * dayMs);
  await assert.rejects(mal.device.sendText(groupId, 'hello?'), { code: 'account-banned' });
});

test('a suspension after a ban does not open the account again, and a short one does not shorten a long one', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await groupOfThree(service);
  await service.webhook(suspended(service, 1, 30));
  await service.webhook(suspended(service, 2, 1));
  service.advance(2 * dayMs);
  await assert.rejects(mal.device.sendText(groupId, 'early'), { code: 'account-suspended' });
  const data = { accountId, notice: notice('D-3') };
  await service.webhook({ type: 'account.banned', sequence: 3, timestamp: new Date().toISOString(), data });
  await service.webhook(suspended(service, 4, 1));
  service.advance(2 * dayMs);
  await assert.rejects(mal.device.sendText(groupId, 'hello?'), { code: 'account-banned' });
  assert.equal((await mal.api.me()).notices.length, 4, 'every decision is told all the same');
  await service.webhook(restored(5));
  await mal.device.sendText(groupId, 'thank you');
});

test('a suspended person throws nobody out, but lets go of who has left', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await service.webhook(suspended(service, 1, 7));
  await assert.rejects(mal.device.removeMember(groupId, ana.device.accountId), { code: 'account-suspended' });
  await ben.device.leave(groupId);
  await syncAll(mal, mal, ana);
  assert.deepEqual((await mal.device.conversation(groupId)).group.members.toSorted(), [
    ana.device.accountId,
    mal.device.accountId,
  ]);
  await ana.device.sendText(groupId, 'still here');
});

test('a removed message is hidden for every member, and stays reportable', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'harmless');
  await mal.device.sendText(groupId, 'I will hurt you');
  await syncAll(ana, ben);
  await service.webhook({
    type: 'message.removed',
    sequence: 1,
    timestamp: new Date().toISOString(),
    data: {
      accountId,
      notice: notice('D-1', 'A message was removed'),
      messages: [{ groupId: groupId as never, sequence: 2 }],
    },
  });
  await syncAll(ana, ben, mal);
  for (const member of [ana, ben, mal])
    assert.deepEqual(await read(member, groupId), ['mal: harmless', 'mal: (removed)']);
  assert.equal((await ana.device.reportable(groupId, null)).conversation.length, 2);
});

test('a limited person goes on with those who know them and reaches nobody new', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  const until = new Date(service.clock() + 7 * dayMs).toISOString();
  const data = { accountId, notice: notice('D-1', 'You can reach nobody new'), until };
  await service.webhook({ type: 'account.limited', sequence: 1, timestamp: new Date().toISOString(), data });
  await mal.device.sendText(groupId, 'still among friends');
  await assert.rejects(mal.device.createGroup('New', [ana.device.accountId]), { code: 'account-limited' });
  await service.webhook(suspended(service, 2, 1));
  await assert.rejects(mal.device.sendText(groupId, 'not now'), { code: 'account-suspended' });
  service.advance(dayMs + 1);
  await mal.device.sendText(groupId, 'the suspension is over');
  await assert.rejects(mal.device.createGroup('New', [ana.device.accountId]), { code: 'account-limited' });
  service.advance(7 * dayMs);
  await mal.device.createGroup('New', [ana.device.accountId]);
});

test('one decision that falls lifts only what no other one holds', async (t) => {
  const service = await startService(t);
  const { mal, groupId } = await groupOfThree(service);
  await service.webhook(suspended(service, 1, 30));
  const left = new Date(service.clock() + 2 * dayMs).toISOString();
  await service.webhook(restored(2, { suspendedUntil: left }));
  await assert.rejects(mal.device.sendText(groupId, 'early'), { code: 'account-suspended' });
  service.advance(2 * dayMs + 1);
  await mal.device.sendText(groupId, 'thank you');
});

test('a removal that is taken back shows the message again', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'harmless after all');
  const messages = [{ groupId: groupId as never, sequence: 1 }];
  const event = {
    sequence: 1,
    timestamp: new Date().toISOString(),
    data: { accountId, notice: notice('D-1'), messages },
  };
  await service.webhook({ ...event, type: 'message.removed' });
  await syncAll(ana, mal);
  assert.deepEqual(await read(ana, groupId), ['mal: (removed)']);
  await service.webhook({ ...event, sequence: 2, type: 'message.restored' });
  await syncAll(ana, mal);
  assert.deepEqual(await read(ana, groupId), ['mal: harmless after all']);
});
