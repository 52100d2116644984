import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { List, ListChange, ListPage } from '@wellhouse/protocol';
import { ListError } from '../../src/lists/list-error.ts';
import { takeListEvents } from '../../src/lists/list-events.ts';
import type { Transaction } from '../../src/platform/database/open-database.ts';
import type { TestSession } from '../support/test-server.ts';
import { type ListServer, madeUp, settings, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let kim: TestSession;
let lee: TestSession;
let ada: TestSession;
let listId = '';
let lists = 0;

before(async () => {
  server = await startListServer();
  kim = await server.logIn('lead');
  lee = await server.logIn('lead');
  ada = await server.logIn('admin');
});
after(() => server.close());
beforeEach(async () => {
  lists += 1;
  listId = `registry-${lists}`;
  await server.add(listId, 'file');
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `pdq ${madeUp(`picture ${from + i}`, 32)}\n`).join('');
function call(method: 'GET' | 'POST', path: string, { headers }: TestSession, payload?: object) {
  return server.app.inject({ method, url: `/v1/lists${path}`, headers, ...(payload && { payload }) });
}
const reason = 'Reviewed with counsel.';
async function propose(session: TestSession, body: object = { kind: 'activate' }) {
  const response = await call('POST', `/${listId}/changes`, session, { reason, ...body });
  assert.equal(response.statusCode, 201, response.body);
  return ListChange.parse(response.json());
}
const reply = (session: TestSession, changeId: string, word: 'approve' | 'refuse' = 'approve') =>
  call('POST', `/${listId}/changes/${changeId}/answer`, session, { answer: word, reason });
const shown = async () => ListPage.parse((await call('GET', `/${listId}`, kim)).json());
const codeOf = (response: { json(): unknown }) => (response.json() as { code: string }).code;

test('a list starts in shadow and becomes active by two people, not by one twice', async () => {
  await server.load(listId, lines(0, 5));
  const change = await propose(kim);
  assert.equal((await shown()).list.state, 'shadow');
  const own = await reply(kim, change.changeId);
  assert.equal(own.statusCode, 409);
  assert.equal(codeOf(own), 'same-person');
  assert.equal((await shown()).list.state, 'shadow');
  assert.equal((await reply(lee, change.changeId)).statusCode, 200);
  const { list, versions } = await shown();
  assert.equal(list.state, 'active');
  assert.deepEqual(list.waiting, []);
  assert.deepEqual(
    versions.map(({ kind }) => kind),
    ['activated', 'imported', 'created'],
  );
  assert.equal(codeOf(await reply(lee, change.changeId)), 'change-closed');
});

test('an admin may ask and not approve', async () => {
  await server.load(listId, lines(0, 5));
  const change = await propose(kim);
  assert.equal((await reply(ada, change.changeId)).statusCode, 403);
  assert.equal((await call('POST', '', ada, definition('from-admin'))).statusCode, 201);
});

function definition(name: string) {
  return { listId: name, kind: 'known', source: 'file', connectionId: null, settings };
}

test('attack: no file is slipped into a list between the first and the second person who make it active', async () => {
  await server.load(listId, lines(0, 5));
  const change = await propose(kim);
  for (const text of [lines(0, 6), lines(0, 4), lines(90, 95)]) {
    await assert.rejects(server.load(listId, text), (error) => {
      return error instanceof ListError && error.code === 'list-activation-waits';
    });
  }
  assert.equal((await server.load(listId, lines(0, 5))).added, 0);
  assert.equal((await server.entries(listId)).length, 5);
  await reply(lee, change.changeId, 'refuse');
  assert.equal((await server.load(listId, lines(0, 6))).added, 1);
});

test('a refused change leaves the list, and another can be asked', async () => {
  await server.load(listId, lines(0, 5));
  const change = await propose(kim);
  const again = await call('POST', `/${listId}/changes`, lee, { kind: 'activate', reason });
  assert.equal(codeOf(again), 'list-not-ready');
  await reply(lee, change.changeId, 'refuse');
  assert.equal((await shown()).list.state, 'shadow');
  await propose(lee);
});

test('an empty list cannot be made active; one that lost its entries while it waited cannot either', async () => {
  assert.equal(codeOf(await call('POST', `/${listId}/changes`, kim, { kind: 'activate', reason })), 'list-not-ready');
  await server.load(listId, lines(0, 5));
  const change = await propose(kim);
  // As a source takes its items back.
  await server.deps.database.pool.query(
    `update list set counts = counts || '{"live": 0, "withdrawn": 5}' where list_id = $1`,
    [listId],
  );
  assert.equal(codeOf(await reply(lee, change.changeId)), 'list-not-ready');
  assert.equal((await shown()).list.state, 'shadow');
});

test('settings change by two people, and the version says to what', async () => {
  const change = await propose(kim, { kind: 'settings', settings: { ...settings, radius: 20 } });
  assert.equal((await shown()).list.settings.radius, 31);
  await reply(lee, change.changeId);
  const { list, versions } = await shown();
  assert.equal(list.settings.radius, 20);
  assert.deepEqual(versions[0]?.details, { settings: { ...settings, radius: 20 } });
});

test('a withdrawn list keeps no fingerprint, makes an event for each entry, and stays withdrawn', async () => {
  await server.load(listId, lines(0, 5));
  const change = await propose(kim, { kind: 'withdraw' });
  await reply(lee, change.changeId);
  const entries = await server.entries(listId);
  assert(entries.every(({ hex, status, why }) => hex === null && status === 'withdrawn' && why === 'list-withdrawn'));
  const events = await server.deps.database.kysely
    .selectFrom('list_event')
    .select('event_id')
    .where('list_id', '=', listId)
    .execute();
  assert.equal(events.length, 5);
  await assert.rejects(server.load(listId, lines(0, 5)), /withdrawn/);
  assert.equal(codeOf(await call('POST', `/${listId}/changes`, kim, { kind: 'activate', reason })), 'list-not-ready');
});

test('a shrink: the first who approves is the first of two, the second lets exactly this file in, once', async () => {
  await server.load(listId, lines(0, 100));
  await assert.rejects(server.load(listId, lines(0, 40)));
  const { list } = await shown();
  const [change] = list.waiting;
  const { digest, ...update } = change?.update ?? { digest: null };
  assert.deepEqual(update, { from: 100, to: 40, added: 0, changed: 0, withdrawn: 60 });
  assert.match(digest ?? '', /^[0-9a-f]{64}$/);
  assert.equal(change?.first, null);
  const changeId = change?.changeId ?? '';
  const first = ListChange.parse((await reply(kim, changeId)).json());
  assert.equal(first.state, 'held');
  assert.equal(codeOf(await reply(kim, changeId)), 'same-person');
  await assert.rejects(server.load(listId, lines(0, 40)), /two people/);
  assert.equal(ListChange.parse((await reply(lee, changeId)).json()).state, 'in-force');
  // Not another file of the same size.
  await assert.rejects(server.load(listId, lines(60, 100)), /two people/);
  assert.equal((await server.load(listId, lines(0, 40))).withdrawn, 60);
  await server.load(listId, lines(0, 100));
  await assert.rejects(server.load(listId, lines(0, 40)), /two people/);
});

test('a file for an active list waits for two people, however small the change; what changes nothing does not', async () => {
  await server.load(listId, lines(0, 5));
  await reply(lee, (await propose(kim)).changeId);
  await server.load(listId, lines(0, 5));
  await assert.rejects(server.load(listId, lines(0, 6)), (error) => {
    return error instanceof ListError && error.code === 'list-import-held';
  });
  const { list } = await shown();
  assert.equal(list.counts.live, 5);
  const [change] = list.waiting;
  assert.equal(change?.kind, 'import');
  assert.equal(change?.update?.added, 1);
  for (const person of [kim, lee]) assert.equal((await reply(person, change?.changeId ?? '')).statusCode, 200);
  await assert.rejects(server.load(listId, lines(1, 7)), /two people/);
  assert.equal((await server.load(listId, lines(0, 6))).added, 1);
});

test('attack: a list does not lose more than half in one day in small steps either', async () => {
  await server.load(listId, lines(0, 100));
  server.advance(86_400_000);
  await server.load(listId, lines(0, 70));
  await assert.rejects(server.load(listId, lines(0, 49)), /from 100 to 49 entries/);
  await server.load(listId, lines(0, 50));
  server.advance(86_400_001);
  await server.load(listId, lines(0, 26));
  kim = await server.logIn('lead');
  lee = await server.logIn('lead');
  ada = await server.logIn('admin');
});

test('what two people have agreed to is not counted against the next update', async () => {
  await server.load(listId, lines(0, 100));
  server.advance(60_000);
  await assert.rejects(server.load(listId, lines(0, 40)));
  const changeId = (await shown()).list.waiting[0]?.changeId ?? '';
  for (const person of [kim, lee]) assert.equal((await reply(person, changeId)).statusCode, 200);
  await server.load(listId, lines(0, 40));
  server.advance(60_000);
  assert.equal((await server.load(listId, lines(0, 30))).withdrawn, 10);
});

test('attack: a file that two people agreed to is not read as something else', async () => {
  const bare = `${madeUp('one', 32)}\n${madeUp('two', 32)}\n`;
  await server.load(listId, `sha256 ${madeUp('one', 32)}\n`);
  await reply(lee, (await propose(kim)).changeId);
  for (const type of ['sha256', 'pdq']) {
    await assert.rejects(server.load(listId, bare, type), (error) => {
      return error instanceof ListError && error.code === 'list-file-invalid';
    });
  }
  const { list } = await shown();
  assert.deepEqual([list.counts.live, list.waiting], [1, []]);
});

test('an agreement to a shrink lapses after a week', async () => {
  await server.load(listId, lines(0, 100));
  await assert.rejects(server.load(listId, lines(0, 40)));
  const changeId = (await shown()).list.waiting[0]?.changeId ?? '';
  await reply(kim, changeId);
  await reply(lee, changeId);
  server.advance(8 * 86_400_000);
  kim = await server.logIn('lead');
  lee = await server.logIn('lead');
  await assert.rejects(server.load(listId, lines(0, 40)), /two people/);
});

test('the database itself refuses one person’s word', async () => {
  const change = await propose(kim, { kind: 'withdraw' });
  for (const second of [null, kim.staffId]) {
    await assert.rejects(
      server.deps.database.kysely
        .updateTable('list_change')
        .set({ state: 'in-force', second_staff_id: second, second_at: new Date() })
        .where('change_id', '=', change.changeId)
        .execute(),
      /list_change.*check/,
    );
  }
});

test('events are taken once, in order, by one worker', async () => {
  await server.load(listId, lines(0, 6));
  await server.load(listId, lines(3, 6));
  const { database } = server.deps;
  const mine = async () => {
    const now = server.deps.clock();
    const taken = await database.transaction((tx) => takeListEvents(tx, 'list-entry-withdrawn', { limit: 1_000, now }));
    return taken.filter((event) => event.listId === listId);
  };
  const [a, b] = await Promise.all([mine(), mine()]);
  assert.equal(a.length + b.length, 3);
  assert(new Set([...a, ...b].map(({ entryId }) => entryId)).size === 3);
  assert.deepEqual(await mine(), []);
  const undone = await database
    .transaction(async (tx) => {
      await takeListEvents(tx, 'list-entry-withdrawn', { limit: 1, now: server.deps.clock() });
      throw new Error('the case could not be opened');
    })
    .catch((error: unknown) => error);
  assert(undone instanceof Error);
});

test('an event that a dying worker had taken is waited for, and not passed over', async () => {
  await server.load(listId, lines(0, 6));
  await server.load(listId, lines(2, 6));
  const { database, clock } = server.deps;
  const take = (tx: Transaction) => takeListEvents(tx, 'list-entry-withdrawn', { limit: 1_000, now: clock() });
  const held = Promise.withResolvers<void>();
  const dead = Promise.withResolvers<never>();
  const dying = database.transaction(async (tx) => {
    await take(tx);
    held.resolve();
    return dead.promise;
  });
  await held.promise;
  const next = database.transaction(take);
  const first = await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))]);
  dead.reject(new Error('killed'));
  await assert.rejects(dying, /killed/);
  assert.equal(first, 'waits');
  assert((await next).length >= 2);
});

test('a list has one name, a known connection, and every answer of the API has its documented form', async () => {
  assert.equal(codeOf(await call('POST', '', kim, definition(listId))), 'list-exists');
  const fetched = { ...definition('no-such-source'), source: 'ncmec', connectionId: 'none' };
  assert.equal(codeOf(await call('POST', '', kim, fetched)), 'invalid-request');
  const mixed = { ...definition('mixed'), connectionId: 'none' };
  assert.equal(codeOf(await call('POST', '', kim, mixed)), 'invalid-request');
  const { lists: all } = (await call('GET', '', kim)).json() as { lists: unknown[] };
  assert(all.length > 0);
  for (const list of all) List.parse(list);
  assert.equal((await call('GET', '/nowhere', kim)).statusCode, 404);
  assert.equal(codeOf(await call('POST', `/${listId}/sync`, kim)), 'list-not-ready');
});

test('every change stands in the audit log with who and why', async () => {
  await server.load(listId, lines(0, 5));
  await reply(lee, (await propose(kim)).changeId);
  const entries = await server.deps.database.kysely
    .selectFrom('audit_entry')
    .select(['action', 'staff_id'])
    .where('object', '=', `list:${listId}`)
    .orderBy('entry_id')
    .execute();
  assert.deepEqual(entries, [
    { action: 'list.create', staff_id: null },
    { action: 'list.import', staff_id: null },
    { action: 'list.propose', staff_id: kim.staffId },
    { action: 'list.approve', staff_id: lee.staffId },
  ]);
});
