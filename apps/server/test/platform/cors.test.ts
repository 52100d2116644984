import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import { registerCors } from '../../src/platform/http/cors.ts';
import { createHubRegistry } from '../../src/platform/hubs.ts';

const listed = 'https://app.example.org';

async function appWithOneHub(): Promise<FastifyInstance> {
  const app = fastify();
  const secrets = { webhookUrl: null, webhookSecret: null, apiSecret: 'x'.repeat(32) };
  await registerCors(app, createHubRegistry([{ hubId: 'a.example', ...secrets, origins: [listed] }]));
  app.get('/v1/report-config', () => 'config');
  app.get('/v1/cases', () => 'cases');
  return app;
}

test("a page of a listed origin may ask for the report config, and is not offered the staff's cookies", async () => {
  const app = await appWithOneHub();
  const { headers } = await app.inject({ url: '/v1/report-config?locale=en', headers: { origin: listed } });
  assert.equal(headers['access-control-allow-origin'], listed);
  assert.equal(headers['access-control-allow-credentials'], undefined);
});

test('a page of another origin gets no permission to read the answer', async () => {
  const app = await appWithOneHub();
  const { headers } = await app.inject({ url: '/v1/report-config', headers: { origin: 'https://evil.example' } });
  assert.equal(headers['access-control-allow-origin'], undefined);
});

test("a listed origin gets no permission to read the staff's operations", async () => {
  const app = await appWithOneHub();
  const { headers } = await app.inject({ url: '/v1/cases', headers: { origin: listed } });
  assert.equal(headers['access-control-allow-origin'], undefined);
});

test('the preflight of a report names the idempotency key among the allowed headers', async () => {
  const app = await appWithOneHub();
  const { statusCode, headers } = await app.inject({
    method: 'OPTIONS',
    url: '/v1/reports',
    headers: { origin: listed, 'access-control-request-method': 'POST' },
  });
  assert.equal(statusCode, 204);
  assert.match(String(headers['access-control-allow-headers']), /idempotency-key/);
});
