import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startService } from './harness.ts';

type Service = Awaited<ReturnType<typeof startService>>;

async function person(service: Service, name: string) {
  const call = async (method: string, path: string, body?: unknown, token?: string) => {
    const response = await fetch(service.url() + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text), text };
  };
  const { body } = await call('POST', '/api/sign-in', { name });
  const token: string = body.token;
  return {
    accountId: String(body.accountId),
    get: (path: string) => call('GET', path, undefined, token),
    put: (path: string, content: unknown) => call('PUT', path, content, token),
    post: (path: string, content: unknown) => call('POST', path, content, token),
    me: async () => (await call('GET', '/api/me', undefined, token)).body,
  };
}

async function family(t: Parameters<typeof startService>[0], age = 15) {
  const service = await startService(t, { suggestedNames: ['Mia', 'Gil'], ages: { Mia: age } });
  const [mia, gil, mal] = [await person(service, 'Mia'), await person(service, 'Gil'), await person(service, 'Mal')];
  assert.equal((await mia.post('/api/family', { guardian: gil.accountId })).status, 204);
  const linkId: string = (await mia.me()).family[0].linkId;
  return { mia, gil, mal, linkId, path: `/api/family/${linkId}`, later: service.advance };
}

test('a suggested person has the age that the sample gives; nobody else is told, and others are adults', async (t) => {
  const { mia, gil } = await family(t);
  assert.equal((await mia.me()).ageBand, '13-17');
  assert.equal((await gil.me()).ageBand, 'adult');
  const seen = await gil.get(`/api/accounts/${mia.accountId}`);
  assert.doesNotMatch(seen.text, /13-17|age/i);
  assert.doesNotMatch((await gil.get('/api/accounts')).text, /13-17|ageBand/);
});

test('both sides read the same link, word for word, and nothing but who, what is set and since when', async (t) => {
  const { mia, gil, mal, path } = await family(t);
  assert.equal((await gil.post(path, { type: 'answer', yes: true })).status, 204);
  assert.equal((await gil.post(path, { type: 'set', settings: { covers: 'every' } })).status, 204);
  const [link] = (await mia.me()).family;
  assert.deepEqual((await gil.me()).family, [link]);
  assert.deepEqual(Object.keys(link).sort(), ['changedAt', 'guardian', 'linkId', 'settings', 'state', 'young']);
  assert.deepEqual([link.state, link.settings], ['on', { covers: 'every' }]);
  assert.deepEqual((await mal.me()).family, []);
});

test('there is no way to hand a guardian what a device noticed', async (t) => {
  const { mia, gil, path } = await family(t);
  await gil.post(path, { type: 'answer', yes: true });
  for (const body of [
    { type: 'set', settings: { covers: 'every', noticed: true } },
    { type: 'set', settings: { covers: 'every' }, trusted: gil.accountId },
    { type: 'noticed', picture: 'x' },
    { type: 'end', why: 'a picture was noticed' },
  ]) {
    assert.equal((await mia.post(path, body)).status, 400, JSON.stringify(body));
  }
});

test('asking says nothing of ages: a link can be asked of anybody, and only an adult can say yes', async (t) => {
  const { mia, mal } = await family(t);
  await mal.put('/api/me/age', { band: '13-17' });
  assert.equal((await mia.post('/api/family', { guardian: mal.accountId })).status, 204);
  const { linkId } = (await mal.me()).family[0];
  const answered = await mal.post(`/api/family/${linkId}`, { type: 'answer', yes: true });
  assert.deepEqual([answered.status, answered.body.detail], [403, 'wrong-ages']);
  assert.equal((await mal.post(`/api/family/${linkId}`, { type: 'answer', yes: false })).status, 204);
});

test('an adult cannot ask, a stranger finds no link, and a young person sets nothing for a guardian', async (t) => {
  const { mia, gil, mal, path } = await family(t);
  assert.equal((await gil.post('/api/family', { guardian: mia.accountId })).status, 403);
  assert.equal((await mal.post(path, { type: 'end' })).status, 404);
  await gil.post(path, { type: 'answer', yes: true });
  assert.equal((await mia.post(path, { type: 'set', settings: { covers: 'off' } })).status, 403);
});

test('from 13 on the young person ends a link; under 13 the guardian does; at 18 it counts no more', async (t) => {
  const older = await family(t, 15);
  await older.gil.post(older.path, { type: 'answer', yes: true });
  assert.equal((await older.mia.post(older.path, { type: 'end' })).status, 204);
  assert.deepEqual((await older.gil.me()).family, []);

  const younger = await family(t, 12);
  await younger.gil.post(younger.path, { type: 'answer', yes: true });
  const refused = await younger.mia.post(younger.path, { type: 'end' });
  assert.deepEqual([refused.status, refused.body.detail], [403, 'guardian-ends']);
  await younger.mia.put('/api/me/age', { band: 'adult' });
  assert.deepEqual((await younger.gil.me()).family, []);
});

test('an account has at most four links', async (t) => {
  const service = await startService(t, { ages: { Mia: 15 } });
  const mia = await person(service, 'Mia');
  for (const name of ['A1', 'B1', 'C1', 'D1']) {
    const { accountId } = await person(service, name);
    assert.equal((await mia.post('/api/family', { guardian: accountId })).status, 204);
  }
  const { accountId } = await person(service, 'E1');
  assert.equal((await mia.post('/api/family', { guardian: accountId })).status, 409);
});

test('under 13 a young person can still say that it was not them, and a block ends a link for both', async (t) => {
  const first = await family(t, 12);
  await first.gil.post(first.path, { type: 'answer', yes: true });
  assert.equal((await first.gil.post(first.path, { type: 'not-me' })).status, 403);
  assert.equal((await first.mia.post(first.path, { type: 'not-me' })).status, 204);
  assert.deepEqual((await first.gil.me()).family, []);

  const second = await family(t, 12);
  await second.gil.post(second.path, { type: 'answer', yes: true });
  assert.equal((await second.mia.post(second.path, { type: 'block' })).status, 204);
  assert.deepEqual((await second.gil.me()).family, []);
});

test('a question can be taken back, and after a week without an answer it is gone', async (t) => {
  const back = await family(t, 12);
  assert.equal((await back.mia.post(back.path, { type: 'end' })).status, 204);
  assert.deepEqual((await back.gil.me()).family, []);

  const late = await family(t);
  late.later(7 * 24 * 60 * 60_000);
  assert.deepEqual((await late.gil.me()).family, []);
  assert.equal((await late.gil.post(late.path, { type: 'answer', yes: true })).status, 403);
  assert.equal((await late.mia.post('/api/family', { guardian: late.gil.accountId })).status, 204);
});

test('when somebody of a link says another age, both sides are told that the link is not as it was', async (t) => {
  const { mia, gil, path } = await family(t);
  await gil.post(path, { type: 'answer', yes: true });
  const changes = async () => {
    const { events } = (await gil.get('/api/events?after=0')).body;
    return events.filter(({ type }: { type: string }) => type === 'family-changed').length;
  };
  const before = await changes();
  await mia.put('/api/me/age', { band: 'adult' });
  assert.equal(await changes(), before + 1);
});
