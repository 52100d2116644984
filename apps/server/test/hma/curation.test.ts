import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { refusals } from '../../src/hma/refusals.ts';
import { importList } from '../../src/lists/import-list.ts';
import { proposeListChange } from '../../src/lists/propose-list-change.ts';
import { drawFile, drawPlain } from './support/draw-photo.ts';
import { type HmaServer, madeUp, startHmaServer } from './support/hma-server.ts';

let server: HmaServer;
let listId = '';
let bank = '';
let lists = 0;

before(async () => {
  server = await startHmaServer();
});
after(() => server.close());
beforeEach(async () => {
  lists += 1;
  listId = `own-${lists}`;
  bank = `OWN_${lists}`;
  await server.addList(listId, `pdq ${madeUp('first', 32)}\n`, { state: 'shadow' });
});

const add = (signals: object, to = bank) => server.send('POST', `/c/bank/${to}/signal`, signals);
const entries = () =>
  server.deps.database.kysely.selectFrom('list_entry').selectAll().where('list_id', '=', listId).execute();
const listRow = () =>
  server.deps.database.kysely.selectFrom('list').selectAll().where('list_id', '=', listId).executeTakeFirstOrThrow();

test('banks are lists of known pictures that are not withdrawn; enabled are those that answer look-ups', async () => {
  await server.addList('active-here');
  await server.addList('active-elsewhere', '', { settings: { surfaces: ['shared-album'] } });
  await server.addList('gone', '', { state: 'withdrawn' });
  await server.addList('harmless', '', { kind: 'negative' });
  const { status, body } = await server.get('/c/banks');
  assert.equal(status, 200);
  assert.deepEqual(body, [
    { name: 'ACTIVE_ELSEWHERE', matching_enabled_ratio: 0 },
    { name: 'ACTIVE_HERE', matching_enabled_ratio: 1 },
    { name: bank, matching_enabled_ratio: 0 },
  ]);
  assert.deepEqual((await server.get('/c/bank/ACTIVE_HERE')).body, { name: 'ACTIVE_HERE', matching_enabled_ratio: 1 });
  for (const name of ['GONE', 'HARMLESS', 'active-here', 'NOT_THERE', '%00']) {
    const { status, body } = await server.get(`/c/bank/${name}`);
    assert.deepEqual([status, body.code], [404, 'not-found'], name);
  }
  assert.equal((await server.get('/c/bank/NOT_THERE')).body.message, "bank 'NOT_THERE' not found");
});

test('a signal is added to a list of a file in shadow: the list says who vouches, and makes a version', async () => {
  const pdq = madeUp('added', 32);
  const before = await listRow();
  const { status, body } = await add({ pdq });
  assert.deepEqual([status, body.signals], [200, { pdq }]);
  const entry = (await entries()).find((each) => Number(each.entry_id) === body.id);
  assert.deepEqual([entry?.kind, entry?.media, entry?.status], ['pdq', 'image', 'live']);
  assert.equal(entry?.value?.toString('hex'), pdq);
  assert.deepEqual(entry?.contributors, ['hub:one.example']);
  const { version, counts } = await listRow();
  assert.equal(Number(version), Number(before.version) + 1);
  assert.deepEqual(counts, { ...before.counts, live: 2 });
  const { rows } = await server.deps.database.pool.query(
    "select object, details from audit_entry where action = 'list.add' order by entry_id desc limit 1",
  );
  assert.deepEqual(rows, [{ object: `list:${listId}`, details: { added: 1, hubId: 'one.example' } }]);
});

test('the signals of one item have one number, and are shown together', async () => {
  const signals = { pdq: madeUp('item', 32), md5: madeUp('item', 16) };
  const { body } = await add(signals);
  assert.deepEqual(body.signals, signals);
  assert.deepEqual((await server.get(`/c/bank/${bank}/content/${body.id}?include_signals=true`)).body, {
    id: body.id,
    disable_until_ts: 1,
    original_media_uri: null,
    bank: { name: bank, matching_enabled_ratio: 0 },
    signals,
  });
  assert.equal('signals' in (await server.get(`/c/bank/${bank}/content/${body.id}`)).body, false);
});

test('the same signal once more is the same content, and makes no version', async () => {
  const signal = { video_md5: madeUp('twice', 16) };
  const { body } = await add(signal);
  const { version } = await listRow();
  assert.deepEqual((await add(signal)).body, body);
  assert.equal((await listRow()).version, version);
});

test('two callers at once add to a list one after the other', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, (_, n) => add({ pdq: madeUp(`at once ${n}`, 32) })));
  assert.deepEqual(
    all.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  );
  assert.equal((await listRow()).counts.live, 6);
});

test('what was added stays when a file is imported', async () => {
  const { body } = await add({ pdq: madeUp('stays', 32) });
  await importList(server.deps, chunks(`pdq ${madeUp('of the file', 32)}\n`), { listId });
  assert.equal((await server.get(`/c/bank/${bank}/content/${body.id}`)).status, 200);
});

test('a photo is added by its hash, and one with nothing in it is not', async () => {
  const photo = await drawFile({ seed: 5 });
  const { pdq } = (await server.upload('/h/hash', { photo })).body;
  const { status, body } = await server.upload(`/c/bank/${bank}/content`, { photo });
  assert.deepEqual([status, body.signals], [200, { pdq }]);
  const { body: refused } = await server.upload(`/c/bank/${bank}/content`, { photo: await drawPlain() });
  assert.equal(refused.message, 'Invalid pdq signal: invalid PDQ hash');
});

test('attack: nothing can be added to a list that is active, fetched or withdrawn, nor to one of harmless pictures', async () => {
  await server.addList(`${listId}-active`, `pdq ${madeUp('x', 32)}\n`);
  await server.addList(`${listId}-fetched`, '', { source: 'ncmec', state: 'shadow' });
  await server.addList(`${listId}-gone`, '', { state: 'withdrawn' });
  await server.addList(`${listId}-harmless`, '', { kind: 'negative', state: 'shadow' });
  const photo = await drawFile({ seed: 5 });
  for (const [name, status, code] of [
    ['ACTIVE', 403, 'two-people-needed'],
    ['FETCHED', 403, 'two-people-needed'],
    ['GONE', 404, 'not-found'],
    ['HARMLESS', 404, 'not-found'],
  ] as const) {
    for (const { status: given, body } of [
      await add({ pdq: madeUp('bad', 32) }, `${bank}_${name}`),
      await server.upload(`/c/bank/${bank}_${name}/content`, { photo }),
    ]) {
      assert.deepEqual([given, body.code], [status, code], name);
    }
  }
  const rows = await server.deps.database.kysely
    .selectFrom('list_entry')
    .select('entry_id')
    .where('list_id', 'like', `${listId}-%`)
    .execute();
  assert.equal(rows.length, 1);
});

test('attack: nothing is slipped into a list between the first and the second person who make it active', async () => {
  const { staffId } = await server.logIn('lead');
  await server.deps.database.kysely
    .updateTable('list')
    .set({ legal_basis: JSON.stringify({ GB: 'for tests' }) })
    .where('list_id', '=', listId)
    .execute();
  await proposeListChange(server.deps, staffId, listId, { kind: 'activate', reason: 'a quiet week' });
  const { status, body } = await add({ pdq: madeUp('slipped in', 32) });
  assert.deepEqual([status, body.code], [409, 'list-not-ready']);
  assert.equal((await entries()).length, 1);
});

test('attack: an entry that a person has ruled out is not brought back by adding it again', async () => {
  const signal = { pdq: madeUp('ruled out', 32) };
  const { body } = await add(signal);
  await server.deps.database.kysely
    .updateTable('list_entry')
    .set({ status: 'excluded', ruled_out: true })
    .where('entry_id', '=', String(body.id))
    .execute();
  assert.equal((await add(signal)).status, 200);
  const content = await server.get(`/c/bank/${bank}/content/${body.id}`);
  assert.equal(content.body.disable_until_ts, 0);
});

for (const [what, body, message] of [
  ['no signal', {}, 'No signals given'],
  ['a type that is none', { tmk: 'x' }, 'No such signal type tmk'],
  ['a hash that is none', { pdq: 'banana' }, 'Invalid pdq signal: invalid PDQ hash'],
  ['a number', { video_md5: 5 }, 'Invalid video_md5 signal: not a valid MD5 hash'],
  [
    'a photo and a video in one',
    { pdq: madeUp('a', 32), video_md5: madeUp('a', 16) },
    'Signals of a photo and of a video are not of one item',
  ],
  [
    'a note',
    { pdq: madeUp('a', 32), note: 'seen before' },
    'A note is not kept here; leave it out and keep it by the id',
  ],
] as const) {
  test(`${what} is not added`, async () => {
    assert.deepEqual(await add(body), { status: 400, body: { message, code: 'invalid-request' } });
    assert.equal((await entries()).length, 1);
  });
}

test('attack: one hub does not fill lists and logs without end, and does not use up what another may do', async () => {
  const small = await startHmaServer({ limits: { addsPerMinute: 2 } });
  await small.addList('own', '', { state: 'shadow' });
  const call = (headers: Record<string, string>, n: number) =>
    small.app.inject({ method: 'POST', url: '/c/bank/OWN/signal', headers, payload: { pdq: madeUp(`${n}`, 32) } });
  const answers = [await call(small.hub, 1), await call(small.hub, 2), await call(small.hub, 3)];
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 429],
  );
  assert.equal(answers[2]?.json().code, 'rate-limited');
  assert(Number(answers[2]?.headers['retry-after']) > 0);
  assert.equal((await call(small.otherHub, 3)).statusCode, 200);
  await small.close();
});

test('a note or metadata beside a file is refused, not lost without a word', async () => {
  const photo = await drawFile({ seed: 5 });
  for (const field of ['note', 'metadata']) {
    const { status } = await server.upload(`/c/bank/${bank}/content`, { photo }, { [field]: '{}' });
    assert.equal(status, 400);
  }
  assert.equal(
    (await server.send('POST', `/c/bank/${bank}/content`)).body.message,
    'Neither `url` nor multipart file upload was received',
  );
  assert.equal((await entries()).length, 1);
});

test('attack: signals of a list that is used under an agreement do not leave the server', async () => {
  await server.addList(`${listId}-fetched`, `pdq ${madeUp('secret', 32)}\n`, { source: 'ncmec' });
  const [id] = Object.values(await server.entryIds(`${listId}-fetched`));
  const url = `/c/bank/${bank}_FETCHED/content/${id}`;
  const { status, body } = await server.get(`${url}?include_signals=true`);
  assert.deepEqual([status, body.code], [403, 'signals-not-given']);
  assert.doesNotMatch(JSON.stringify(body), new RegExp(madeUp('secret', 32)));
  const shown = (await server.get(url)).body;
  assert.deepEqual(Object.keys(shown.metadata), ['content_id', 'content_uri', 'json', 'collab']);
  assert.deepEqual(Object.keys(shown.metadata.collab), [`${bank}_FETCHED`]);
  assert.equal('metadata' in (await server.get(`${url}?include_metadata=false`)).body, false);
});

test('attack: one hub does not read out what others or files have put on a list', async () => {
  const [pdq, md5] = [madeUp('of one hub', 32), madeUp('of another', 16)];
  const { body: added } = await add({ pdq });
  const other = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await server.app.inject({ method, url, headers: server.otherHub, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const url = `/c/bank/${bank}/content/${added.id}?include_signals=true`;
  const refused = await other('GET', url);
  assert.deepEqual([refused.status, refused.body.code], [403, 'signals-not-given']);
  // Naming the item, and one more signal of it, opens what it has added itself.
  assert.equal((await other('POST', `/c/bank/${bank}/signal`, { pdq, md5 })).body.id, added.id);
  assert.deepEqual((await other('GET', url)).body.signals, { md5 });
  assert.deepEqual((await server.get(url)).body.signals, { pdq });
  const ofFile = (await server.entryIds(listId))[madeUp('first', 32)];
  const file = await server.get(`/c/bank/${bank}/content/${ofFile}?include_signals=true`);
  assert.deepEqual([file.status, file.body.code], [403, 'signals-not-given']);
  assert.doesNotMatch(JSON.stringify(file.body), new RegExp(madeUp('first', 32)));
});

test('attack: a list that is not for these routes is neither filled here nor shown', async () => {
  const settings = { surfaces: ['shared-album'] };
  const name = `${listId}-albums`;
  await server.addList(name, `pdq ${madeUp('albums', 32)}\n`, { state: 'shadow', settings });
  const { status, body } = await add({ pdq: madeUp('poison', 32) }, `${bank}_ALBUMS`);
  assert.deepEqual([status, body.code], [403, 'two-people-needed']);
  const photo = await drawFile({ seed: 5 });
  assert.equal((await server.upload(`/c/bank/${bank}_ALBUMS/content`, { photo })).status, 403);
  assert.equal(Object.keys(await server.entryIds(name)).length, 1);
  await server.addList(`${name}-fetched`, `pdq ${madeUp('f', 32)}\n`, { source: 'ncmec', settings });
  const [id] = Object.values(await server.entryIds(`${name}-fetched`));
  assert.equal('metadata' in (await server.get(`/c/bank/${bank}_ALBUMS_FETCHED/content/${id}`)).body, false);
});

test('content is shown under its own bank only, and not once it is withdrawn', async () => {
  const [id] = Object.values(await server.entryIds(listId));
  await server.addList(`${listId}-other`);
  for (const path of [
    `${bank}_OTHER/content/${id}`,
    `${bank}/content/999999999`,
    `${bank}/content/abc`,
    `${bank}/content/-1`,
    `${bank}/content/${'9'.repeat(30)}`,
  ]) {
    const { status, body } = await server.get(`/c/bank/${path}`);
    assert.deepEqual([status, body.code], [404, 'not-found'], path);
  }
  await server.deps.database.kysely
    .updateTable('list_entry')
    .set({ status: 'withdrawn', value: null, withdrawn_at: new Date(), withdrawn_why: 'deleted' })
    .where('list_id', '=', listId)
    .execute();
  assert.equal((await server.get(`/c/bank/${bank}/content/${id}`)).status, 404);
});

for (const { method, path, status, code } of refusals) {
  test(`${method} ${path} is refused, says why and where to do it instead, and changes nothing`, async () => {
    const [id] = Object.values(await server.entryIds(listId));
    const before = [await listRow(), await entries()];
    const url = path
      .replace(':bank', bank)
      .replace(':contentId', String(id))
      .replace(':exchange', bank)
      .replace(':api', 'ncmec')
      .replace(':type', 'pdq');
    const answer = await server.send(method, url, { name: bank, enabled: true, disable_until_ts: 0 });
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
    assert.match(answer.body.message, /console|wellhouse|WELLHOUSE|list names/);
    assert.deepEqual([await listRow(), await entries()], before);
  });
}

test('exchanges are the lists that are fetched, by the names that Hasher-Matcher-Actioner has for their sources', async () => {
  await server.addList('stop-ncii', '', { source: 'stopncii', state: 'shadow' });
  const names = (await server.get('/c/exchanges')).body;
  assert(names.includes('STOP_NCII') && !names.includes(bank));
  assert.deepEqual((await server.get('/c/exchange/STOP_NCII')).body, {
    name: 'STOP_NCII',
    api: 'stop_ncii',
    enabled: true,
  });
  assert.deepEqual((await server.get('/c/exchanges/apis')).body, ['ncmec', 'stop_ncii', 'fb_threatexchange', 'tat']);
  for (const path of [bank, `${bank}/status`, 'NOT_THERE/status']) {
    const { status, body } = await server.get(`/c/exchange/${path}`);
    assert.deepEqual([status, body.code], [404, 'not-found'], path);
  }
});

test('the status of an exchange says when it was fetched and how much it holds', async () => {
  await server.addList('tx', `pdq ${madeUp('tx', 32)}\n`, { source: 'threatexchange', state: 'shadow' });
  const at = new Date('2026-11-27T08:00:00.700Z');
  const set = (columns: object) =>
    server.deps.database.kysely.updateTable('list').set(columns).where('list_id', '=', 'tx').execute();
  const seconds = Math.floor(at.getTime() / 1_000);
  const status = async () => (await server.get('/c/exchange/TX/status')).body;
  await set({ sync_state: 'never', sync_started_at: null, synced_at: null });
  const never = {
    checkpoint_ts: null,
    running_fetch_start_ts: null,
    last_fetch_complete_ts: null,
    last_fetch_succeeded: null,
    up_to_date: false,
    fetched_items: 1,
  };
  assert.deepEqual(await status(), never);
  await set({ sync_started_at: at });
  assert.deepEqual(await status(), { ...never, running_fetch_start_ts: seconds });
  await set({ sync_state: 'ok', synced_at: at });
  const done = { ...never, checkpoint_ts: seconds, last_fetch_complete_ts: seconds };
  assert.deepEqual(await status(), { ...done, last_fetch_succeeded: true, up_to_date: true });
  await set({ sync_state: 'failed', sync_started_at: new Date(at.getTime() + 60_000) });
  assert.deepEqual(await status(), { ...done, last_fetch_succeeded: false });
});

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}
