import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const listed = 'https://app.example';
let server: TestServer;
before(async () => {
  const hub = {
    hubId: 'hub.example',
    apiSecret: 'x'.repeat(32),
    webhookUrl: null,
    webhookSecret: null,
    origins: [listed],
  };
  server = await startTestServer({ hubs: [hub] });
});
after(() => server.close());

async function allowedOrigin(url: string, origin: string, method: 'GET' | 'OPTIONS' = 'GET') {
  const preflight = method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {};
  const response = await server.app.inject({ method, url, headers: { origin, ...preflight } });
  assert.notEqual(response.headers['access-control-allow-credentials'], 'true');
  return response.headers['access-control-allow-origin'];
}

test('a page of a listed origin may call what a device needs', async () => {
  assert.equal(await allowedOrigin('/v1/report-config', listed), listed);
  assert.equal(await allowedOrigin('/v1/reports', listed, 'OPTIONS'), listed);
  assert.equal(await allowedOrigin('/v1/album-uploads/x', listed, 'OPTIONS'), listed);
});

test('a page of another origin may not', async () => {
  for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null']) {
    assert.equal(await allowedOrigin('/v1/report-config', origin), undefined, origin);
    assert.equal(await allowedOrigin('/v1/reports', origin, 'OPTIONS'), undefined, origin);
  }
});

test('no page of another origin may call what staff use', async () => {
  for (const url of ['/v1/staff/login', '/v1/staff/me', '/v1/cases', '/v1/audit']) {
    assert.equal(await allowedOrigin(url, listed), undefined, url);
    assert.equal(await allowedOrigin(url, listed, 'OPTIONS'), undefined, url);
  }
});
