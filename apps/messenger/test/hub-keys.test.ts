import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadHubKeys } from '../src/delivery/hub-keys.ts';

const dayMs = 24 * 3_600_000;
const now = Date.parse('2026-11-24T12:00:00Z');

test('the stamp keys are made once, kept from other users, and made anew before they end', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'keys', 'hub-keys.json');
  const first = await loadHubKeys(path, now);
  assert.equal(first.length, 1);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await loadHubKeys(path, now + dayMs), first);

  const end = first[0]?.notAfter ?? 0;
  const renewed = await loadHubKeys(path, end - 2 * dayMs);
  assert.equal(renewed.length, 2);
  assert.deepEqual(renewed[0], first[0]);
  const next = renewed[1]?.notBefore ?? 0;
  assert.ok(next > end - 2 * dayMs, 'there to be fetched before it is used');
  assert.ok(next <= end, 'no time without a key');
  assert.deepEqual(await loadHubKeys(path, end - 2 * dayMs), renewed);
});

test('a damaged key file stops the start and is not overwritten', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'hub-keys.json');
  writeFileSync(path, '[{"keyId":1}]');
  await assert.rejects(loadHubKeys(path, now), { name: 'HubKeysError' });
  assert.equal(readFileSync(path, 'utf8'), '[{"keyId":1}]');
});
