import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { ensureClearedList, ensureDrillList } from '../../src/lists/built-in-lists.ts';
import { checkRegion } from '../../src/lists/check-region.ts';
import { teachHarmless } from '../../src/lists/teach-harmless.ts';
import { weighMatches } from '../../src/lists/weigh-matches.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let server: ListServer;
const drillListId = 'drill';
const clearedListId = 'cleared';

before(async () => {
  server = await startListServer();
});
after(() => server.close());
beforeEach(async () => {
  await query('delete from list_match_count');
  await query('delete from list_entry_match');
  await query('delete from list_entry');
  await query('delete from list_version');
  await query('delete from list');
});

const query = (text: string, values: unknown[] = []) => server.deps.database.pool.query(text, values);
const prints = [
  { kind: 'pdq', hex: madeUp('drill', 32) },
  { kind: 'sha256', hex: madeUp('drill file', 32) },
];
const ensureDrill = (given = prints) =>
  server.deps.database.transaction((tx) => ensureDrillList(tx, server.deps, given));
const ensureCleared = () => server.deps.database.transaction((tx) => ensureClearedList(tx, server.deps));
const stateOf = async (listId: string) =>
  (await query('select state, kind, version, counts, legal_basis from list where list_id = $1', [listId])).rows[0];
async function weigh(region: string, listIds: readonly string[], distance: number | null = 3) {
  const found = (await Promise.all(listIds.map((id) => server.entries(id))))
    .flat()
    .filter(({ kind }) => (distance === null) === (kind !== 'pdq'))
    .map(({ entryId }) => ({ entryId, distance }));
  return server.deps.database.transaction((tx) =>
    weighMatches(tx, server.deps, {
      picture: createHash('sha256').update(region).digest(),
      quality: 90,
      surface: 'shared-album',
      region,
      found,
    }),
  );
}

test('the list of rehearsals is made once, however often and by how many processes', async () => {
  await Promise.all(Array.from({ length: 5 }, () => ensureDrill()));
  const { state, version, counts, legal_basis: basis } = await stateOf(drillListId);
  assert.deepEqual([state, version, counts.live, Object.keys(basis)], ['active', '2', 2, ['ZZ']]);
  await ensureDrill([...prints, { kind: 'md5', hex: madeUp('drill', 16) }]);
  assert.equal((await stateOf(drillListId)).counts.live, 3);
});

test('it holds in rehearsals and nowhere else', async () => {
  await ensureDrill();
  assert.equal((await checkRegion(server.deps.database.kysely, 'ZZ')).checked, true);
  assert.equal((await weigh('ZZ', [drillListId])).held, true);
  assert.equal((await weigh('ZZ', [drillListId], null)).held, true);
  for (const region of ['GB', 'EU', 'US', 'DE']) {
    assert.equal((await checkRegion(server.deps.database.kysely, region)).checked, false);
    assert.equal((await weigh(region, [drillListId])).held, false);
  }
});

test("somebody else's list of the name does not pass for it, nor one that was withdrawn", async () => {
  await server.add(drillListId, 'file');
  await assert.rejects(ensureDrill(), { code: 'list-source-mismatch' });
  await query('delete from list_version');
  await query('delete from list');
  await ensureDrill();
  await query(`update list set legal_basis = '{"ZZ": "x", "GB": "y"}'`);
  await assert.rejects(ensureDrill(), { code: 'list-source-mismatch' });
  await query(`update list set legal_basis = '{"ZZ": "x"}', state = 'withdrawn'`);
  await assert.rejects(ensureDrill(), { code: 'list-withdrawn' });
});

test('what was cleared here silences its like in every region, and not what is on a list by its bytes', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => ensureCleared()));
  assert.deepEqual(made, Array(5).fill(clearedListId));
  await ensureDrill();
  const { staffId } = await server.logIn('lead');
  const fingerprints = [{ kind: 'pdq', hex: madeUp('cleared', 32) }];
  const cleared = { listId: clearedListId, fingerprints, staffId, at: server.deps.clock() };
  await server.deps.database.transaction((tx) => teachHarmless(tx, cleared));
  assert.deepEqual((await stateOf(clearedListId)).state, 'active');
  const { held, matches } = await weigh('ZZ', [drillListId, clearedListId]);
  assert.equal(held, false);
  assert.deepEqual(matches.map(({ effect }) => effect).sort(), ['harmless', 'hold']);
  assert.equal((await weigh('ZZ', [drillListId, clearedListId], null)).held, true);
  // Further than copies of one picture are: it is another.
  const far = await weigh('ZZ', [drillListId, clearedListId], 11);
  assert.equal(far.held, true);
});

test('where the list of what was cleared was withdrawn nothing is learned, and nothing fails', async () => {
  await ensureCleared();
  await query(`update list set state = 'withdrawn'`);
  assert.equal(await ensureCleared(), null);
  await query('delete from list_version');
  await query('delete from list');
  await server.add(clearedListId, 'file');
  assert.equal(await ensureCleared(), null);
});
