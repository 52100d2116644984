import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { queueFeedback } from '../../src/lists/send-list-feedback.ts';
import { SourceError } from '../../src/lists/source-error.ts';
import { createExchangeHttp } from '../../src/lists/sources/exchange-http.ts';
import { createStopNciiClient } from '../../src/lists/sources/stopncii.ts';
import { type FakeHashRecord, startFakeStopNcii, stopNciiKeys } from './fakes/fake-stopncii.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let stopncii: Awaited<ReturnType<typeof startFakeStopNcii>>;
let server: ListServer;
let listId = '';
let lists = 0;
const day = 86_400;

before(async () => {
  stopncii = await startFakeStopNcii({ pageSize: 2 });
  server = await startListServer([
    { connectionId: 'stopncii', source: 'stopncii', url: stopncii.url, ...stopNciiKeys },
    { connectionId: 'no-votes', source: 'stopncii', url: stopncii.url, ...stopNciiKeys, feedbackKey: null },
  ]);
});
after(async () => {
  await server.close();
  await stopncii.close();
});
beforeEach(async () => {
  stopncii.records.length = 0;
  stopncii.submitted.length = 0;
  stopncii.seen.length = 0;
  stopncii.faults.length = 0;
  lists += 1;
  listId = `stopncii-${lists}`;
  await server.add(listId, 'stopncii');
});

const now = () => Math.floor(server.deps.clock().getTime() / 1_000);
function record(name: string, more: Partial<FakeHashRecord> = {}): FakeHashRecord {
  const caseNumbers = { [`case-of-${name}`]: 'Active' };
  const hashValue = madeUp(name, 32);
  return {
    lastModtimestamp: now() - day,
    signalType: 'ImagePDQ',
    hashValue,
    hashStatus: 'Active',
    caseNumbers,
    ...more,
  };
}
const statuses = async () => (await server.entries(listId)).map(({ status }) => status).sort();
/** The API gives the newest snapshot of a record only. */
function replace(name: string, more: Partial<FakeHashRecord>): void {
  const hashValue = madeUp(name, 32);
  const index = stopncii.records.findIndex((each) => each.hashValue === hashValue);
  stopncii.records.splice(index, 1);
  stopncii.records.push(record(name, { lastModtimestamp: now() - 60, ...more }));
}

for (const hashStatus of ['Withdrawn', 'Deleted']) {
  test(`pytx compares hashValue instead of hashStatus: a hash that is ${hashStatus} is gone after one sync`, async () => {
    stopncii.records.push(record('a'), record('b'), record('c'));
    await server.sync(listId);
    assert.deepEqual(await statuses(), ['live', 'live', 'live']);
    server.advance(3_600_000);
    replace('b', { hashStatus });
    assert.equal((await server.sync(listId)).withdrawn, 1);
    assert.deepEqual(await statuses(), ['live', 'live', 'withdrawn']);
    const row = await server.deps.database.pool.query(
      "select coalesce(string_agg(to_jsonb(e)::text, ''), '') as rows from list_entry e where list_id = $1 and status = 'withdrawn'",
      [listId],
    );
    // Nothing of it can be read back.
    assert(!String(row.rows[0].rows).includes(madeUp('b', 32)));
  });
}

test('a hash that is withdrawn before the first sync never comes in', async () => {
  stopncii.records.push(record('a', { hashStatus: 'Withdrawn' }));
  await server.sync(listId);
  assert.deepEqual(await statuses(), []);
});

test('a hash that comes back is the same entry again', async () => {
  stopncii.records.push(record('a'));
  await server.sync(listId);
  const [before] = await server.entries(listId);
  for (const hashStatus of ['Withdrawn', 'Active']) {
    server.advance(3_600_000);
    replace('a', { hashStatus });
    await server.sync(listId);
  }
  const entries = await server.entries(listId);
  assert.equal(entries.length, 1);
  assert.equal(entries[0]?.entryId, before?.entryId);
  assert.equal(entries[0]?.status, 'live');
  assert.equal(entries[0]?.hex, madeUp('a', 32));
});

test('films and texts come in by their kind; what cannot be matched is counted as such', async () => {
  stopncii.records.push(record('v', { signalType: 'VideoMD5', hashValue: madeUp('v', 16).toUpperCase() }));
  stopncii.records.push(record('t', { signalType: 'Text', hashValue: 'some words' }));
  await server.sync(listId);
  const shown = (await server.entries(listId)).map(({ kind, media }) => `${kind} ${media}`).sort();
  assert.deepEqual(shown, ['md5 video', 'text other']);
});

test('pages are followed by their token, and the set timestamp is kept only after the last of them', async () => {
  stopncii.records.push(...'abcde'.split('').map((name) => record(name)));
  stopncii.faults.push(null, { status: 400 });
  await assert.rejects(server.sync(listId), SourceError);
  assert.deepEqual(await statuses(), []);
  stopncii.seen.length = 0;
  assert.equal((await server.sync(listId)).added, 5);
  const asked = stopncii.seen.map(({ url }) => [
    url.searchParams.get('startTimestamp'),
    url.searchParams.get('nextPageToken'),
  ]);
  assert.deepEqual(asked, [
    ['10', null],
    ['10', 'token-2'],
    ['10', 'token-4'],
  ]);
  stopncii.seen.length = 0;
  await server.sync(listId);
  const newest = Math.max(...stopncii.records.map(({ lastModtimestamp }) => lastModtimestamp));
  assert.equal(stopncii.seen[0]?.url.searchParams.get('startTimestamp'), String(newest + 1));
});

test('a mark older than 30 days is not gone on from: everything is fetched, and what is not there has vanished', async () => {
  stopncii.records.push(record('a'), record('b'));
  await server.sync(listId);
  server.advance(31 * day * 1_000);
  stopncii.records.splice(0, 1);
  stopncii.seen.length = 0;
  const fetched = await server.sync(listId);
  assert.equal(stopncii.seen[0]?.url.searchParams.get('startTimestamp'), '10');
  assert.equal(fetched.withdrawn, 1);
  const gone = (await server.entries(listId)).find(({ status }) => status === 'withdrawn');
  assert.equal(gone?.why, 'vanished');
});

test('a service that blocked the picture vouches for it; case numbers are not kept', async () => {
  const CSPFeedbacks = [
    { source: 'another-service', feedbackValue: 'Blocked', tags: [] },
    { source: 'a-third', feedbackValue: 'NotBlocked', tags: [] },
  ];
  stopncii.records.push(record('a', { CSPFeedbacks }));
  await server.sync(listId);
  assert.deepEqual((await server.entries(listId))[0]?.contributors, ['stopncii', 'another-service']);
  const rows = await server.deps.database.pool.query('select to_jsonb(e) as row from list_entry e where list_id = $1', [
    listId,
  ]);
  assert.doesNotMatch(JSON.stringify(rows.rows), /case-of/);
});

test('votes go back with the feedback key, as the documented words', async () => {
  stopncii.records.push(record('a'));
  await server.sync(listId);
  const { deps } = server;
  const entryId = (await server.entries(listId))[0]?.entryId ?? '';
  for (const opinion of ['seen', 'confirmed', 'refuted'] as const) {
    await deps.database.transaction((tx) => queueFeedback(tx, deps, { entryId, opinion }));
  }
  await server.worker.drain();
  assert.deepEqual(
    stopncii.submitted,
    ['PendingReview', 'Blocked', 'NotBlocked'].map((feedbackValue) => ({
      endpoint: 'SubmitFeedback',
      body: { count: 1, hashFeedbacks: [{ hashValue: madeUp('a', 32), feedbackValue, tags: [] }] },
    })),
  );
});

test('a vote about a hash that was withdrawn meanwhile is not sent, and an installation without a key sends none', async () => {
  stopncii.records.push(record('a'));
  await server.sync(listId);
  const { deps } = server;
  const entryId = (await server.entries(listId))[0]?.entryId ?? '';
  await deps.database.transaction((tx) => queueFeedback(tx, deps, { entryId, opinion: 'confirmed' }));
  server.advance(3_600_000);
  replace('a', { hashStatus: 'Withdrawn' });
  await server.sync(listId);
  const other = `${listId}-no-votes`;
  stopncii.records.push(record('b'));
  await server.add(other, 'stopncii', { connectionId: 'no-votes' });
  await server.sync(other);
  const live = (await server.entries(other)).find(({ status }) => status === 'live');
  await deps.database.transaction((tx) => queueFeedback(tx, deps, { entryId: live?.entryId ?? '', opinion: 'seen' }));
  await server.worker.drain();
  assert.deepEqual(stopncii.submitted, []);
  const votes = await deps.database.kysely
    .selectFrom('list_feedback')
    .select('last_error')
    .where('list_id', 'in', [listId, other])
    .where('state', '=', 'dead')
    .orderBy('created_at')
    .execute();
  assert.deepEqual(
    votes.map((vote) => vote.last_error),
    ['feedback-not-taken: the entry was withdrawn since', 'feedback-not-taken: there is no key for SubmitFeedback'],
  );
});

test("pytx's SubmitHashes sends the enum's name: the signal type goes out as documented", async () => {
  const { clock, random } = server.deps;
  const http = createExchangeHttp({ base: stopncii.url, random, clock, limits: { gapMs: 0 } });
  const client = createStopNciiClient({ http, clock, ...stopNciiKeys });
  await client.submitHashes([{ signalType: 'ImagePDQ', hashValue: madeUp('own', 32) }]);
  const [sent] = stopncii.submitted;
  assert.equal(sent?.endpoint, 'SubmitHashes');
  assert.match(JSON.stringify(sent?.body), /"signalType":"ImagePDQ"/);
  assert.match(JSON.stringify(sent?.body), /"count":1/);
});
