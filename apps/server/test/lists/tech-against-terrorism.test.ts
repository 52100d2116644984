import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { queueFeedback } from '../../src/lists/send-list-feedback.ts';
import {
  type FakeHash,
  startFakeTechAgainstTerrorism,
  techAgainstTerrorismLogin,
} from './fakes/fake-tech-against-terrorism.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let service: Awaited<ReturnType<typeof startFakeTechAgainstTerrorism>>;
let server: ListServer;
let listId = '';
let lists = 0;
const source = 'tech-against-terrorism';

before(async () => {
  service = await startFakeTechAgainstTerrorism();
  server = await startListServer([{ connectionId: source, source, url: service.url, ...techAgainstTerrorismLogin }]);
});
after(async () => {
  await server.close();
  await service.close();
});
beforeEach(async () => {
  service.hashes.length = 0;
  service.seen.length = 0;
  lists += 1;
  listId = `tat-${lists}`;
  await server.add(listId, source);
});

function hash(id: number, more: Partial<FakeHash> = {}): FakeHash {
  const hash_digest = madeUp(`${id}`, 32);
  const common = { ideology: 'far-right', file_type: 'jpg', deleted: false, updated_on: 1_724_856_000.5 + id };
  return { id, hash_digest, algorithm: 'PDQ', ...common, ...more };
}
const live = async () => (await server.entries(listId)).filter(({ status }) => status === 'live');

test('pytx logs in again for each page and puts the whole next address behind a "?": one login, and next as it stands', async () => {
  for (let id = 1; id <= 7; id += 1) service.hashes.push(hash(id));
  const logins = service.logins();
  assert.equal((await server.sync(listId)).added, 7);
  assert.equal(service.logins() - logins, 1);
  const pages = service.seen.filter(({ method }) => method === 'GET');
  assert.deepEqual(
    pages.map(({ url }) => url.search),
    ['?order=asc', ...[2, 4, 6].map((n) => `?order=asc&offset=${n}`)],
  );
});

test('a token that ends in the middle of a sync is replaced once, and the sync goes on where it was', async () => {
  for (let id = 1; id <= 7; id += 1) service.hashes.push(hash(id));
  const logins = service.logins();
  service.onRequest((path) => {
    if (path.includes('offset=4')) service.expireTokens();
  });
  await assert.rejects(server.sync(listId), { code: 'source-unauthorized' });
  assert.equal(service.logins() - logins, 2, 'one that is refused at once is not asked for again and again');
  service.onRequest((path, count) => {
    if (path.includes('offset=4') && count === 1) service.expireTokens();
  });
  assert.equal((await server.sync(listId)).added, 7);
  assert.equal(service.logins() - logins, 4);
});

test('every kind comes in, of pictures and films', async () => {
  service.hashes.push(hash(1), hash(2, { algorithm: 'MD5', hash_digest: madeUp('2', 16), file_type: 'mp4' }));
  service.hashes.push(hash(3, { algorithm: 'MD5', hash_digest: madeUp('3', 16), file_type: 'png' }));
  service.hashes.push(hash(4, { algorithm: 'SHA-256', file_type: 'pdf' }));
  await server.sync(listId);
  const shown = (await live()).map((each) => `${each.sourceId} ${each.kind} ${each.media} ${each.class}`);
  assert.deepEqual(shown, [
    '1 pdq image far-right',
    '2 md5 video far-right',
    '3 md5 image far-right',
    '4 sha256 other far-right',
  ]);
});

test('the checkpoint is the service’s own word, and a deleted hash is gone after one sync', async () => {
  service.hashes.push(hash(1), hash(2));
  await server.sync(listId);
  const row = await server.deps.database.kysely
    .selectFrom('list')
    .select('checkpoint')
    .where('list_id', '=', listId)
    .executeTakeFirst();
  assert.deepEqual(row?.checkpoint, { after: '1724856002.5,2' });
  service.hashes[0] = hash(1, { deleted: true, updated_on: 1_724_856_100 });
  service.seen.length = 0;
  assert.equal((await server.sync(listId)).withdrawn, 1);
  assert.equal(service.seen[1]?.url.searchParams.get('after'), '1724856002.5,2');
  assert.deepEqual(
    (await live()).map(({ sourceId }) => sourceId),
    ['2'],
  );
});

test('it takes no votes: none is queued', async () => {
  service.hashes.push(hash(1));
  await server.sync(listId);
  const { deps } = server;
  const entryId = (await live())[0]?.entryId ?? '';
  const queued = await deps.database.transaction((tx) => queueFeedback(tx, deps, { entryId, opinion: 'confirmed' }));
  assert.equal(queued, null);
});

test('words that a database cannot hold come in without what is wrong with them', async () => {
  service.hashes.push(hash(1, { ideology: 'far\u0000right\ud800' }));
  await server.sync(listId);
  assert.equal((await live())[0]?.class, 'far?right\ufffd');
});
