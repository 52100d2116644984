import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { queueFeedback } from '../../src/lists/send-list-feedback.ts';
import { SourceError } from '../../src/lists/source-error.ts';
import {
  type FakeDescriptor,
  type FakeUpdate,
  startFakeThreatExchange,
  threatExchangeLogin,
} from './fakes/fake-threat-exchange.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let exchange: Awaited<ReturnType<typeof startFakeThreatExchange>>;
let server: ListServer;
let listId = '';
let lists = 0;

before(async () => {
  exchange = await startFakeThreatExchange();
  server = await startListServer([
    { connectionId: 'threatexchange', source: 'threatexchange', url: exchange.url, ...threatExchangeLogin },
  ]);
});
after(async () => {
  await server.close();
  await exchange.close();
});
beforeEach(async () => {
  exchange.updates.length = 0;
  exchange.reactions.length = 0;
  exchange.seen.length = 0;
  exchange.faults.length = 0;
  lists += 1;
  listId = `tx-${lists}`;
  await server.add(listId, 'threatexchange');
});

const now = () => Math.floor(server.deps.clock().getTime() / 1_000);
function descriptor(id: string, more: Partial<FakeDescriptor> = {}): FakeDescriptor {
  return { id, owner: { id: `owner-of-${id}` }, status: 'MALICIOUS', tags: { data: [{ text: 'violent' }] }, ...more };
}
function update(name: string, more: Partial<FakeUpdate> = {}): FakeUpdate {
  const descriptors = { data: [descriptor(`10${name.charCodeAt(0)}`)] };
  return { indicator: madeUp(name, 32), type: 'HASH_PDQ', last_updated: now() - 3_600, descriptors, ...more };
}
const live = async () => (await server.entries(listId)).filter(({ status }) => status === 'live');

test('updates come in page by page, with their tags as class and their owners as voices', async () => {
  exchange.updates.push(...'abcde'.split('').map((name) => update(name)));
  assert.equal((await server.sync(listId)).added, 5);
  assert.equal(exchange.seen.length, 3);
  const [first] = await live();
  assert.equal(first?.class, 'violent');
  assert.match(first?.contributors[0] ?? '', /^owner-of-10/);
});

test('should_delete, no descriptors, and an owner’s word that it is harmless all take the entry away', async () => {
  exchange.updates.push(...'abcd'.split('').map((name) => update(name)));
  await server.sync(listId);
  exchange.updates.length = 0;
  const last_updated = now() - 60;
  const { descriptors: _, ...bare } = update('b', { last_updated });
  const harmless = { data: [descriptor('7', { status: 'NON_MALICIOUS' })] };
  exchange.updates.push(update('a', { last_updated, should_delete: true }), bare);
  exchange.updates.push(update('c', { last_updated, descriptors: harmless }));
  assert.equal((await server.sync(listId)).withdrawn, 3);
  assert.deepEqual(
    (await live()).map(({ hex }) => hex),
    [madeUp('d', 32)],
  );
});

test('a descriptor without an owner is no voice', async () => {
  const { owner: _, ...ownerless } = descriptor('1');
  exchange.updates.push(update('a', { descriptors: { data: [ownerless] } }));
  assert.equal((await server.sync(listId)).added, 0);
});

test('helpful reactions are voices too, and a film’s MD5 is a film’s', async () => {
  const reactions = [
    { key: 'HELPFUL', value: '501, 502' },
    { key: 'DISAGREE_WITH_TAGS', value: '503' },
  ];
  const tags = { data: [{ text: 'media_type_video' }] };
  const descriptors = { data: [descriptor('9', { reactions, tags })] };
  exchange.updates.push(update('m', { type: 'HASH_MD5', indicator: madeUp('m', 16), descriptors }));
  await server.sync(listId);
  const [entry] = await live();
  assert.deepEqual(entry?.contributors, ['owner-of-9', '501', '502']);
  assert.equal(entry?.media, 'video');
  assert.equal(entry?.class, null);
});

test('the next sync goes on from the newest change, and after 85 days everything is fetched', async () => {
  exchange.updates.push(update('a'));
  await server.sync(listId);
  exchange.seen.length = 0;
  await server.sync(listId);
  assert.equal(exchange.seen[0]?.url.searchParams.get('start_time'), String(exchange.updates[0]?.last_updated));
  server.advance(86 * 86_400_000);
  exchange.seen.length = 0;
  exchange.updates.length = 0;
  assert.equal((await server.sync(listId)).withdrawn, 1);
  assert.equal(exchange.seen[0]?.url.searchParams.get('start_time'), '0');
});

test('pytx asks without its retries here: 429 is honoured like everywhere', async () => {
  exchange.updates.push(update('a'));
  server.pauses.length = 0;
  exchange.faults.push({ status: 429, headers: { 'retry-after': '3' } });
  assert.equal((await server.sync(listId)).added, 1);
  assert.deepEqual(server.pauses, [3_000]);
});

test('the access token, which has to stand in the address, stands in no error', async () => {
  exchange.faults.push({ status: 400 });
  await assert.rejects(server.sync(listId), (error) => {
    return error instanceof SourceError && !`${error.stack}`.includes(threatExchangeLogin.appSecret);
  });
});

test('an answer that is no page fails the sync and changes nothing', async () => {
  exchange.updates.push(update('a'));
  await server.sync(listId);
  exchange.updates.push(update('b', { type: 'HASH_PDQ', last_updated: now() }), {
    ...update('c'),
    last_updated: Number.POSITIVE_INFINITY,
  });
  await assert.rejects(
    server.sync(listId),
    (error) => error instanceof SourceError && error.code === 'source-answer-invalid',
  );
  assert.equal((await live()).length, 1);
});

test('votes go to every descriptor as reactions', async () => {
  exchange.updates.push(update('a', { descriptors: { data: [descriptor('11'), descriptor('12')] } }));
  await server.sync(listId);
  const { deps } = server;
  const entryId = (await live())[0]?.entryId ?? '';
  await deps.database.transaction((tx) => queueFeedback(tx, deps, { entryId, opinion: 'refuted' }));
  await server.worker.drain();
  assert.deepEqual(exchange.reactions, [
    { descriptor: '11', reaction: 'NOT_HELPFUL' },
    { descriptor: '12', reaction: 'NOT_HELPFUL' },
  ]);
});
