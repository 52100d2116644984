/** How a page gets its packs and remembers their versions; no browser is needed for it. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { packUrl, storedVersions } from '@wellhouse/classifiers/browser';

test('a pack is fetched whole; a refusal of the server, an endless one and a broken connection are errors', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/good') response.end('pack');
    else if (request.url === '/endless') {
      const send = () => {
        while (response.write(Buffer.alloc(2 ** 20)));
      };
      response.on('drain', send);
      send();
    } else if (request.url === '/broken') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    } else if (request.url !== '/silent') response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const load = (path: string, signal?: AbortSignal) =>
    packUrl('en', `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`).load(signal);
  assert.equal(new TextDecoder().decode(await load('/good')), 'pack');
  await assert.rejects(load('/missing'), /answered 404/);
  await assert.rejects(load('/endless'), { code: 'too-large' });
  await assert.rejects(load('/broken'));
  const stop = new AbortController();
  const silent = load('/silent', stop.signal);
  stop.abort(new Error('nobody waits'));
  await assert.rejects(silent, /nobody waits/);
});

test('versions are kept in storage and only grow', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
  };
  const memory = storedVersions(storage);
  assert.deepEqual(memory.all(), {});
  memory.saw('text-en', 3);
  memory.saw('text-de', 1);
  memory.saw('text-en', 2);
  assert.deepEqual(storedVersions(storage).all(), { 'text-en': 3, 'text-de': 1 });
});

test('storage that holds nonsense, is full or forbidden costs the memory and nothing else', () => {
  for (const content of ['{', 'null', '[]', '"x"', '{"text-en":"9"}', '{"text-en":1e400}', '{"text-en":null}']) {
    assert.deepEqual(storedVersions({ getItem: () => content, setItem: () => undefined }).all(), {}, content);
  }
  const refuse = () => {
    throw new Error('forbidden');
  };
  const memory = storedVersions({ getItem: refuse, setItem: refuse });
  memory.saw('text-en', 1);
  assert.deepEqual(memory.all(), {});
});
