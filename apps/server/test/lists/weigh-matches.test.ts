import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { ListId } from '@wellhouse/protocol';
import { loadChangedEntries } from '../../src/lists/load-entries.ts';
import { switchRegion } from '../../src/lists/switch-region.ts';
import { teachHarmless } from '../../src/lists/teach-harmless.ts';
import { pruneMatches, weighMatches } from '../../src/lists/weigh-matches.ts';
import type { TestSession } from '../support/test-server.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let kim: TestSession;
let listId = '';
let lists = 0;

before(async () => {
  server = await startListServer();
  kim = await server.logIn('lead');
  // What lists in shadow are looked through for is switched on; album-regions.test.ts says when it is not.
  await server.deps.database.transaction((tx) =>
    switchRegion(tx, { region: 'GB', state: 'on', legalBasis: 'for tests', reason: 'for tests', at: new Date() }),
  );
});
after(() => server.close());
beforeEach(async () => {
  lists += 1;
  listId = `weigh-${lists}`;
  await server.add(listId, 'file');
  await server.load(listId, `pdq ${madeUp('a', 32)}\nmd5 ${madeUp('a', 16)}\n`);
});

const activate = (id: string) =>
  server.deps.database.pool.query("update list set state = 'active' where list_id = $1", [id]);
/** Imports as if two people had agreed: not what these tests are about. */
async function load(id: string, text: string) {
  const { pool } = server.deps.database;
  await pool.query("update list set state = 'shadow' where list_id = $1", [id]);
  await server.load(id, text);
  await activate(id);
}
const entryOf = async (kind: string, id = listId) =>
  (await server.entries(id)).find((entry) => entry.kind === kind)?.entryId ?? '';
function weigh(picture: string, found: { entryId: string; distance: number | null }[], more: object = {}) {
  return server.deps.database.transaction((tx) =>
    weighMatches(tx, server.deps, {
      picture: createHash('sha256').update(picture).digest(),
      quality: 90,
      surface: 'shared-album',
      region: 'GB',
      found,
      ...more,
    }),
  );
}
async function countsOf(id = listId) {
  const rows = await server.deps.database.kysely
    .selectFrom('list_match_count')
    .select(['effect', 'matches'])
    .where('list_id', '=', id)
    .orderBy('effect')
    .execute();
  return Object.fromEntries(rows.map(({ effect, matches }) => [effect, Number(matches)]));
}

test('a list in shadow counts and holds nothing; active, it holds', async () => {
  const entryId = await entryOf('pdq');
  assert.equal((await weigh('one', [{ entryId, distance: 3 }])).held, false);
  assert.deepEqual(await countsOf(), { counted: 1 });
  await activate(listId);
  const { held, matches } = await weigh('two', [{ entryId, distance: 3 }]);
  assert.equal(held, true);
  assert.deepEqual(matches, [{ entryId, listId, distance: 3, effect: 'hold' }]);
  assert.deepEqual(await countsOf(), { counted: 1, hold: 1 });
});

test('what an index still remembers of a withdrawn entry holds nothing', async () => {
  await activate(listId);
  const entryId = await entryOf('pdq');
  await load(listId, `md5 ${madeUp('a', 16)}\n`);
  const { held, matches } = await weigh('one', [{ entryId, distance: 0 }]);
  assert.equal(held, false);
  assert.equal(matches[0]?.effect, 'gone');
});

test('a region without a legal basis and a surface that is not named are counted and hold nothing', async () => {
  await activate(listId);
  const entryId = await entryOf('pdq');
  assert.equal((await weigh('one', [{ entryId, distance: 0 }], { region: 'EU' })).held, false);
  assert.equal((await weigh('two', [{ entryId, distance: 0 }], { surface: 'profile' })).held, false);
  assert.deepEqual(await countsOf(), { 'not-allowed': 2 });
});

test('an entry that matches more different pictures in a day than allowed is set aside, and the same picture is one', async () => {
  await activate(listId);
  const entryId = await entryOf('pdq');
  for (let times = 0; times < 10; times += 1) await weigh('the same', [{ entryId, distance: 5 }]);
  assert.equal((await weigh('second', [{ entryId, distance: 5 }])).held, true);
  assert.equal((await weigh('third', [{ entryId, distance: 5 }])).held, true);
  const fourth = await weigh('fourth', [{ entryId, distance: 5 }]);
  assert.equal(fourth.held, false);
  assert.equal(fourth.matches[0]?.effect, 'set-aside');
  const headers = kim.headers;
  const url = `/v1/lists/${listId}/quarantine`;
  const { entries } = (await server.app.inject({ method: 'GET', url, headers })).json() as { entries: object[] };
  assert.deepEqual(entries, [
    {
      entryId,
      sourceId: (await server.entries(listId)).find((entry) => entry.entryId === entryId)?.sourceId,
      fingerprint: 'pdq',
      class: null,
      contributors: 1,
      pictures: 4,
    },
  ]);
  // A digest has nothing to do with it.
  assert.equal((await weigh('fifth', [{ entryId: await entryOf('md5'), distance: null }])).held, true);
});

test('attack: pictures that do not match an entry set it aside for nobody: beyond its radius, too plain, elsewhere', async () => {
  await activate(listId);
  const entryId = await entryOf('pdq');
  const found = [{ entryId, distance: 5 }];
  for (let n = 0; n < 10; n += 1) {
    // As an index answers that is asked for the widest radius of all lists and some slack.
    await weigh(`beyond ${n}`, [{ entryId, distance: 40 }]);
    await weigh(`plain ${n}`, found, { quality: 10 });
    await weigh(`abroad ${n}`, found, { region: 'US' });
    await weigh(`profile ${n}`, found, { surface: 'profile' });
  }
  assert.equal((await weigh('the known picture', found)).held, true);
});

test('attack: a crowd that nobody else vouches for does not hide an entry of the same list that more vouch for', async () => {
  const names = Array.from({ length: 300 }, (_, n) => madeUp(`crowd ${n}`, 32));
  await load(listId, [...names, madeUp('victim', 32)].map((hex) => `pdq ${hex}\n`).join(''));
  const { pool } = server.deps.database;
  await pool.query('update list set minimum_sources = 2 where list_id = $1', [listId]);
  await pool.query(
    "update list_entry set contributors = '{one,two}' where list_id = $1 and value = decode($2, 'hex')",
    [listId, madeUp('victim', 32)],
  );
  const entries = await server.entries(listId);
  const found = entries
    .filter(({ hex }) => hex !== null)
    .map(({ entryId, hex }) => ({ entryId, distance: hex === madeUp('victim', 32) ? 20 : 1 }));
  const { held, matches } = await weigh('known', found);
  assert.equal(held, true);
  assert.deepEqual(
    matches.filter(({ effect }) => effect === 'hold').map(({ distance }) => distance),
    [20],
  );
  assert(matches.length <= 251);
});

test('a new day begins anew', async () => {
  await activate(listId);
  const entryId = await entryOf('pdq');
  for (const picture of ['1', '2', '3']) await weigh(picture, [{ entryId, distance: 5 }]);
  server.advance(86_400_000);
  assert.equal((await weigh('4', [{ entryId, distance: 5 }])).held, true);
  server.advance(86_400_000);
  await server.deps.database.transaction((tx) => pruneMatches(tx, server.deps.clock()));
  const left = await server.deps.database.kysely
    .selectFrom('list_entry_match')
    .select('entry_id')
    .where('entry_id', '=', entryId)
    .execute();
  assert.equal(left.length, 1);
  kim = await server.logIn('lead');
});

for (const word of ['release', 'exclude'] as const) {
  test(`a person who answers "${word}" decides for good, even if the source gives the entry anew`, async () => {
    await activate(listId);
    const entryId = await entryOf('pdq');
    for (const picture of ['1', '2', '3', '4']) await weigh(picture, [{ entryId, distance: 5 }]);
    const url = `/v1/lists/${listId}/quarantine/${entryId}/answer`;
    const payload = { answer: word, reason: 'Looked at the pictures.' };
    const first = await server.app.inject({ method: 'POST', url, headers: kim.headers, payload });
    assert.equal(first.statusCode, 204, first.body);
    assert.equal((await server.app.inject({ method: 'POST', url, headers: kim.headers, payload })).statusCode, 404);
    const held = word === 'release';
    for (const picture of ['5', '6', '7', '8', '9']) {
      assert.equal((await weigh(picture, [{ entryId, distance: 5 }])).held, held);
    }
    await load(listId, `md5 ${madeUp('a', 16)}\n`);
    await load(listId, `pdq ${madeUp('a', 32)}\nmd5 ${madeUp('a', 16)}\n`);
    assert.equal(await entryOf('pdq'), entryId);
    assert.equal((await weigh('10', [{ entryId, distance: 5 }])).held, held);
    const { counts } = await server.deps.database.kysely
      .selectFrom('list')
      .select('counts')
      .where('list_id', '=', listId)
      .executeTakeFirstOrThrow();
    assert.deepEqual([counts.live, counts.excluded, counts.quarantined], held ? [2, 0, 0] : [1, 1, 0]);
  });
}

test('what a person clears goes on the negative list, and a picture like it is not held again', async () => {
  await activate(listId);
  const harmless = `${listId}-harmless`;
  await server.add(harmless, 'file', { kind: 'negative', listId: harmless as ListId });
  await activate(harmless);
  const entryId = await entryOf('pdq');
  assert.equal((await weigh('one', [{ entryId, distance: 8 }])).held, true);
  const fingerprints = [{ kind: 'pdq', hex: madeUp('cleared', 32) }];
  const cleared = { listId: harmless, fingerprints, staffId: kim.staffId, at: server.deps.clock() };
  for (let times = 0; times < 2; times += 1) {
    await server.deps.database.transaction((tx) => teachHarmless(tx, cleared));
  }
  const known = await entryOf('pdq', harmless);
  assert.equal((await server.entries(harmless)).length, 1);
  const again = await weigh('two', [
    { entryId, distance: 8 },
    { entryId: known, distance: 1 },
  ]);
  assert.equal(again.held, false);
  // A file that is imported later does not take away what people have taught.
  await load(harmless, `pdq ${madeUp('other', 32)}\n`);
  assert.deepEqual(
    (await server.entries(harmless)).map(({ status }) => status),
    ['live', 'live'],
  );
  await assert.rejects(
    server.deps.database.transaction((tx) => teachHarmless(tx, { ...cleared, listId })),
    /negative/,
  );
});

test('an index takes in what changed since the version it has, page by page, and drops what went', async () => {
  const lines = Array.from({ length: 7 }, (_, i) => `pdq ${madeUp(`p${i}`, 32)}\n`);
  await load(listId, lines.join(''));
  const all = async (since: { version: string; entryId: string }) => {
    const seen = [];
    for (let at = since; ; ) {
      const page = await loadChangedEntries(server.deps.database.kysely, { listId, since: at, limit: 3 });
      const last = page.at(-1);
      if (last === undefined) return { seen, at };
      seen.push(...page);
      at = { version: last.version, entryId: last.entryId };
    }
  };
  const first = await all({ version: '0', entryId: '0' });
  assert.equal(first.seen.filter(({ value }) => value !== null).length, 7);
  await load(listId, `${lines.slice(2).join('')}pdq ${madeUp('new', 32)}\n`);
  const second = await all(first.at);
  assert.equal(second.seen.filter(({ value }) => value === null).length, 2);
  assert.deepEqual(
    second.seen.filter(({ value }) => value !== null).map(({ value }) => value?.toString('hex')),
    [madeUp('new', 32)],
  );
  assert.deepEqual((await all(second.at)).seen, []);
});
