import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { SourceError, type SourceErrorCode } from '../../src/lists/source-error.ts';
import { createExchangeHttp, type ExchangeLimits } from '../../src/lists/sources/exchange-http.ts';

async function start(t: TestContext, listener: RequestListener, limits: Partial<ExchangeLimits> = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const pauses: number[] = [];
  const http = createExchangeHttp({
    base: `http://127.0.0.1:${port}/api`,
    random: randomBytes,
    clock: () => new Date(),
    sleep: async (ms) => void pauses.push(ms),
    limits: { gapMs: 0, ...limits },
  });
  return { http, pauses };
}

async function fails(promise: Promise<unknown>, code: SourceErrorCode): Promise<void> {
  await assert.rejects(promise, (error) => error instanceof SourceError && error.code === code);
}

test('a source that never answers is given up, after every try', async (t) => {
  const { http, pauses } = await start(t, () => {}, { timeoutMs: 400, tries: 3 });
  await fails(http.call({ method: 'GET', url: http.address('x') }), 'source-unreachable');
  // Counted here: on a busy machine a try can be over before the source hears of it.
  assert.equal(pauses.length, 2, 'three tries');
});

test('an answer that begins and never ends is given up', async (t) => {
  const { http } = await start(t, (_, response) => void response.write('{'), { timeoutMs: 50, tries: 1 });
  await fails(http.call({ method: 'GET', url: http.address('x') }), 'source-unreachable');
});

test('an answer that is too large is left before it is in memory, announced or not', async (t) => {
  const { http } = await start(
    t,
    (request, response) => {
      if (request.url === '/api/announced')
        return void response.writeHead(200, { 'content-length': '9999999' }).write('x');
      const more = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    },
    { bytes: 100_000 },
  );
  await fails(http.call({ method: 'GET', url: http.address('announced') }), 'source-too-large');
  await fails(http.call({ method: 'GET', url: http.address('endless') }), 'source-too-large');
});

test('an answer that is no UTF-8, or no JSON where JSON is due, is invalid', async (t) => {
  const { http } = await start(t, (request, response) => {
    response.end(request.url === '/api/bytes' ? Buffer.from([0xc3, 0x28]) : '<html>');
  });
  await fails(http.call({ method: 'GET', url: http.address('bytes') }), 'source-answer-invalid');
  await fails(http.json({ method: 'GET', url: http.address('page') }), 'source-answer-invalid');
});

test('what must not be sent twice is sent again after 429 only', async (t) => {
  const statuses = [429, 500];
  let calls = 0;
  const { http } = await start(t, (_, response) => {
    calls += 1;
    response.writeHead(statuses.shift() ?? 200).end('{}');
  });
  await fails(http.call({ method: 'POST', url: http.address('vote'), body: '{}' }), 'source-unreachable');
  assert.equal(calls, 2);
});

test('Retry-After may be a date; one that is too far away ends the call and says how far', async (t) => {
  const dates = [5_000, 3_600_000].map((ms) => new Date(Date.now() + ms).toUTCString());
  const { http, pauses } = await start(t, (_, response) => {
    response.writeHead(429, { 'retry-after': dates.shift() ?? '' }).end();
  });
  await assert.rejects(http.call({ method: 'GET', url: http.address('x') }), (error) => {
    return error instanceof SourceError && error.code === 'source-busy' && (error.retryAfterMs ?? 0) > 3_000_000;
  });
  assert.equal(pauses.length, 1);
  assert((pauses[0] ?? 0) <= 5_000);
});

test('a sync that is stopped stops at once and is no failed try', async (t) => {
  const stop = new AbortController();
  const { http } = await start(t, () => stop.abort(new Error('the process is stopping')));
  const stopped = createExchangeHttp({
    base: http.address('').href,
    random: randomBytes,
    clock: () => new Date(),
    signal: stop.signal,
  });
  await assert.rejects(
    stopped.call({ method: 'GET', url: stopped.address('x') }),
    (error) => !(error instanceof SourceError),
  );
});

test('calls keep their distance', async (t) => {
  let now = 1_000_000;
  const { http } = await start(t, (_, response) => void response.end('ok'));
  const pauses: number[] = [];
  const polite = createExchangeHttp({
    base: http.address('').href,
    random: randomBytes,
    clock: () => new Date(now),
    sleep: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
    limits: { gapMs: 250 },
  });
  for (let times = 0; times < 3; times += 1) await polite.call({ method: 'GET', url: polite.address('x') });
  assert.deepEqual(pauses, [250, 250]);
});
