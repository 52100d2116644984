import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { toBase64Url } from '@wellhouse/franking';
import { PublishHubKeysError, publishHubKeys } from '../src/index.ts';
import { hubId, key, makeHub, now } from './support/submission.ts';

const apiSecret = 'a secret of at least thirty-two bytes';

/** A real HTTP server on a free port of loopback. */
async function listen(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  return `http://127.0.0.1:${address.port}`;
}

test('puts the verifying keys, and never a private one, with the hub’s secret', async (t) => {
  let seen = { method: '', url: '', authorization: '', body: '' };
  const serverUrl = await listen(t, async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    seen = { method, url, authorization: headers.authorization ?? '', body };
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await publishHubKeys({ serverUrl, hubId, apiSecret, keys: makeHub().verifyKeys() });
  assert.deepEqual(
    [seen.method, seen.url, seen.authorization],
    ['PUT', `/v1/hubs/${hubId}/keys`, `Bearer ${apiSecret}`],
  );
  assert.deepEqual(JSON.parse(seen.body), {
    keys: [
      {
        keyId: 1,
        macKey: toBase64Url(key.macKey),
        publicKey: toBase64Url(key.publicKey),
        notBefore: new Date(key.notBefore).toISOString(),
        notAfter: new Date(key.notAfter).toISOString(),
      },
    ],
    retired: [],
  });
  assert.ok(!seen.body.includes(toBase64Url(key.privateKey)));
});

test('says which keys are retired, the newest if there are many, and their private keys once they are published', async (t) => {
  let body = '';
  const serverUrl = await listen(t, async (request, response) => {
    for await (const chunk of request) body += chunk;
    response.writeHead(200).end('{}');
  });
  const { macKey: _, ...fields } = key;
  const retired = Array.from({ length: 70 }, (_unused, index) => ({
    ...fields,
    keyId: index,
    privateKey: index === 69 ? null : key.privateKey,
    retiredAt: now,
    toldAt: null,
  }));
  await publishHubKeys({ serverUrl, hubId, apiSecret, keys: [key], retired });
  const told: unknown[] = JSON.parse(body).retired;
  assert.equal(told.length, 64);
  assert.deepEqual(told.at(-1), {
    keyId: 69,
    publicKey: toBase64Url(key.publicKey),
    privateKey: null,
    notBefore: new Date(key.notBefore).toISOString(),
    notAfter: new Date(key.notAfter).toISOString(),
    retiredAt: new Date(now).toISOString(),
  });
});

const answers = [
  [409, 'refused'],
  [401, 'refused'],
  [429, 'unreachable'],
  [503, 'unreachable'],
] as const;
for (const [status, code] of answers) {
  test(`an answer of ${status} is "${code}"`, async (t) => {
    const serverUrl = await listen(t, (_, response) => response.writeHead(status).end('why'));
    await assert.rejects(publishHubKeys({ serverUrl, hubId, apiSecret, keys: [key] }), (error) => {
      assert.ok(error instanceof PublishHubKeysError);
      assert.deepEqual([error.code, error.status], [code, status]);
      assert.ok(!error.message.includes(apiSecret));
      return true;
    });
  });
}

test('a server that is not there, or does not answer in time, is "unreachable"', async (t) => {
  const silent = await listen(t, () => undefined);
  const gone = 'http://127.0.0.1:1';
  for (const serverUrl of [silent, gone]) {
    const attempt = publishHubKeys({ serverUrl, hubId, apiSecret, keys: [key], timeoutMs: 200 });
    await assert.rejects(attempt, { code: 'unreachable', status: null });
  }
});
