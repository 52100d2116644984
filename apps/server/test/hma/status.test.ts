import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HmaServer, madeUp, startHmaServer } from './support/hma-server.ts';

let server: HmaServer;
let load: () => void;

before(async () => {
  const loaded = new Promise<void>((resolve) => {
    load = resolve;
  });
  const known = { ready: () => loaded, close: async () => {} };
  server = await startHmaServer({
    known: { ...known, find: async () => ({ found: [], versions: {} }), findMany: async () => [] },
  });
  await server.addList(
    'a',
    `pdq ${madeUp('1', 32)}\npdq ${madeUp('2', 32)}\nvideo_md5 ${madeUp('3', 16)}\nmd5 ${madeUp('4', 16)}\n`,
  );
  await server.addList('b', `pdq ${madeUp('5', 32)}\nurl https://example.org/\n`, { state: 'shadow' });
  await server.addList('c', `pdq ${madeUp('6', 32)}\n`, { kind: 'negative' });
});
after(() => server.close());

const nothing = { present: false, built_to: -1, size: 0 };

test('until the lists are loaded the server says so, and is alive all the same', async () => {
  assert.deepEqual(await server.get('/status'), { status: 503, body: 'INDEX-NOT-LOADED' });
  assert.deepEqual(await server.get('/status/live'), { status: 200, body: 'I-AM-ALIVE' });
  assert.deepEqual((await server.get('/m/index/status?signal_type=pdq')).body, { pdq: nothing });
});

test('once they are, it is ready, and says how many signals of each type can be found', async () => {
  load();
  await server.get('/status');
  assert.deepEqual(await server.get('/status'), { status: 200, body: 'I-AM-ALIVE' });
  const { body } = await server.get('/m/index/status');
  const sizes = Object.entries(body as Record<string, { size: number }>).map(([name, { size }]) => [name, size]);
  assert.deepEqual(Object.fromEntries(sizes), { pdq: 3, video_md5: 1, md5: 1, sha1: 0, sha256: 0, video_sha256: 0 });
  assert.equal(body.pdq.present, true);
  assert(Math.abs(body.pdq.built_to - Date.now() / 1_000) < 600);
  assert.deepEqual(body.sha1, { present: true, built_to: -1, size: 0 });
});

test('what changes on a list is counted at the next question', async () => {
  await server.addList('d', `pdq ${madeUp('7', 32)}\n`);
  assert.equal((await server.get('/m/index/status')).body.pdq.size, 4);
  assert.equal((await server.send('POST', '/c/bank/D/signal', { pdq: madeUp('8', 32) })).status, 403);
  await server.addList('e', '', { state: 'shadow' });
  assert.equal((await server.send('POST', '/c/bank/E/signal', { pdq: madeUp('8', 32) })).status, 200);
  assert.equal((await server.get('/m/index/status?signal_type=pdq')).body.pdq.size, 5);
});

test('a type that is none is refused', async () => {
  assert.deepEqual(await server.get('/m/index/status?signal_type=tmk'), {
    status: 400,
    body: { message: "No such signal type 'tmk'", code: 'invalid-request' },
  });
});

test('the site map lists every route, as Hasher-Matcher-Actioner writes them', async () => {
  const { body } = await server.get('/site-map');
  assert.deepEqual(body, [
    '/c/bank/<bank_name>',
    '/c/bank/<bank_name>/content',
    '/c/bank/<bank_name>/content/<int:content_id>',
    '/c/bank/<bank_name>/signal',
    '/c/banks',
    '/c/content_type',
    '/c/exchange/<string:exchange_name>',
    '/c/exchange/<string:exchange_name>/status',
    '/c/exchanges',
    '/c/exchanges/api/<string:api_name>',
    '/c/exchanges/apis',
    '/c/signal_type',
    '/c/signal_type/<signal_type_name>',
    '/h/hash',
    '/m/compare',
    '/m/index/status',
    '/m/lookup',
    '/m/raw_lookup',
    '/site-map',
    '/status',
    '/status/live',
  ]);
});

test('nothing is loaded before the first question, and all of it is ended with the server', async () => {
  let asked = 0;
  let closed = 0;
  const own = await startHmaServer({
    known: {
      find: async () => ({ found: [], versions: {} }),
      findMany: async () => [],
      ready: async () => {
        asked += 1;
      },
      close: async () => {
        closed += 1;
      },
    },
  });
  await own.get('/c/banks');
  assert.equal(asked, 0);
  await own.get('/status');
  assert.equal(asked, 1);
  await own.close();
  assert.equal(closed, 1);
});
