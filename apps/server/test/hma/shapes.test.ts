import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { z } from 'zod';
import { drawFile } from './support/draw-photo.ts';
import { type Answer, type HmaServer, madeUp, startHmaServer, turnedOver } from './support/hma-server.ts';
import { recordedShapes as shapes } from './support/recorded-shapes.ts';

let site: Server;
let server: HmaServer;
let photo: Buffer;
let address = '';
const pdq = madeUp('known', 32);

before(async () => {
  photo = await drawFile({ seed: 6 });
  site = createServer((_request, response) => response.setHeader('content-type', 'image/png').end(photo));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  address = encodeURIComponent(`${origin}/photo.png`);
  server = await startHmaServer({ environment: { WELLHOUSE_HMA_ORIGINS: origin } });
  const hash = (await server.upload('/h/hash', { photo })).body.pdq;
  await server.addList('known', `pdq ${turnedOver(pdq, 3)}\npdq ${hash}\nvideo_md5 ${madeUp('film', 16)}\n`);
  await server.addList('own', '', { state: 'shadow' });
  await server.addList('ncmec', `pdq ${madeUp('theirs', 32)}\n`, { source: 'ncmec' });
});
after(async () => {
  site.close();
  await server.close();
});

/** Each answer is of the recorded shape and is not empty, which would have any shape. */
const answers: Record<string, [shape: z.ZodType, status: number, ask: () => Promise<Answer>]> = {
  'GET /h/hash': [shapes.hash, 200, () => server.get(`/h/hash?url=${address}`)],
  'POST /h/hash': [shapes.hash, 200, () => server.upload('/h/hash', { photo })],
  'GET /m/lookup, a signal': [shapes.lookupSignal, 200, () => server.get(`/m/lookup?signal_type=pdq&signal=${pdq}`)],
  'GET /m/lookup, a digest': [
    shapes.lookupSignal,
    200,
    () => server.get(`/m/lookup?signal_type=video_md5&signal=${madeUp('film', 16)}`),
  ],
  'GET /m/lookup, an address': [shapes.lookupFile, 200, () => server.get(`/m/lookup?url=${address}`)],
  'GET /m/lookup, an address and a type': [
    shapes.lookupSignal,
    200,
    () => server.get(`/m/lookup?url=${address}&signal_type=pdq`),
  ],
  'POST /m/lookup': [shapes.lookupFile, 200, () => server.upload('/m/lookup', { photo })],
  'GET /m/raw_lookup': [shapes.rawLookup, 200, () => server.get(`/m/raw_lookup?signal_type=pdq&signal=${pdq}`)],
  'GET /m/raw_lookup with distances': [
    shapes.rawLookupWithDistance,
    200,
    () => server.get(`/m/raw_lookup?signal_type=pdq&signal=${pdq}&include_distance=1`),
  ],
  'POST /m/compare': [shapes.compare, 200, () => server.send('POST', '/m/compare', { pdq: [pdq, turnedOver(pdq, 9)] })],
  'GET /m/index/status': [shapes.indexStatus, 200, () => server.get('/m/index/status')],
  'GET /c/banks': [shapes.banks, 200, () => server.get('/c/banks')],
  'GET /c/bank/<B>': [shapes.bank, 200, () => server.get('/c/bank/KNOWN')],
  'POST /c/bank/<B>/content, a file': [shapes.addedContent, 200, () => server.upload('/c/bank/OWN/content', { photo })],
  'POST /c/bank/<B>/content, an address': [
    shapes.addedContent,
    200,
    () => server.send('POST', `/c/bank/OWN/content?url=${address}`),
  ],
  'POST /c/bank/<B>/signal': [shapes.addedContent, 200, () => server.send('POST', '/c/bank/OWN/signal', { pdq })],
  'GET /c/bank/<B>/content/<id>': [
    shapes.content,
    200,
    async () => {
      const { body } = await server.send('POST', '/c/bank/OWN/signal', { pdq: madeUp('own', 32) });
      return server.get(`/c/bank/OWN/content/${body.id}?include_signals=true`);
    },
  ],
  'GET /c/bank/<B>/content/<id>, of an exchange': [
    shapes.content,
    200,
    async () => server.get(`/c/bank/NCMEC/content/${await firstId('ncmec')}`),
  ],
  'GET /c/exchanges': [shapes.exchanges, 200, () => server.get('/c/exchanges')],
  'GET /c/exchanges/apis': [shapes.exchangeApis, 200, () => server.get('/c/exchanges/apis')],
  'GET /c/exchange/<E>': [shapes.exchange, 200, () => server.get('/c/exchange/NCMEC')],
  'GET /c/exchange/<E>/status': [shapes.fetchStatus, 200, () => server.get('/c/exchange/NCMEC/status')],
  'GET /c/signal_type': [shapes.signalTypes, 200, () => server.get('/c/signal_type')],
  'GET /c/content_type': [shapes.contentTypes, 200, () => server.get('/c/content_type')],
  'GET /status/live': [shapes.status, 200, () => server.get('/status/live')],
  'GET /site-map': [shapes.siteMap, 200, () => server.get('/site-map')],
  'an error of hashing': [shapes.error, 400, () => server.send('POST', '/h/hash')],
  'an error of matching': [shapes.error, 400, () => server.get('/m/lookup')],
  'an error of curation': [shapes.error, 404, () => server.get('/c/bank/NOT_THERE')],
};

for (const [what, [shape, status, ask]] of Object.entries(answers)) {
  test(`${what} answers in the shape that Hasher-Matcher-Actioner answers in`, async () => {
    const answer = await ask();
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    shape.parse(answer.body);
    const inside = typeof answer.body === 'object' ? Object.values(answer.body) : [answer.body];
    assert.notEqual(inside.length, 0);
    assert.doesNotMatch(JSON.stringify(inside), /^\[(\{\}|\[\])\]$/);
  });
}

test('an address with a type that is none of its signals answers nothing, whatever the type is called', async () => {
  for (const name of ['video_md5', 'constructor', '__proto__']) {
    assert.deepEqual(await server.get(`/m/lookup?url=${address}&signal_type=${name}`), { status: 200, body: {} });
  }
});

test('the pair of hashes of Hasher-Matcher-Actioner’s own test has the distance that it has there', async () => {
  const left = 'facd8bcb2a49bcebdec1985298d5fe84bcd006c187c598c720c3c087b3fdb318';
  const right = 'facd8bcb2a49bcebdec1985228d5ae84bcd006c187c598c720c2b087b3fdb318';
  const { body } = await server.send('POST', '/m/compare', { pdq: [left, right] });
  assert.deepEqual(body, { pdq: [true, { distance: 9 }] });
});

async function firstId(listId: string): Promise<number | undefined> {
  return Object.values(await server.entryIds(listId))[0];
}
