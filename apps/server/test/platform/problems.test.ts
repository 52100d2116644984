import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Problem, problemBase, problems } from '@wellhouse/protocol';
import type { InjectOptions } from 'fastify';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer({ environment: { WELLHOUSE_LOGINS_PER_MINUTE: '1000' } });
});
after(() => server.close());

async function problemOf(request: InjectOptions) {
  const response = await server.app.inject(request);
  assert.match(response.headers['content-type']?.toString() ?? '', /^application\/problem\+json/);
  const problem = Problem.parse(response.json());
  assert.equal(response.statusCode, problem.status);
  assert.equal(problem.type, problemBase + problem.code);
  assert.equal(problem.requestId, response.headers['x-request-id']);
  return problem;
}

const login = { method: 'POST', url: '/v1/staff/login' } as const;
const json = { 'content-type': 'application/json' };

test('an unknown address is not-found', async () => {
  for (const url of ['/v1/nope', '/v1/', '/nope', '/v1/reports/%ff', '/%', `/v1/reports/${'x'.repeat(300)}`]) {
    assert.equal((await problemOf({ method: 'GET', url })).code, 'not-found', url);
  }
});

test('an unknown method is not-found', async () => {
  assert.equal((await problemOf({ method: 'DELETE', url: '/v1/staff/login' })).code, 'not-found');
});

test('a body that is not JSON is malformed-json, and nothing of it comes back', async () => {
  for (const payload of ['{', '{"a":1}}', '\u0000', 'hunter2']) {
    const problem = await problemOf({ ...login, headers: json, payload });
    assert.equal(problem.code, 'malformed-json');
    assert.doesNotMatch(JSON.stringify(problem), /hunter2/);
  }
});

test('a body that would change the prototype is malformed-json', async () => {
  for (const payload of ['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}']) {
    assert.equal((await problemOf({ ...login, headers: json, payload })).code, 'malformed-json');
  }
});

test('another content type is unsupported-media-type, form posts of other sites among them', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/octet-stream',
  ]) {
    const problem = await problemOf({ ...login, headers: { 'content-type': type }, payload: '{}' });
    assert.equal(problem.code, 'unsupported-media-type', type);
  }
});

test('a body above the limit is too-large', async () => {
  const payload = JSON.stringify({ email: 'a@example.org', password: 'x'.repeat(70_000) });
  assert.equal((await problemOf({ ...login, headers: json, payload })).code, 'too-large');
});

test('a missing body and a wrong form name the fields that are wrong', async () => {
  assert.equal((await problemOf({ ...login })).code, 'invalid-request');
  const problem = await problemOf({ ...login, payload: { email: 'not an address', more: 1 } });
  assert.equal(problem.code, 'invalid-request');
  const fields = problem.fields?.map(({ field }) => field) ?? [];
  assert(fields.includes('/body/email'));
  assert(fields.includes('/body/password'));
});

test('a wrong query parameter is named', async () => {
  const lead = await server.logIn('lead');
  const problem = await problemOf({ method: 'GET', url: '/v1/audit?limit=9999', headers: lead.headers });
  assert.deepEqual(
    problem.fields?.map(({ field }) => field),
    ['/query/limit'],
  );
});

test('a wrong path parameter is named', async () => {
  const admin = await server.logIn('admin');
  const problem = await problemOf({ method: 'PATCH', url: '/v1/staff/me', headers: admin.headers, payload: {} });
  assert.deepEqual(
    problem.fields?.map(({ field }) => field),
    ['/params/staffId'],
  );
});

test('a request that is no HTTP is refused without harm', async () => {
  const url = new URL(await server.listen());
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write('NONSENSE\r\n\r\n'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.equal((await fetch(`${url.origin}/healthz`)).status, 200);
});

test('every answer carries the security headers, errors too', async () => {
  for (const url of ['/healthz', '/v1/nope', '/v1/staff/me']) {
    const { headers } = await server.app.inject({ method: 'GET', url });
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
    assert.doesNotMatch(String(headers['content-security-policy']), /script-src[^;]*unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    if (url.startsWith('/v1/')) assert.equal(headers['cache-control'], 'no-store');
  }
});

test('the list of the team says nothing of passwords', async () => {
  const admin = await server.logIn('admin');
  const response = await server.app.inject({ method: 'GET', url: '/v1/staff', headers: admin.headers });
  assert.equal(response.statusCode, 200);
  assert.doesNotMatch(response.body, /password|hash|argon2/);
});

test('docs/problems.md names every code with its status', async () => {
  const page = await readFile(new URL('../../../../docs/problems.md', import.meta.url), 'utf8');
  for (const [code, { status }] of Object.entries(problems)) {
    assert.match(page, new RegExp(`\\| \`${code}\` \\| ${status} \\|`), code);
  }
});
