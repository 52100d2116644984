import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { ListError } from '../../src/lists/list-error.ts';
import type { TestSession } from '../support/test-server.ts';
import {
  type FakeHash,
  startFakeTechAgainstTerrorism,
  techAgainstTerrorismLogin,
} from './fakes/fake-tech-against-terrorism.ts';
import { type ListServer, madeUp, settings, startListServer } from './fakes/list-server.ts';

const source = 'tech-against-terrorism';
let service: Awaited<ReturnType<typeof startFakeTechAgainstTerrorism>>;
let server: ListServer;
let kim: TestSession;
let lee: TestSession;
let listId = '';
let lists = 0;

before(async () => {
  service = await startFakeTechAgainstTerrorism({ pageSize: 100 });
  server = await startListServer([
    { connectionId: source, source, url: service.url, ...techAgainstTerrorismLogin, everyMinutes: 20 },
  ]);
  kim = await server.logIn('lead');
  lee = await server.logIn('lead');
});
after(async () => {
  await server.close();
  await service.close();
});
beforeEach(async () => {
  service.hashes.length = 0;
  service.faults.length = 0;
  lists += 1;
  listId = `sync-${lists}`;
  await server.deps.database.pool.query("delete from job where kind = 'sync-list'");
});

function hash(id: number, more: Partial<FakeHash> = {}): FakeHash {
  const common = { algorithm: 'PDQ', ideology: 'far-right', file_type: 'jpg', deleted: false };
  return { id, hash_digest: madeUp(`${id}`, 32), ...common, updated_on: 1_724_856_000 + id, ...more };
}
const post = (path: string, session: TestSession, payload?: object) =>
  server.app.inject({ method: 'POST', url: `/v1/lists${path}`, headers: session.headers, ...(payload && { payload }) });
async function create() {
  const response = await post('', kim, { listId, kind: 'known', source, connectionId: source, settings });
  assert.equal(response.statusCode, 201, response.body);
}
const row = () =>
  server.deps.database.kysely.selectFrom('list').selectAll().where('list_id', '=', listId).executeTakeFirstOrThrow();
const jobs = () =>
  server.deps.database.kysely
    .selectFrom('job')
    .select(['state', 'run_at', 'payload'])
    .where('kind', '=', 'sync-list')
    .where('state', 'in', ['ready', 'running'])
    .orderBy('job_id')
    .execute();

test('a list that is added is synced at once, and then as often as its connection says', async () => {
  service.hashes.push(hash(1), hash(2));
  await create();
  await server.worker.drain();
  const { counts, sync_state, next_sync_at, synced_at } = await row();
  assert.equal(counts.live, 2);
  assert.equal(sync_state, 'ok');
  assert.equal(Math.round(((next_sync_at?.getTime() ?? 0) - (synced_at?.getTime() ?? 0)) / 60_000), 20);
  const planned = await jobs();
  assert.deepEqual(
    planned.map(({ payload }) => payload),
    [{ listId, planned: true }],
  );
  assert.equal(planned[0]?.run_at.getTime(), next_sync_at?.getTime());
});

test('a source that is down fails the sync, keeps the list, and the row of syncs goes on', async () => {
  service.hashes.push(hash(1));
  await create();
  service.faults.push({ status: 401 });
  await server.worker.drain();
  const failed = await row();
  assert.equal(failed.sync_state, 'failed');
  assert.equal(failed.sync_error, 'source-unauthorized: answered 401');
  assert((failed.next_sync_at?.getTime() ?? 0) > server.deps.clock().getTime() + 10 * 60_000);
  const waiting = await jobs();
  assert.deepEqual(
    waiting.map(({ payload }) => payload),
    [{ listId, planned: true }],
  );
  await server.deps.database.pool.query("update job set run_at = now() where kind = 'sync-list'");
  await server.worker.drain();
  assert.equal((await row()).sync_state, 'ok');
  assert.equal((await row()).sync_error, null);
});

test('a sync that a person asks for runs beside the planned ones and makes no second row of them', async () => {
  await create();
  await server.worker.drain();
  service.hashes.push(hash(1));
  assert.equal((await post(`/${listId}/sync`, kim)).statusCode, 202);
  assert.equal((await jobs()).length, 2);
  await server.worker.drain();
  assert.equal((await row()).counts.live, 1);
  assert.equal((await jobs()).length, 1);
});

test('of two syncs at once one applies and the other knows that it was overtaken', async () => {
  for (let id = 1; id <= 50; id += 1) service.hashes.push(hash(id));
  await create();
  const results = await Promise.allSettled([server.sync(listId), server.sync(listId)]);
  const lost = results.filter((result) => result.status === 'rejected');
  for (const { reason } of lost) assert(reason instanceof ListError && reason.code === 'list-sync-overtaken');
  assert(lost.length <= 1);
  const { counts, version } = await row();
  assert.equal(counts.live, 50);
  assert.equal(version, '2');
});

test('a source that withdraws most of its list overnight waits for two people, and then it is done within one sync', async () => {
  for (let id = 1; id <= 60; id += 1) service.hashes.push(hash(id));
  await create();
  await server.worker.drain();
  for (let id = 1; id <= 50; id += 1) service.hashes.push(hash(id, { deleted: true, updated_on: 1_724_857_000 + id }));
  await assert.rejects(
    server.sync(listId),
    (error) => error instanceof ListError && error.code === 'list-shrink-refused',
  );
  const refused = await row();
  assert.equal(refused.counts.live, 60);
  assert.equal(refused.sync_state, 'refused');
  const change = await server.deps.database.kysely
    .selectFrom('list_change')
    .select('change_id')
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  const payload = { answer: 'approve', reason: 'They told us.' };
  for (const person of [kim, lee]) {
    assert.equal((await post(`/${listId}/changes/${change.change_id}/answer`, person, payload)).statusCode, 200);
  }
  await server.worker.drain();
  const { counts, sync_state } = await row();
  assert.deepEqual([counts.live, counts.withdrawn, sync_state], [10, 50, 'ok']);
});

test('a withdrawn list is not synced any more, and its row of syncs ends', async () => {
  service.hashes.push(hash(1));
  await create();
  await server.worker.drain();
  const change = (await post(`/${listId}/changes`, kim, { kind: 'withdraw', reason: 'The agreement ended.' })).json();
  const payload = { answer: 'approve', reason: 'It did.' };
  await post(`/${listId}/changes/${change.changeId}/answer`, lee, payload);
  await server.deps.database.pool.query("update job set run_at = now() where kind = 'sync-list'");
  const calls = service.seen.length;
  await server.worker.drain();
  assert.deepEqual(await jobs(), []);
  assert.equal(service.seen.length, calls);
});

test('a file of sources that cannot be used is said on the list, without a word of what stands in it', async () => {
  await create();
  const file = server.deps.config.listSourcesFile ?? '';
  await writeFile(
    file,
    JSON.stringify([{ connectionId: source, source, url: 'http://example.org', username: 'u', password: 'hunter2' }]),
  );
  await assert.rejects(server.sync(listId));
  const { sync_error } = await row();
  assert.match(sync_error ?? '', /^list-sources-file-invalid: .*use https/);
  assert.doesNotMatch(sync_error ?? '', /hunter2/);
});
