import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredBlock } from '@wellhouse/client';
import { createWorld } from '../support/world.ts';

const at = (name: string) => `${name.toLowerCase().replace(/\W+/g, '')}@hub.example`;
const members = (...names: string[]) => names.map((name) => ({ accountId: at(name), name }));
const words = 'You still owe me an answer about Saturday';

/** Ana, Ben and Mal in a group; Ana blocks Mal. */
async function createBlocked() {
  const world = await createWorld();
  const { wellhouse, time } = world;
  const { recontact } = wellhouse;
  await recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Ben', 'Mal') }]);
  time.now += 1_000;
  await wellhouse.block(at('Mal'));
  time.now += 1_000;
  return { ...world, recontact };
}

test('somebody with a name that looks like a blocked one is pointed out, with what it rests on', async () => {
  const { recontact, wellhouse } = await createBlocked();
  const events: string[] = [];
  wellhouse.subscribe(({ type }) => events.push(type));
  await recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana', 'Ben', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  assert.deepEqual(await recontact.hints('group'), [
    { blocked: at('Mal'), blockedName: 'Mal', accountId: 'x7@hub.example', signs: ['alike-name'] },
  ]);
  assert.deepEqual(await recontact.hints('another'), []);
  assert.deepEqual(events, ['recontact']);
});

test('a handle that looks like a blocked one is a name too', async () => {
  const { recontact } = await createBlocked();
  await recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana', 'Ben'), { accountId: 'mal2@hub.example', name: 'Sunny' }] },
  ]);
  assert.deepEqual((await recontact.hints('group'))[0]?.signs, ['alike-name', 'took-place']);
});

test('the same short name alone is not enough, and is once the blocked person has gone', async () => {
  const { recontact, time } = await createBlocked();
  const namesake = { accountId: 'x7@hub.example', name: 'Mal' };
  await recontact.seeGroups([{ groupId: 'group', members: [...members('Ana', 'Ben', 'Mal'), namesake] }]);
  assert.deepEqual(await recontact.hints('group'), []);
  await recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Ben') }]);
  time.now += 1_000;
  await recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana', 'Ben'), { accountId: 'y8@hub.example', name: 'Mal' }] },
  ]);
  assert.deepEqual(
    (await recontact.hints('group')).map(({ accountId }) => accountId),
    ['y8@hub.example'],
  );
});

test('who was in any group before the block is somebody else', async () => {
  const world = await createWorld();
  const { recontact } = world.wellhouse;
  await recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Mal') }]);
  world.time.now += 1_000;
  await recontact.seeGroups([
    { groupId: 'choir', members: [...members('Ana'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  world.time.now += 1_000;
  await world.wellhouse.block(at('Mal'));
  await recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  assert.deepEqual(await recontact.hints('group'), []);
});

test('a clock that was a day ahead at a block points out who came afterwards, and nobody who was there', async () => {
  const { wellhouse, time } = await createWorld();
  const { recontact } = wellhouse;
  await recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Mal') }]);
  time.now += 24 * 3_600_000;
  const there = [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }];
  await recontact.seeGroups([{ groupId: 'group', members: there }]);
  // put right before the block: who was there came, by the clock alone, a day after it
  time.now -= 24 * 3_600_000;
  await wellhouse.block(at('Mal'));
  await recontact.seeGroups([{ groupId: 'group', members: [...there, ...members('Zoe')] }]);
  await recontact.seeGroups([{ groupId: 'choir', members: [{ accountId: 'x7@hub.example', name: 'MaI' }] }]);
  assert.deepEqual(await recontact.hints('group'), []);

  time.now += 48 * 3_600_000;
  await wellhouse.block(at('Zoe'));
  time.now -= 48 * 3_600_000;
  await wellhouse.prompts.wipeLog();
  await recontact.seeGroups([
    { groupId: 'group', members: [...there, { accountId: 'y8@hub.example', name: 'Zoë 2' }] },
  ]);
  assert.deepEqual(
    (await recontact.hints('group')).map(({ blocked, accountId }) => [blocked, accountId]),
    [[at('Zoe'), 'y8@hub.example']],
  );
});

test('what was written down by the clock alone, before there were moments, comes before what comes now', async () => {
  const { wellhouse, storage, time } = await createWorld();
  const later = time.now + 24 * 3_600_000;
  const mal = { accountId: at('Mal'), name: 'Mal', since: 0, goneAt: null };
  await storage.write([
    { store: 'people', key: '', value: { groupId: '', people: [] } },
    { store: 'people', key: 'group', value: { groupId: 'group', people: [mal] } },
    { store: 'block', key: at('Mal'), value: { accountId: at('Mal'), blockedAt: later } },
  ]);
  await wellhouse.recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  assert.equal((await wellhouse.recontact.hints('group'))[0]?.accountId, 'x7@hub.example');
});

test('a block list of before this device looked at groups points at nobody who was there', async () => {
  const world = await createWorld();
  await world.wellhouse.block(at('Mal'));
  world.time.now += 1_000;
  const { recontact } = world.wellhouse;
  await recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  assert.deepEqual(await recontact.hints('group'), []);
});

test('words that the blocked person wrote, written again by somebody new, are a sign', async () => {
  const { recontact, time } = await createBlocked();
  await recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Ben', 'Sunny') }]);
  const asked: string[] = [];
  const untils: (number | undefined)[] = [];
  const earlier = async ({ accountId, hubTime }: StoredBlock) => {
    asked.push(accountId);
    untils.push(hubTime);
    return ['hello', words];
  };
  await recontact.seeMessage({ groupId: 'group', sender: at('Ben'), text: words }, earlier);
  await recontact.seeMessage({ groupId: 'group', sender: at('Sunny'), text: 'hello' }, earlier);
  await recontact.seeMessage({ groupId: 'group', sender: at('Ana'), text: words }, earlier);
  assert.deepEqual(asked, [], 'neither old members, nor greetings, nor one’s own words are compared');
  await recontact.seeMessage({ groupId: 'group', sender: at('Sunny'), text: `${words}!` }, earlier);
  assert.deepEqual(asked, [at('Mal')]);
  assert.deepEqual(untils, [time.now - 1_000], 'nothing counts that came after the block');
  assert.deepEqual((await recontact.hints('group'))[0]?.signs, ['took-place', 'same-words']);
});

test('“it is somebody else” is remembered, over a restart', async () => {
  const { recontact, storage, open } = await createBlocked();
  const all = [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }];
  await recontact.seeGroups([{ groupId: 'group', members: all }]);
  await recontact.close({ blocked: at('Mal'), accountId: 'x7@hub.example' });
  assert.deepEqual(await recontact.hints('group'), []);
  const again = open(storage).recontact;
  await again.seeGroups([{ groupId: 'group', members: members('Ana', 'Mal') }]);
  await again.seeGroups([{ groupId: 'group', members: all }]);
  assert.deepEqual(await again.hints('group'), []);
});

test('once either is no matter any more nothing is pointed out: blocked as well, gone, or unblocked', async () => {
  const { recontact, wellhouse } = await createBlocked();
  const all = [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }];
  await recontact.seeGroups([{ groupId: 'group', members: all }]);
  await wellhouse.block('x7@hub.example');
  assert.equal((await recontact.hints('group')).length, 0);
  await wellhouse.unblock('x7@hub.example');
  assert.equal((await recontact.hints('group')).length, 1);
  await recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Mal') }]);
  assert.equal((await recontact.hints('group')).length, 0);
  await recontact.seeGroups([{ groupId: 'group', members: all }]);
  await wellhouse.unblock(at('Mal'));
  assert.equal((await recontact.hints('group')).length, 0);
});

test('nobody is blocked by it, and nobody hears of it', async () => {
  const { recontact, wellhouse, server } = await createBlocked();
  await recontact.seeGroups([
    { groupId: 'group', members: [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  assert.equal(await wellhouse.isBlocked('x7@hub.example'), false);
  assert.deepEqual(await wellhouse.reports(), []);
  assert.deepEqual(server.calls, []);
});

test('while nobody is blocked nothing is compared', async () => {
  const { wellhouse } = await createWorld();
  await wellhouse.recontact.seeGroups([{ groupId: 'group', members: members('Ana', 'Mal', 'Ma1') }]);
  const never = () => assert.fail('asked what nobody blocked wrote');
  await wellhouse.recontact.seeMessage({ groupId: 'group', sender: at('Mal'), text: words }, never);
  assert.deepEqual(await wellhouse.recontact.hints('group'), []);
});

test('at the first start everybody in every group was there before, not only those of the first group', async () => {
  const { wellhouse, time } = await createWorld();
  await wellhouse.block(at('Mal'));
  time.now += 1_000;
  await wellhouse.recontact.seeGroups([
    { groupId: 'group', members: members('Ana', 'Mal') },
    { groupId: 'choir', members: [...members('Ana', 'Mal'), { accountId: 'x7@hub.example', name: 'Ma1' }] },
  ]);
  assert.deepEqual(await wellhouse.recontact.hints('choir'), []);
});

test('a device that began without any group knows that the first one is new', async () => {
  const { wellhouse, time } = await createWorld();
  await wellhouse.recontact.seeGroups([]);
  await wellhouse.block(at('Mal'));
  time.now += 1_000;
  const someone = { accountId: 'mal2@hub.example', name: 'Sunny' };
  await wellhouse.recontact.seeGroups([{ groupId: 'group', members: [...members('Ana'), someone] }]);
  assert.equal((await wellhouse.recontact.hints('group')).length, 1);
});

test('who is blocked cannot take another’s name, so that the other is pointed out when they come', async () => {
  const { recontact, time } = await createBlocked();
  const renamed = { accountId: at('Mal'), name: 'Lena Fischer' };
  await recontact.seeGroups([{ groupId: 'group', members: [...members('Ana', 'Ben'), renamed] }]);
  await recontact.seeGroups([{ groupId: 'choir', members: [...members('Ana'), renamed] }]);
  time.now += 1_000;
  const lena = { accountId: 'lf88@hub.example', name: 'Lena Fischer' };
  await recontact.seeGroups([{ groupId: 'group', members: [...members('Ana', 'Ben'), renamed, lena] }]);
  await recontact.seeGroups([{ groupId: 'choir', members: [...members('Ana'), renamed, lena] }]);
  assert.deepEqual(await recontact.hints('group'), []);
  assert.deepEqual(await recontact.hints('choir'), []);
});

test('who comes under another name and then takes the blocked one is pointed out', async () => {
  const { recontact, time } = await createBlocked();
  const newcomer = (name: string) => ({ accountId: 'x7@hub.example', name });
  await recontact.seeGroups([{ groupId: 'group', members: [...members('Ana', 'Ben'), newcomer('Sunny')] }]);
  assert.deepEqual(await recontact.hints('group'), []);
  time.now += 1_000;
  await recontact.seeGroups([{ groupId: 'group', members: [...members('Ana', 'Ben'), newcomer('Ma1')] }]);
  assert.deepEqual((await recontact.hints('group'))[0]?.signs, ['alike-name', 'took-place']);
});

test('wiping does not make a name that was taken after the block one of before', async () => {
  const { recontact, wellhouse, time } = await createBlocked();
  const renamed = { accountId: 'mal@hub.example', name: 'Lena Fischer' };
  await recontact.seeGroups([{ groupId: 'choir', members: [...members('Ana'), renamed] }]);
  await wellhouse.prompts.wipeLog();
  time.now += 1_000;
  const lena = { accountId: 'lf88@hub.example', name: 'Lena Fischer' };
  await recontact.seeGroups([{ groupId: 'choir', members: [...members('Ana'), renamed, lena] }]);
  assert.deepEqual(await recontact.hints('choir'), []);
});
