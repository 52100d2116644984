// Before anything reads the time: a server that does not stand on the meridian.
process.env.TZ = 'America/Los_Angeles';

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { z } from 'zod';
import { queueFeedback } from '../../src/lists/send-list-feedback.ts';
import { SourceError } from '../../src/lists/source-error.ts';
import { createExchangeHttp } from '../../src/lists/sources/exchange-http.ts';
import { createNcmecClient } from '../../src/lists/sources/ncmec.ts';
import { readNcmecPage } from '../../src/lists/sources/ncmec-entries.ts';
import { type FakeNcmecEntry, ncmecLogin, ncmecReason, startFakeNcmec } from './fakes/fake-ncmec.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let ncmec: Awaited<ReturnType<typeof startFakeNcmec>>;
let server: ListServer;
let listId = '';
let lists = 0;
const Checkpoint = z.object({ to: z.string() });
const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');

before(async () => {
  ncmec = await startFakeNcmec({ pageSize: 3 });
  const since = new Date(start).toISOString();
  const common = { source: 'ncmec', url: ncmec.url, since };
  server = await startListServer([
    { ...common, ...ncmecLogin, connectionId: 'ncmec' },
    { ...common, ...ncmecLogin, connectionId: 'wrong-password', password: 'guess' },
  ]);
});
after(async () => {
  await server.close();
  await ncmec.close();
});
beforeEach(async () => {
  ncmec.entries.length = 0;
  ncmec.votes.length = 0;
  ncmec.seen.length = 0;
  ncmec.faults.length = 0;
  server.pauses.length = 0;
  lists += 1;
  listId = `ncmec-${lists}`;
  await server.add(listId, 'ncmec');
});

function entry(id: string, more: Partial<FakeNcmecEntry> = {}): FakeNcmecEntry {
  return { member: 42, id, at: start + day, class: 'A1', prints: { md5: madeUp(id, 16) }, ...more };
}
const live = async () => (await server.entries(listId)).filter(({ status }) => status === 'live');
const calls = () => ncmec.seen.filter(({ url }) => url.pathname.endsWith('/v2/entries'));

test('pytx drops image MD5 and SHA-1, and all SHA-1: every kind that can be matched comes in, of pictures and films', async () => {
  const prints = { md5: madeUp('a', 16), sha1: madeUp('a', 20), pdq: madeUp('a', 32), pdna: '1,2,3' };
  ncmec.entries.push(entry('a', { prints }));
  ncmec.entries.push(entry('b', { media: 'video', prints: { md5: madeUp('b', 16), sha1: madeUp('b', 20) } }));
  ncmec.entries.push(entry('c', { media: 'video', prints: { 'tmk-pdqf': '/v2/entries/1/fingerprints/TMK_PDQF' } }));
  await server.sync(listId);
  const shown = (await live()).map(({ sourceId, media, kind }) => `${sourceId} ${media} ${kind}`);
  assert.deepEqual(shown, [
    ...['42-a image md5', '42-a image pdna', '42-a image pdq', '42-a image sha1'],
    ...['42-b video md5', '42-b video sha1', '42-c video tmk-pdqf-link'],
  ]);
  const { counts } = await server.deps.database.kysely
    .selectFrom('list')
    .select('counts')
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(counts, { live: 7, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 2 });
});

test('a large fingerprint is a link: kept, not fetched, and left out where it leads away from the source', async () => {
  const own = '/v2/entries/1/fingerprints/TMK_PDQF';
  ncmec.entries.push(entry('own', { media: 'video', prints: { 'tmk-pdqf': own, md5: madeUp('own', 16) } }));
  const foreign = ['https://elsewhere.example/v2/x', '//elsewhere.example/x', '/../../admin', 'http://127.0.0.1:1/x'];
  for (const [n, href] of foreign.entries()) {
    ncmec.entries.push(entry(`foreign-${n}`, { media: 'video', prints: { 'tmk-pdqf': href } }));
  }
  // A link in the place of a fingerprint that is matched is none either.
  ncmec.entries.push(entry('linked', { prints: { pdq: '/v2/entries/1/fingerprints/PDQ' } }));
  const fetched = await server.sync(listId);
  assert.equal(fetched.unreadable, foreign.length);
  const [link] = (await live()).filter(({ kind }) => kind === 'tmk-pdqf-link');
  assert.equal(Buffer.from(link?.hex ?? '', 'hex').toString(), own);
  assert.deepEqual((await live()).map(({ kind }) => kind).sort(), ['md5', 'pdq-link', 'tmk-pdqf-link']);
  const { counts } = await server.deps.database.kysely
    .selectFrom('list')
    .select('counts')
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  assert.equal(counts.notMatchable, 2);
  assert(ncmec.seen.every(({ url }) => !url.pathname.includes('fingerprints')));
});

test('pytx writes local time with a "Z": windows are asked for in UTC wherever the server stands', async () => {
  assert.notEqual(new Date(start).getTimezoneOffset(), 0);
  await server.sync(listId);
  const { searchParams } = calls()[0]?.url ?? new URL('x:');
  assert.equal(searchParams.get('from'), '2026-01-01T00:00:00Z');
  const to = Date.parse(searchParams.get('to') ?? '');
  const behind = server.deps.clock().getTime() - to;
  assert(behind >= 5_000 && behind < 60_000, `${behind} ms behind now`);
});

test('a page names the next one, and nothing is added to its link', async () => {
  for (const id of 'abcdefgh') ncmec.entries.push(entry(id));
  const fetched = await server.sync(listId);
  assert.equal(fetched.added, 8);
  assert.deepEqual(
    calls().map(({ url }) => url.searchParams.get('start')),
    [null, '4', '7'],
  );
  for (const { url } of calls().slice(1)) {
    assert.deepEqual([...url.searchParams.keys()], ['from', 'to', 'start', 'size', 'max']);
  }
});

test('entries of a window are in no order of time: the later word about one holds, and a deletion is a word', async () => {
  ncmec.entries.push(entry('x', { at: start + 2 * day, class: 'A1' }), entry('x', { at: start + day, class: 'A2' }));
  ncmec.entries.push(entry('y', { at: start + day }), entry('y', { at: start + 2 * day, deleted: true }));
  await server.sync(listId);
  const found = await live();
  assert.deepEqual(
    found.map((each) => [each.sourceId, each.class]),
    [['42-x', 'A1']],
  );
});

test('a deletion is honoured by the next sync: the fingerprint is gone and an event says so', async () => {
  ncmec.entries.push(entry('a'), entry('b'));
  await server.sync(listId);
  server.advance(day);
  ncmec.entries.push(entry('b', { at: server.deps.clock().getTime() - 3_600_000, deleted: true }));
  const fetched = await server.sync(listId);
  assert.equal(fetched.withdrawn, 1);
  const gone = (await server.entries(listId)).find(({ sourceId }) => sourceId === '42-b');
  assert.equal(gone?.status, 'withdrawn');
  assert.equal(gone?.why, 'deleted');
  assert.equal(gone?.hex, null);
  const events = await server.deps.database.kysely
    .selectFrom('list_event')
    .select(['kind', 'entry_id', 'why'])
    .where('list_id', '=', listId)
    .execute();
  assert.deepEqual(events, [{ kind: 'list-entry-withdrawn', entry_id: gone?.entryId, why: 'deleted' }]);
});

test('an entry whose fingerprints change loses the old ones', async () => {
  ncmec.entries.push(entry('a', { prints: { md5: madeUp('old', 16), sha1: madeUp('a', 20) } }));
  await server.sync(listId);
  server.advance(day);
  const at = server.deps.clock().getTime() - 3_600_000;
  ncmec.entries.push(entry('a', { at, prints: { md5: madeUp('new', 16), sha1: madeUp('a', 20) } }));
  await server.sync(listId);
  assert.deepEqual(
    (await live()).map(({ hex }) => hex),
    [madeUp('new', 16), madeUp('a', 20)],
  );
});

test('members who affirm an entry vouch for it beside the one that gave it', async () => {
  ncmec.entries.push(entry('a', { affirmedBy: [43, 44, 42] }));
  await server.sync(listId);
  assert.deepEqual((await live())[0]?.contributors, ['42', '43', '44']);
});

test('only a whole window moves the checkpoint: what failed on its second page is read anew, and nothing stays', async () => {
  for (const id of 'abcdef') ncmec.entries.push(entry(id));
  ncmec.faults.push(null, { status: 403 });
  await assert.rejects(
    server.sync(listId),
    (error) => error instanceof SourceError && error.code === 'source-unauthorized',
  );
  assert.equal((await server.entries(listId)).length, 0);
  const row = await server.deps.database.kysely
    .selectFrom('list')
    .select(['checkpoint', 'sync_state', 'sync_error'])
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, {
    checkpoint: null,
    sync_state: 'failed',
    sync_error: 'source-unauthorized: answered 403',
  });
  const staged = await server.deps.database.kysely.selectFrom('list_staged').select('n').execute();
  assert.deepEqual(staged, []);
  assert.equal((await server.sync(listId)).added, 6);
});

test('the next sync asks for what came since, and nothing before', async () => {
  ncmec.entries.push(entry('a'));
  await server.sync(listId);
  const asked = calls()[0]?.url.searchParams.get('to');
  ncmec.seen.length = 0;
  server.advance(day);
  const fetched = await server.sync(listId);
  assert.equal(calls()[0]?.url.searchParams.get('from'), asked);
  assert.equal(fetched.added + fetched.changed + fetched.withdrawn, 0);
});

test('429 and 5xx are tried again: after what Retry-After says, else after a pause that grows', async () => {
  ncmec.entries.push(entry('a'));
  ncmec.faults.push({ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, { status: 502 });
  assert.equal((await server.sync(listId)).added, 1);
  assert.equal(server.pauses[0], 7_000);
  const [, second = 0, third = 0] = server.pauses;
  assert(second >= 1_000 && second <= 2_000, `${second}`);
  assert(third >= 2_000 && third <= 4_000, `${third}`);
});

test('a source that hangs up is tried again, four times in all, and then the sync has failed', async () => {
  ncmec.entries.push(entry('a'));
  ncmec.faults.push('hang-up', 'hang-up');
  assert.equal((await server.sync(listId)).added, 1);
  server.advance(day);
  ncmec.seen.length = 0;
  ncmec.faults.push(...Array.from({ length: 4 }, () => 'hang-up' as const));
  await assert.rejects(
    server.sync(listId),
    (error) => error instanceof SourceError && error.code === 'source-unreachable',
  );
  assert.equal(calls().length, 4);
  assert.equal((await live()).length, 1);
});

test('a source that asks for an hour of peace gets it from the job, not from a waiting process', async () => {
  ncmec.faults.push({ status: 429, headers: { 'retry-after': '3600' } });
  await assert.rejects(
    server.sync(listId),
    (error) => error instanceof SourceError && error.code === 'source-busy' && error.retryAfterMs === 3_600_000,
  );
  assert.deepEqual(server.pauses, []);
});

test('a redirect is not followed: credentials go to one address only', async () => {
  ncmec.faults.push({ status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } });
  await assert.rejects(
    server.sync(listId),
    (error) => error instanceof SourceError && error.code === 'source-address-foreign',
  );
});

test('a wrong password is said once and not tried again', async () => {
  const wrong = `${listId}-wrong`;
  await server.add(wrong, 'ncmec', { connectionId: 'wrong-password' });
  await assert.rejects(
    server.sync(wrong),
    (error) => error instanceof SourceError && error.code === 'source-unauthorized',
  );
  assert.equal(calls().length, 1);
});

test('no credential stands in the database or in an error', async () => {
  ncmec.faults.push({ status: 400 });
  await assert.rejects(server.sync(listId), (error) => !String(error).includes(ncmecLogin.password));
  const rows = await server.deps.database.pool.query('select to_jsonb(list) as row from list');
  assert.doesNotMatch(JSON.stringify(rows.rows), /horse/);
});

test('pytx never sends feedback: a vote for an entry goes back as XML, one against it with a reason', async () => {
  ncmec.entries.push(entry('a'), entry('b', { prints: { pdq: madeUp('b', 32) } }));
  await server.sync(listId);
  const [a, b] = await live();
  const { deps } = server;
  await deps.database.transaction(async (tx) => {
    await queueFeedback(tx, deps, { entryId: a?.entryId ?? '', opinion: 'confirmed' });
    await queueFeedback(tx, deps, { entryId: b?.entryId ?? '', opinion: 'refuted' });
  });
  await server.worker.drain();
  const sent = ncmec.votes.toSorted((x, y) => (x.path < y.path ? -1 : 1));
  assert.deepEqual(
    sent.map(({ path }) => path),
    ['/v2/entries/42/a/MD5/feedback', '/v2/entries/42/b/PDQ/feedback'],
  );
  assert.match(sent[0]?.body ?? '', /<feedbackSubmission xmlns="[^"]+"><affirmative\/><\/feedbackSubmission>$/);
  assert.match(
    sent[1]?.body ?? '',
    new RegExp(`<negative><reasonIds><guid>${ncmecReason}</guid></reasonIds></negative>`),
  );
  assert.equal(sent[0]?.type, 'application/xml; charset=utf-8');
  const states = await deps.database.kysely
    .selectFrom('list_feedback')
    .select('state')
    .where('list_id', '=', listId)
    .execute();
  assert.deepEqual(states, [{ state: 'sent' }, { state: 'sent' }]);
});

test('a vote that the source does not take is dead at once, with the reason', async () => {
  ncmec.entries.push(entry('a'));
  await server.sync(listId);
  const { deps } = server;
  const [a] = await live();
  const feedbackId = await deps.database.transaction((tx) =>
    queueFeedback(tx, deps, { entryId: a?.entryId ?? '', opinion: 'seen' }),
  );
  ncmec.faults.push({ status: 404 });
  await server.worker.drain();
  const row = await deps.database.kysely
    .selectFrom('list_feedback')
    .select(['state', 'last_error'])
    .where('feedback_id', '=', feedbackId ?? '')
    .executeTakeFirst();
  assert.deepEqual(row, { state: 'dead', last_error: 'source-refused: answered 404' });
});

test('a window with too many entries is dropped and read in smaller ones; every entry comes, and no window is left out', async () => {
  for (let i = 0; i < 20; i += 1) ncmec.entries.push(entry(`e${i}`, { at: start + i * 3_600_000 }));
  const { clock, random } = server.deps;
  const http = createExchangeHttp({ base: ncmec.url, random, clock, limits: { gapMs: 0 } });
  const since = new Date(start);
  const client = createNcmecClient({ ...ncmecLogin, http, clock, since, refutedReason: null, windowItems: 7 });
  let inWindow: string[] = [];
  const kept: string[] = [];
  const marks: number[] = [];
  let dropped = 0;
  for await (const step of client.pull(null)) {
    if (step.type === 'items') inWindow.push(...step.items.map(({ sourceId }) => sourceId));
    else {
      if (step.type === 'again') dropped += 1;
      else {
        kept.push(...inWindow);
        marks.push(Date.parse(Checkpoint.parse(step.checkpoint).to));
      }
      inWindow = [];
    }
  }
  assert(dropped > 0);
  assert.equal(new Set(kept).size, 20);
  assert.equal(kept.length, 20);
  assert.deepEqual(
    marks,
    marks.toSorted((a, b) => a - b),
  );
  assert((marks.at(-1) ?? 0) > clock().getTime() - 60_000);
});

test('links that announce millions cannot make a sync ask minute by minute', async () => {
  for (let i = 0; i < 360; i += 1) ncmec.entries.push(entry(`e${i}`, { at: start + day + i * 10_000 }));
  const { clock, random } = server.deps;
  const http = createExchangeHttp({ base: ncmec.url, random, clock, limits: { gapMs: 0 } });
  const since = new Date(start);
  const client = createNcmecClient({ ...ncmecLogin, http, clock, since, refutedReason: null, windowItems: 1_000 });
  ncmec.announce.max = 9_000_000;
  let kept = 0;
  let inWindow = 0;
  let windows = 0;
  for await (const step of client.pull(null)) {
    if (step.type === 'items') inWindow += step.items.length;
    else {
      windows += 1;
      if (step.type === 'window') kept += inWindow;
      inWindow = 0;
    }
  }
  ncmec.announce.max = null;
  assert.equal(kept, 360);
  assert(windows < 30, `${windows} windows`);
});

test('a link to another address is refused before anything is sent there', () => {
  const { clock, random } = server.deps;
  const http = createExchangeHttp({ base: 'https://ncmec.example/hashsharing', random, clock });
  assert.equal(http.follow('/v2/entries?start=2').href, 'https://ncmec.example/hashsharing/v2/entries?start=2');
  for (const link of [
    'https://evil.example/hashsharing/v2/entries',
    '//evil.example/hashsharing/v2/entries',
    'http://ncmec.example/hashsharing/v2/entries',
    'https://ncmec.example/other',
    '/../other',
    'https://ncmec.example:8443/hashsharing/',
    'file:///etc/passwd',
  ]) {
    assert.throws(
      () => http.follow(link),
      (error) => error instanceof SourceError && error.code === 'source-address-foreign',
      link,
    );
  }
});

const time = '<timestamp>2026-01-01T00:00:00Z</timestamp>';
for (const [name, document] of [
  [
    'an id that is a step of a path',
    `<queryResult><images><image><member id="1"/>${time}<id>..</id></image></images></queryResult>`,
  ],
  ['a document type', '<!DOCTYPE queryResult [<!ENTITY a "b">]><queryResult/>'],
  ['another document', '<status/>'],
  ['no XML', '{"images": []}'],
  ['an entry without a member', `<queryResult><images><image>${time}<id>a</id></image></images></queryResult>`],
  [
    'an entry with two ids',
    `<queryResult><images><image><member id="1"/>${time}<id>a</id><id>b</id></image></images></queryResult>`,
  ],
  ['an entry of a kind that is none', '<queryResult><images><imagine/></images></queryResult>'],
] as const) {
  test(`an answer that holds ${name} fails the sync`, () => {
    assert.throws(
      () => readNcmecPage(document, () => true),
      (error) => error instanceof SourceError && error.code === 'source-answer-invalid',
    );
  });
}

test('a fingerprint that is not what it says it is, is counted and left out; the rest of its entry comes in', () => {
  const prints = `<md5>abc</md5><sha1>${madeUp('a', 20).toUpperCase()}</sha1>`;
  const image = `<image><member id="1"/><timestamp>2026-01-01T00:00:00Z</timestamp><id>a</id><fingerprints>${prints}</fingerprints></image>`;
  const { items } = readNcmecPage(`<queryResult><images>${image}</images></queryResult>`, () => true);
  assert.deepEqual(items[0]?.fingerprints, [{ kind: 'sha1', hex: madeUp('a', 20) }]);
  assert.equal(items[0]?.unreadable, 1);
});
