import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-console-'));
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await writeFile(join(folder, 'dist/.env'), 'hidden');
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(folder, 'dist/assets/app-1a2b.js'), 'export {}');
  server = await startTestServer({ environment: { WELLHOUSE_CONSOLE: join(folder, 'dist') } });
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function get(url: string, accept = 'text/html') {
  return server.app.inject({ method: 'GET', url, headers: { accept } });
}

test('every page of the console is its index, never cached', async () => {
  for (const url of ['/', '/queue', '/cases/5b0c6f0e-6a3c-4d6c-9d0a-0f6f3c1d2b11', '/first-login', '/index.html']) {
    const response = await get(url);
    assert.equal(response.statusCode, 200, url);
    assert.match(response.body, /<title>console/);
    assert.equal(response.headers['cache-control'], 'no-cache', url);
    assert.match(String(response.headers['content-security-policy']), /script-src 'self'/);
  }
});

test('hashed files are cached for good', async () => {
  const response = await get('/assets/app-1a2b.js', '*/*');
  assert.equal(response.statusCode, 200);
  assert.match(String(response.headers['cache-control']), /max-age=31536000, immutable/);
  assert.match(String(response.headers['content-type']), /javascript/);
});

test('a missing file is a 404 and no page; an unknown operation stays a problem', async () => {
  for (const url of ['/assets/gone.js', '/favicon.png', '/v1/nope', '/v1', '/v1/']) {
    const response = await get(url);
    assert.equal(response.statusCode, 404, url);
    assert.match(String(response.headers['content-type']), /problem\+json/);
  }
  assert.equal((await get('/queue', 'application/json')).statusCode, 404);
});

test('no path leads out of the console’s folder or to hidden files', async () => {
  for (const url of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/.env',
    '/assets/%00',
    '/%2fetc/passwd',
  ]) {
    const response = await get(url);
    assert.doesNotMatch(response.body, /outside|hidden|root:/, url);
    assert.notEqual(response.statusCode, 500, url);
  }
});
