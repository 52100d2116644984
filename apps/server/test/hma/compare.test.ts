import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HmaServer, madeUp, startHmaServer, turnedOver } from './support/hma-server.ts';

let server: HmaServer;
before(async () => {
  server = await startHmaServer();
});
after(() => server.close());

const compare = (body: object) => server.send('POST', '/m/compare', body);
const pdq = madeUp('a', 32);

test('two PDQ hashes are compared bit by bit, and match up to a distance of 31', async () => {
  for (const [bits, match] of [
    [0, true],
    [9, true],
    [31, true],
    [32, false],
    [256, false],
  ] as const) {
    assert.deepEqual(await compare({ pdq: [pdq, turnedOver(pdq, bits)] }), {
      status: 200,
      body: { pdq: [match, { distance: bits }] },
    });
  }
});

test('digests are the same or not, in whatever case they are written, and have no distance', async () => {
  const md5 = madeUp('b', 16);
  const { body } = await compare({ video_md5: [md5, ` ${md5.toUpperCase()}`], sha256: [madeUp('c', 32), pdq] });
  assert.deepEqual(body, { video_md5: [true, {}], sha256: [false, {}] });
});

test('nothing to compare is no mistake', async () => {
  assert.deepEqual(await compare({}), { status: 200, body: {} });
});

for (const [what, body, message] of [
  ['a list', ['banana'], 'Request input was not a dict'],
  ['a word', { pdq: 'banana' }, 'Comparison hashes for pdq was not a list'],
  ['no hash', { pdq: [] }, 'Comparison hash list length must be exactly 2'],
  ['three hashes', { pdq: [pdq, pdq, pdq] }, 'Comparison hash list length must be exactly 2'],
  ['words that are no hashes', { pdq: ['banana', 'banana'] }, 'Invalid pdq hash: invalid PDQ hash'],
  ['a hash in upper case', { pdq: [pdq, pdq.toUpperCase()] }, 'Invalid pdq hash: invalid PDQ hash'],
  ['numbers', { pdq: [1, 2] }, 'Invalid pdq hash: invalid PDQ hash'],
  ['a type that is none', { tmk: [pdq, pdq] }, "No such SignalType 'tmk'"],
  ['a type by the name of a method', { toString: [pdq, pdq] }, "No such SignalType 'toString'"],
] as const) {
  test(`${what} is refused in Hasher-Matcher-Actioner's words`, async () => {
    assert.deepEqual(await compare(body), { status: 400, body: { message, code: 'invalid-request' } });
  });
}

test('a body that is not JSON is refused', async () => {
  const headers = { ...server.hub, 'content-type': 'text/plain' };
  const response = await server.app.inject({ method: 'POST', url: '/m/compare', headers, payload: '{}' });
  assert.equal(response.statusCode, 415);
  assert.equal(response.json().code, 'unsupported-media-type');
  const broken = { ...server.hub, 'content-type': 'application/json' };
  const answer = await server.app.inject({ method: 'POST', url: '/m/compare', headers: broken, payload: '{' });
  assert.deepEqual([answer.statusCode, answer.json().code], [400, 'malformed-json']);
});
