import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drillHub } from '../../src/platform/drill-hub.ts';
import { type HmaServer, startHmaServer } from './support/hma-server.ts';

let server: HmaServer;
before(async () => {
  server = await startHmaServer();
});
after(() => server.close());

const isHma = ({ url }: { url: string }) => /^\/([hmc]\/|status|site-map)/.test(url);
const routes = () => server.whole.routeAccess.filter(isHma);
const call = (method: string, url: string, headers: Record<string, string>) =>
  server.whole.inject({
    method: method as 'GET',
    url: url.replace(/:\w+/g, '1'),
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { payload: {} }),
  });

test('every route is in the table of routes, for callers with the secret of a hub', () => {
  assert(routes().length > 30);
  for (const { method, url, access } of routes()) assert.equal(access, 'any-hub', `${method} ${url}`);
});

test('attack: no route answers without the secret of a hub, whatever else is sent', async () => {
  const { headers } = await server.logIn('lead');
  const drill = drillHub(server.deps.keys).apiSecret;
  const secret = server.hub.authorization.replace('Bearer ', '');
  for (const { method, url } of routes()) {
    for (const given of [
      {},
      { ...headers },
      { authorization: `Bearer ${'A'.repeat(43)}` },
      { authorization: `Bearer ${secret.slice(0, -1)}` },
      { authorization: `Bearer ${secret}A` },
      { authorization: `Basic ${Buffer.from(`one.example:${secret}`).toString('base64')}` },
      { authorization: `Bearer ${drill}` },
    ]) {
      const response = await call(method, url, given);
      assert.equal(response.statusCode, 401, `${method} ${url}`);
      if (method !== 'HEAD') assert.deepEqual(Object.keys(response.json()), ['message', 'code']);
    }
  }
});

test('the secret of any hub of the operator’s is taken, and no answer is kept by anybody between', async () => {
  for (const headers of [server.hub, server.otherHub]) {
    for (const { method, url } of routes()) {
      const response = await call(method, url, headers);
      assert.notEqual(response.statusCode, 401, `${method} ${url}`);
      assert.equal(response.headers['cache-control'], 'no-store');
    }
  }
});

test('attack: the token is looked at before the body is, however large that is', async () => {
  const response = await server.whole.inject({
    method: 'POST',
    url: '/h/hash',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: Buffer.alloc(1_000_000),
  });
  assert.equal(response.statusCode, 401);
});

test('forms are read on these routes and nowhere else, and other errors stay problems', async () => {
  const response = await server.whole.inject({
    method: 'POST',
    url: '/v1/staff/login',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x--',
  });
  assert.equal(response.statusCode, 415);
  assert.match(response.headers['content-type']?.toString() ?? '', /^application\/problem\+json/);
});

test('attack: neither an error nor an answer says anything of the inside', async () => {
  const broken = await startHmaServer({
    known: {
      find: () => Promise.reject(new Error('connect to postgres://user:hunter2@db')),
      findMany: () => Promise.reject(new Error('unused')),
      ready: async () => {},
      close: async () => {},
    },
  });
  const { status, body } = await broken.get(`/m/lookup?signal_type=pdq&signal=${'a'.repeat(64)}`);
  assert.deepEqual([status, body.code], [500, 'internal']);
  assert.doesNotMatch(JSON.stringify(body), /hunter2|postgres/);
  await broken.close();
});
