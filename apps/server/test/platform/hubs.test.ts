import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HubsFileError, readHubsFile } from '../../src/platform/hubs.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-hubs-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function read(content: unknown) {
  const path = join(folder, 'hubs.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readHubsFile(path);
}

const apiSecret = 'api-secret-of-32-characters-or-more';
const webhook = { webhookUrl: 'http://127.0.0.1:8700/hook', webhookSecret: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz' };

test('without a file there is no hub', async () => {
  assert.deepEqual((await readHubsFile(null)).list(), []);
});

test('a listed hub is found by its name, another one is not', async () => {
  const hubs = await read([
    { hubId: 'one.example', apiSecret, ...webhook },
    { hubId: 'two.example', apiSecret },
  ]);
  assert.equal(hubs.get('one.example')?.webhookUrl, webhook.webhookUrl);
  assert.equal(hubs.get('two.example')?.webhookUrl, null);
  assert.equal(hubs.get('constructor'), null);
  assert.equal(hubs.list().length, 2);
});

const bad: [name: string, content: unknown, says: RegExp][] = [
  ['no JSON', '[{', /it is not JSON/],
  ['a short secret', [{ hubId: 'a', apiSecret: 'short-secret' }], /0\.apiSecret: use at least 32 characters/],
  [
    'a hub named twice',
    [
      { hubId: 'a', apiSecret },
      { hubId: 'a', apiSecret },
    ],
    /names a hub twice/,
  ],
  [
    'a webhook without its secret',
    [{ hubId: 'a', apiSecret, webhookUrl: webhook.webhookUrl }],
    /needs a webhookSecret/,
  ],
  [
    'a webhook that is no web address',
    [{ hubId: 'a', apiSecret, ...webhook, webhookUrl: 'file:///etc/passwd' }],
    /0\.webhookUrl/,
  ],
  ['a misspelt field', [{ hubId: 'a', apiSecret, webhook: 'x' }], /Unrecognized key/],
];
for (const [name, content, says] of bad) {
  test(`a list with ${name} is refused, naming the field and not the value`, async () => {
    await assert.rejects(read(content), (error) => {
      assert(error instanceof HubsFileError);
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /short-secret/);
      return true;
    });
  });
}

test('a missing file is an error, not an empty list', async () => {
  await assert.rejects(readHubsFile(join(folder, 'nowhere.json')), { code: 'hubs-file-invalid' });
});
