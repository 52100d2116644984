import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createHub, memorySequenceStore, PublishHubKeysError, type RetiredHubKey } from '@wellhouse/hub';
import { openHubKeys } from '../src/delivery/hub-keys.ts';
import { keepHubKeys } from '../src/delivery/keep-hub-keys.ts';
import { createDeliveryService } from '../src/delivery/service.ts';

const dayMs = 24 * 3_600_000;
const now = Date.parse('2026-11-24T12:00:00Z');
const hubId = 'messenger.localhost';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('the stamp keys are made once, kept from other users, and made anew before they end', async (t) => {
  const path = join(folderFor(t), 'keys', 'hub-keys.json');
  const openAt = async (time: number) => (await openHubKeys({ path, hubId, clock: () => time })).current();
  const first = await openAt(now);
  assert.equal(first.length, 1);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await openAt(now + dayMs), first);

  const end = first[0]?.notAfter ?? 0;
  const renewed = await openAt(end - 2 * dayMs);
  assert.equal(renewed.length, 2);
  assert.deepEqual(renewed[0], first[0]);
  const next = renewed[1]?.notBefore ?? 0;
  assert.ok(next > end - 2 * dayMs, 'there to be fetched before it is used');
  assert.ok(next <= end, 'no time without a key');
  assert.deepEqual(await openAt(end - 2 * dayMs), renewed);
});

test('a damaged key file stops the start and is not overwritten', async (t) => {
  const path = join(folderFor(t), 'hub-keys.json');
  writeFileSync(path, '[{"keyId":1}]');
  await assert.rejects(openHubKeys({ path, hubId, clock: () => now }), { name: 'HubKeysError' });
  assert.equal(readFileSync(path, 'utf8'), '[{"keyId":1}]');
});

test('a running service renews, retires and publishes its keys on its own', async (t) => {
  const folder = folderFor(t);
  let time = now;
  const clock = () => time;
  const keys = await openHubKeys({ path: join(folder, 'hub-keys.json'), hubId, clock });
  const [first] = keys.current();
  assert.ok(first?.privateKey);
  const hub = createHub({ hubId, keys: keys.current(), store: memorySequenceStore(), clock });
  const secret = Buffer.from(first.privateKey).toString('base64url');
  const told: RetiredHubKey[][] = [];
  const stop = new AbortController();
  const published = () => keys.retired().find((key) => key.keyId === first.keyId)?.privateKey;

  // one look at the keys a time, then a day passes; the safety server is away every third day
  for (let day = 0; day <= 125; day++, time += dayMs) {
    const once = new AbortController();
    const publish = async (_: unknown, retired: readonly RetiredHubKey[]) => {
      once.abort();
      if (day % 3 === 0) throw new PublishHubKeysError('unreachable', null, 'away');
      told.push([...retired]);
    };
    await keepHubKeys({ keys, hub, publish, stopped: AbortSignal.any([stop.signal, once.signal]) });
    assert.ok(
      hub.publicKeys().some((key) => key.notBefore <= time && time <= key.notAfter),
      `day ${day}`,
    );
    const isOver: boolean = time > first.notAfter + 90 * dayMs;
    assert.equal(
      hub.publicKeys().some((key) => key.keyId === first.keyId),
      !isOver,
      `day ${day}`,
    );
    if (!isOver) assert.equal(published(), undefined);
  }
  assert.equal(published(), secret, 'the signing key is public');
  assert.ok(
    !readFileSync(join(folder, 'hub-keys.json'), 'utf8').includes(Buffer.from(first.macKey).toString('base64url')),
  );
  const withKey = told.findIndex((list) => list.some((key) => key.privateKey !== null));
  const withoutKey = told.findIndex((list) => list.some((key) => key.privateKey === null));
  assert.ok(withoutKey >= 0 && withKey > withoutKey, 'receivers could know before the key was out');
});

test('anyone can read the retired keys', async (t) => {
  const entry = { hubId, keyId: 1, privateKey: 'x', publicKey: 'y', notBefore: '', notAfter: '', retiredAt: '' };
  const { app } = await createDeliveryService({
    ...{ hubId, apiSecret: 'a'.repeat(32), webhookSecret: `whsec_${'a'.repeat(32)}`, safetyUrl: 'http://127.0.0.1:1' },
    ...{ stateDirectory: folderFor(t), hubKeys: [], webRoot: null, suggestedNames: [], clock: () => now },
    retiredHubKeys: () => [entry],
  });
  t.after(() => app.close());
  const response = await app.inject({ url: '/api/retired-hub-keys' });
  assert.deepEqual([response.statusCode, response.json()], [200, { keys: [entry] }]);
});
