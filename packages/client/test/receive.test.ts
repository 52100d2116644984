import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateHubKey } from '@wellhouse/franking';
import { groupId, startOfTime } from './support/hub.ts';
import { createWorld } from './support/world.ts';

test('a stamped message is shown, with what a report needs', async () => {
  const { wellhouse, hub } = await createWorld();
  const result = await wellhouse.receive(hub.text('mal@hub.example', 'hello'));
  assert.ok(result.shown);
  assert.equal(result.repeated, false);
  assert.deepEqual(result.message.parts, [{ type: 'text', text: 'hello' }]);
  assert.equal(result.message.stamp.context.sequence, 1n);
  const draft = await wellhouse.draft({
    messages: [{ content: result.message.content, stamp: result.message.stampBytes }],
    reported: 0,
  });
  assert.equal(draft.state.entries.length, 1);
});

test('one’s own message takes the same way once its stamp comes back', async () => {
  const { wellhouse, hub } = await createWorld();
  assert.ok((await wellhouse.receive(hub.text('ana@hub.example', 'mine'))).shown);
});

const attacks = {
  'content that the tag does not commit to': { change: { content: 'other' }, code: 'tag-mismatch' },
  'a message moved into another group': { change: { groupId: new Uint8Array([9]) }, code: 'group-mismatch' },
  'a message of another sender': { change: { sender: 'ben@hub.example' }, code: 'sender-mismatch' },
  'a message of another epoch': { change: { epoch: 4n }, code: 'epoch-mismatch' },
  'a stamp that covers other bytes': { change: { message: new Uint8Array([1]) }, code: 'message-mismatch' },
  'no tag at all': { change: { authenticatedData: new Uint8Array() }, code: null },
  'no stamp': { change: { stamp: new Uint8Array() }, code: 'stamp-malformed' },
} as const;

for (const [attack, { change, code }] of Object.entries(attacks)) {
  test(`${attack} is dropped and counted`, async () => {
    const { wellhouse, hub } = await createWorld();
    const events: string[] = [];
    wellhouse.subscribe((event) => events.push(event.type));
    const message = hub.text('mal@hub.example', 'hello');
    const other = hub.text('mal@hub.example', 'other words');
    const changes = 'content' in change ? { content: other.content } : change;
    const result = await wellhouse.receive({ ...message, ...changes });
    assert.ok(!result.shown);
    assert.equal(result.retry, false);
    if (code) assert.equal(result.code, code);
    assert.equal(await wellhouse.dropped(), 1);
    assert.deepEqual(events, ['dropped']);
  });
}

test('a replayed message is dropped, also after a restart', async () => {
  const world = await createWorld();
  const first = world.hub.text('mal@hub.example', 'one');
  const second = world.hub.text('mal@hub.example', 'two');
  assert.ok((await world.wellhouse.receive(first)).shown);
  assert.ok((await world.wellhouse.receive(second)).shown);
  const reopened = world.open(world.storage);
  const replay = await reopened.receive(first);
  assert.ok(!replay.shown);
  assert.equal(replay.code, 'sequence-not-new');
  assert.equal(await reopened.dropped(groupId), 1);
});

test('the hub’s clock running backwards is noticed over a restart', async () => {
  const world = await createWorld();
  assert.ok((await world.wellhouse.receive(world.hub.text('mal@hub.example', 'one'))).shown);
  const earlier = world.hub.say({ sender: 'mal@hub.example', parts: [{ type: 'text', text: 'two' }], after: -30 });
  const result = await world.open(world.storage).receive(earlier);
  assert.ok(!result.shown);
  assert.equal(result.code, 'time-backwards');
});

test('the very last message may come again after a crash, and says so; a third form of it may not', async () => {
  const { wellhouse, hub } = await createWorld();
  await wellhouse.receive(hub.text('mal@hub.example', 'zero'));
  const message = hub.text('mal@hub.example', 'one');
  await wellhouse.receive(message);
  const again = await wellhouse.receive(message);
  assert.ok(again.shown && again.repeated);
  const forged = await wellhouse.receive({ ...message, content: hub.text('mal@hub.example', 'x').content });
  assert.ok(!forged.shown);
});

test('two messages that arrive at once are both judged against one order', async () => {
  const { wellhouse, hub } = await createWorld();
  const one = hub.text('mal@hub.example', 'one');
  const two = hub.text('mal@hub.example', 'two');
  const results = await Promise.all([wellhouse.receive(two), wellhouse.receive(one)]);
  assert.deepEqual(
    results.map(({ shown }) => shown),
    [true, false],
  );
});

test('a key that the hub rotated in is fetched; a message of it waits while the server is away', async () => {
  const world = await createWorld();
  await world.wellhouse.receive(world.hub.text('mal@hub.example', 'old key'));
  const key = generateHubKey({ keyId: 2, notBefore: startOfTime, notAfter: startOfTime + 86_400_000 });
  world.server.state.hubKeys.push(key);
  const message = world.hub.say({ sender: 'mal@hub.example', parts: [{ type: 'text', text: 'new key' }], key });
  world.time.now += 120_000;
  world.server.state.fault = () => 'network';
  const waiting = await world.wellhouse.receive(message);
  assert.ok(!waiting.shown && waiting.retry);
  assert.equal(await world.wellhouse.dropped(), 0);
  world.server.state.fault = () => null;
  world.time.now += 60_000;
  assert.ok((await world.wellhouse.receive(message)).shown);
});

test('forged key ids do not make the device ask the server again and again', async () => {
  const world = await createWorld();
  await world.wellhouse.config();
  world.time.now += 120_000;
  const key = generateHubKey({ keyId: 77, notBefore: startOfTime, notAfter: startOfTime + 86_400_000 });
  for (let count = 0; count < 10; count++) {
    const forged = world.hub.say({ sender: 'mal@hub.example', parts: [{ type: 'text', text: 'x' }], key });
    assert.ok(!(await world.wellhouse.receive(forged)).shown);
  }
  assert.equal(world.server.calls.filter((call) => call === 'GET report-config').length, 2);
});

test('without any configuration nothing is shown, and nothing is lost', async () => {
  const world = await createWorld();
  world.server.state.fault = () => 'network';
  const message = world.hub.text('mal@hub.example', 'hello');
  const result = await world.wellhouse.receive(message);
  assert.ok(!result.shown && result.retry);
  world.server.state.fault = () => null;
  world.time.now += 60_000;
  assert.ok((await world.wellhouse.receive(message)).shown);
});
