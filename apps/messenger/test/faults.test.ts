import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discloseMessage, verifyEvidence } from '@wellhouse/franking';
import type { DeviceStore } from '../src/device/store.ts';
import { groupOfThree, read, startService, syncAll } from './harness.ts';

/** A store whose writes fail from now on until `repair`, as if the process had died before each. */
function breakable(store: DeviceStore): { store: DeviceStore; break: () => void; repair: () => void } {
  let broken = false;
  return {
    break: () => {
      broken = true;
    },
    repair: () => {
      broken = false;
    },
    store: {
      ...store,
      async write(changes) {
        if (broken) throw new Error('the disk is gone');
        await store.write(changes);
      },
    },
  };
}

test('a device that dies between checking a message and keeping it shows the message once it is back', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  const disk = breakable(ben.store);
  const fragile = await service.device('Ben', { ...ben, store: disk.store });
  await ana.device.sendText(groupId, 'one');
  disk.break();
  await assert.rejects(fragile.device.sync(), { message: 'the disk is gone' });
  disk.repair();
  await ana.device.sendText(groupId, 'two');
  await fragile.device.sync();
  assert.deepEqual(await read(fragile, groupId), ['ana: one', 'ana: two']);
  assert.equal((await fragile.device.conversation(groupId)).group.unverifiable, 0);
});

test('a device that dies right after it was told that its commit won goes on in the new epoch', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const disk = breakable(ana.store);
  const fragile = await service.device('Ana', { ...ana, store: disk.store });
  service.between = async (url, response) => {
    if (url.endsWith('/commits')) disk.break();
    return response;
  };
  await assert.rejects(fragile.device.removeMember(groupId, mal.device.accountId), { message: 'the disk is gone' });
  service.between = undefined;
  disk.repair();
  await fragile.device.sync();
  await fragile.device.sendText(groupId, 'without him');
  await syncAll(ben, mal);
  assert.deepEqual(await read(ben, groupId), ['ana: without him']);
  assert.deepEqual(await read(mal, groupId), []);
});

test('what is written offline is kept, shown as on its way, and sent once when back', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  service.offline = true;
  await assert.rejects(ana.device.sendText(groupId, 'from the train'), { name: 'DeliveryUnreachable' });
  assert.deepEqual(await read(ana, groupId), ['ana: (sending)']);
  service.offline = false;
  await ana.device.sync();
  await ana.device.sync();
  await ben.device.sync();
  assert.deepEqual(await read(ana, groupId), ['ana: from the train']);
  assert.deepEqual(await read(ben, groupId), ['ana: from the train']);
});

test('an answer that gets lost does not send the message twice', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  service.between = async (url, response) => {
    if (url.endsWith('/messages')) throw new TypeError('connection reset');
    return response;
  };
  await assert.rejects(ana.device.sendText(groupId, 'once'), { name: 'DeliveryUnreachable' });
  service.between = undefined;
  await ana.device.sync();
  await ben.device.sync();
  assert.deepEqual(await read(ben, groupId), ['ana: once']);
  assert.deepEqual(await read(ana, groupId), ['ana: once']);
});

test('messages wait while the hub keys cannot be had, and none is dropped or shown unchecked', async (t) => {
  const service = await startService(t);
  service.safetyDown = true;
  const { ana, ben, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'can you check this?');
  assert.equal(await ben.device.sync(), 'waiting');
  assert.deepEqual(await read(ben, groupId), []);
  service.safetyDown = false;
  service.advance(120_000);
  assert.equal(await ben.device.sync(), 'read');
  await ana.device.sync();
  assert.deepEqual(await read(ben, groupId), ['ana: can you check this?']);
  assert.deepEqual(await read(ana, groupId), ['ana: can you check this?']);
  assert.equal((await ben.device.conversation(groupId)).group.unverifiable, 0);
});

test('what the device keeps proves itself to the safety team, also after deletion and after leaving', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await mal.device.sendText(groupId, 'I will hurt you');
  await ana.device.sync();
  const sent = (await ana.device.conversation(groupId)).messages[0];
  assert.ok(sent);
  await mal.device.delete(groupId, sent.messageId);
  await ana.device.sync();
  await ana.device.leave(groupId);

  const { conversation, reported } = await ana.device.reportable(groupId, sent.messageId);
  const message = conversation[reported];
  assert.ok(message);
  const verified = verifyEvidence(discloseMessage(message), { keys: [service.hubKey] });
  assert.ok(verified.ok);
  assert.equal(verified.header.sender, 'mal@messenger.localhost');
  assert.deepEqual(
    verified.parts.map(({ part }) => part),
    [{ type: 'text', text: 'I will hurt you' }],
  );

  const draft = await ana.wellhouse.draft({ messages: conversation, reported });
  assert.deepEqual(draft.state.subject, { kind: 'message', accountId: 'mal@messenger.localhost', groupId });
});

test('a new device of an account starts without history and can be added again', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'before');
  const second = await service.device('Ben');
  assert.deepEqual(await second.device.groups(), []);
  await ana.device.removeMember(groupId, ben.device.accountId);
  await ana.device.addMember(groupId, ben.device.accountId);
  await ana.device.sendText(groupId, 'after');
  await second.device.sync();
  assert.deepEqual(await read(second, groupId), ['ana: after']);
});

test('keys on offer are renewed before they expire', async (t) => {
  const service = await startService(t);
  const ben = await service.device('Ben');
  const before = await ben.store.list('keyPackage');
  service.advance(8 * 24 * 3_600_000);
  await service.device('Ben', ben);
  const after = await ben.store.list('keyPackage');
  assert.equal(before.length, 20);
  assert.equal(after.length, 40, 'old private halves stay for who was given the public ones');
  const ana = await service.device('Ana');
  await ana.device.createGroup('Later', [ben.device.accountId]);
});

test('a service that was set up anew leaves the history readable, and new groups work', async (t) => {
  const old = await startService(t);
  const { ana, groupId } = await groupOfThree(old);
  await ana.device.sendText(groupId, 'before the flood');
  const anew = await startService(t);
  const again = await anew.device('Ana', ana);
  const ben = await anew.device('Ben');
  assert.deepEqual(await read(again, groupId), ['ana: before the flood']);
  await assert.rejects(again.device.sendText(groupId, 'hello?'), { code: 'not-in-group' });
  const next = await ben.device.createGroup('Anew', [again.device.accountId]);
  await ben.device.sendText(next, 'hello again');
  await again.device.sync();
  assert.deepEqual((await again.device.groups()).map((group) => group.name).toSorted(), ['Anew', 'Weekend']);
});
