import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { parseHash } from '@wellhouse/fingerprint';
import { createKnownPictures, type KnownPictures } from '../../src/lists/known/known-pictures.ts';
import type { PicturePrints } from '../../src/lists/known/picture-prints.ts';
import { shareKnownPictures } from '../../src/lists/known/share-known-pictures.ts';
import { switchRegion } from '../../src/lists/switch-region.ts';
import { weighMatches } from '../../src/lists/weigh-matches.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { type ListServer, madeUp, settings, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let lists = 0;
const open: { close(): Promise<void> }[] = [];

before(async () => {
  server = await startListServer();
});
after(() => server.close());
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  await query("update list set state = 'withdrawn'");
  await query(
    "update list_entry set status = 'withdrawn', value = null, withdrawn_at = now(), withdrawn_why = 'vanished' where status <> 'withdrawn'",
  );
  await query('update list set version = version + 1');
});

const query = (text: string, values: unknown[] = []) => server.deps.database.pool.query(text, values);

/** As another process has it: its own connections, nothing in memory shared. */
function createKnown(limits: Parameters<typeof createKnownPictures>[1] = {}, deps: object = {}): KnownPictures {
  const connectionString = server.deps.database.pool.options.connectionString ?? '';
  const database = openDatabase({ connectionString, poolSize: 4 });
  const known = createKnownPictures({ ...server.deps, database, ...deps }, limits);
  open.push(database, known);
  return known;
}

async function addList(text: string, more: object = {}): Promise<string> {
  lists += 1;
  const listId = `known-${lists}`;
  await server.add(listId, 'file', { settings: { ...settings, ...more } });
  await server.load(listId, text);
  return listId;
}
const agreeAnd = async (listId: string, text: string) => {
  // As if two people had agreed to the shrink.
  const rows = text.split('\n').filter((line) => line !== '');
  await query("update list set state = 'shadow' where list_id = $1", [listId]);
  return server.load(listId, `${rows.join('\n')}\n`);
};
const pdq = (hex: string): PicturePrints => ({
  pdq: [{ variant: 'original', hash: parseHash(hex) }],
  md5: null,
  sha1: null,
  sha256: null,
});
const nothing: PicturePrints = { pdq: [], md5: null, sha1: null, sha256: null };
const idsOf = async (known: KnownPictures, prints: PicturePrints) =>
  (await known.find(prints)).found.map(({ entryId }) => entryId).sort();
/** Another hash `bits` bits off. */
function near(hex: string, bits: number): string {
  const bytes = Buffer.from(hex, 'hex');
  for (let bit = 0; bit < bits; bit += 1) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('hex');
}
function byId(a: { readonly entryId: string }, b: { readonly entryId: string }): number {
  return Number(a.entryId) - Number(b.entryId);
}
function distance(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, n) => sum + (byte ^ (b[n] ?? 0)).toString(2).replaceAll('0', '').length, 0);
}
const linesOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => `pdq ${madeUp(`${name} ${n}`, 32)}\n`).join('');

test('answers what a reading of all rows answers, for every hash of a picture and every digest', async () => {
  const hashes = Array.from({ length: 400 }, (_, n) => near(madeUp(`base ${n % 20}`, 32), (n * 7) % 45));
  const lines = [...new Set(hashes)].map((hex) => `pdq ${hex}\n`).join('');
  const digests = `md5 ${madeUp('d', 16)}\nsha1 ${madeUp('d', 20)}\nsha256 ${madeUp('d', 32)}\n`;
  const ids = [await addList(lines + digests), await addList(lines.slice(0, 5_000 - (5_000 % 69)), { radius: 20 })];
  const all = (await Promise.all(ids.map((id) => server.entries(id)))).flat();
  const known = createKnown({ pageEntries: 37 });
  const pictures: PicturePrints[] = Array.from({ length: 30 }, (_, n) => ({
    pdq: [
      { variant: 'original', hash: parseHash(near(madeUp(`base ${n}`, 32), n % 12)) },
      { variant: 'flip-x', hash: parseHash(near(madeUp(`base ${(n + 3) % 25}`, 32), 5)) },
    ],
    md5: n % 2 === 0 ? madeUp('d', 16) : null,
    sha1: n % 3 === 0 ? madeUp('d', 20) : madeUp('other', 20),
    sha256: n % 5 === 0 ? madeUp('d', 32) : null,
  }));
  const answers = await known.findMany(pictures);
  let matches = 0;
  for (const [n, picture] of pictures.entries()) {
    const expected = all.flatMap(
      ({ entryId, kind, hex }): { entryId: string; kind: string; distance: number | null }[] => {
        if (kind !== 'pdq') return picture[kind as 'md5'] === hex ? [{ entryId, kind, distance: null }] : [];
        const least = Math.min(...picture.pdq.map(({ hash }) => distance(hash, parseHash(hex ?? ''))));
        return least <= 31 ? [{ entryId, kind, distance: least }] : [];
      },
    );
    const found = answers[n]?.found ?? [];
    const shown = found.map(({ entryId, kind, distance: bits }) => ({ entryId, kind, distance: bits }));
    assert.deepEqual(shown.sort(byId), expected.sort(byId));
    for (const each of found.filter(({ kind }) => kind === 'pdq')) {
      const hex = all.find(({ entryId }) => entryId === each.entryId)?.hex ?? '';
      const of = picture.pdq.find(({ variant }) => variant === each.variant);
      assert.equal(distance(of?.hash ?? new Uint8Array(), parseHash(hex)), each.distance);
    }
    matches += found.length;
    assert.deepEqual(Object.keys(answers[n]?.versions ?? {}).sort(), [...ids].sort());
  }
  assert(matches > 200, `only ${matches} matches`);
});

test('one fingerprint on two lists is answered for both, and what is added is found at the next call', async () => {
  const known = createKnown();
  assert.deepEqual(await known.find(nothing), { found: [], versions: {} });
  const lines = `pdq ${madeUp('both', 32)}\nmd5 ${madeUp('both', 16)}\n`;
  const [first, second] = [await addList(lines), await addList(lines)];
  const { found, versions } = await known.find({ ...pdq(madeUp('both', 32)), md5: madeUp('both', 16) });
  const all = [...(await server.entries(first)), ...(await server.entries(second))];
  assert.deepEqual(found.map(({ entryId }) => entryId).sort(), all.map(({ entryId }) => entryId).sort());
  assert.deepEqual(versions, { [first]: '2', [second]: '2' });
});

test('what a list withdraws is not answered from the next call on, and is found again when it comes back', async () => {
  const [kept, went] = [`pdq ${madeUp('kept', 32)}\n`, `pdq ${madeUp('went', 32)}\nsha1 ${madeUp('went', 20)}\n`];
  const listId = await addList(kept + went);
  const known = createKnown();
  const prints = { ...pdq(madeUp('went', 32)), sha1: madeUp('went', 20) };
  const before = await idsOf(known, prints);
  assert.equal(before.length, 2);
  await agreeAnd(listId, kept);
  assert.deepEqual(await idsOf(known, prints), []);
  assert.equal((await idsOf(known, pdq(madeUp('kept', 32)))).length, 1);
  await agreeAnd(listId, kept + went);
  assert.deepEqual(await idsOf(known, prints), before);
});

test('the radius is the largest of any list, and a withdrawn list is not looked in', async () => {
  const wide = await addList(`pdq ${madeUp('wide', 32)}\n`, { radius: 25 });
  await addList(`pdq ${madeUp('narrow', 32)}\n`, { radius: 4 });
  const known = createKnown();
  assert.equal((await idsOf(known, pdq(near(madeUp('narrow', 32), 25)))).length, 1);
  assert.equal((await idsOf(known, pdq(near(madeUp('narrow', 32), 26)))).length, 0);
  await query("update list set state = 'withdrawn', version = version + 1 where list_id = $1", [wide]);
  assert.equal((await idsOf(known, pdq(near(madeUp('narrow', 32), 5)))).length, 0);
  assert.deepEqual(Object.keys((await known.find(nothing)).versions).includes(wide), false);
});

test('searches go on while much is taken in, say with which versions, and answer nothing that is withdrawn', async () => {
  const listId = await addList(linesOf('old', 60));
  const known = createKnown({ pageEntries: 20, waitEntries: 50 });
  assert.equal((await known.find(nothing)).versions[listId], '2');
  await agreeAnd(listId, linesOf('old', 50) + linesOf('new', 3_000));
  const during = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const { found, versions } = await known.find(pdq(madeUp(`old ${n}`, 32)));
      assert.equal(found.length, n < 50 ? 1 : 0, `old ${n} at version ${versions[listId]}`);
      return versions[listId];
    }),
  );
  assert(during.includes('2'), 'a call waited for all of it');
  for (const end = Date.now() + 120_000; (await known.find(nothing)).versions[listId] !== '3'; ) {
    assert(Date.now() < end, 'it is never taken in');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const answers = await known.findMany(Array.from({ length: 3_000 }, (_, n) => pdq(madeUp(`new ${n}`, 32))));
  assert(answers.every(({ found }) => found.length === 1));
});

test('a crowd on one list hides no entry of another', async () => {
  await server.deps.database.transaction((tx) =>
    switchRegion(tx, { region: 'GB', state: 'on', legalBasis: 'for tests', reason: 'for tests', at: new Date() }),
  );
  const base = madeUp('crowded', 32);
  const crowd = new Set<string>();
  while (crowd.size < 1_500) crowd.add(near(base, 0).slice(0, 60) + randomBytes(2).toString('hex'));
  await addList([...crowd].map((hex) => `pdq ${hex}\n`).join(''));
  const active = await addList(`pdq ${near(base, 20)}\n`);
  await query("update list set state = 'active' where list_id = $1", [active]);
  const { found } = await createKnown().find(pdq(base));
  assert.equal(found.length, 1_501);
  const weighed = await server.deps.database.transaction((tx) =>
    weighMatches(tx, server.deps, {
      picture: randomBytes(32),
      quality: 90,
      surface: 'shared-album',
      region: 'GB',
      found,
    }),
  );
  assert.equal(weighed.held, true);
  assert.deepEqual(
    weighed.matches.filter(({ effect }) => effect === 'hold').map(({ listId }) => listId),
    [active],
  );
});

test('more entries than a table takes for one digest are all answered, until they go', async () => {
  const listId = await addList(`md5 ${madeUp('same', 16)}\n`);
  await query(
    `insert into list_entry (list_id, source_id, kind, digest, value, media, contributors, status, version, added_at)
      select list_id, 'copy ' || n, kind, digest, value, media, contributors, status, 3, added_at
      from list_entry, generate_series(1, 1100) n where list_id = $1`,
    [listId],
  );
  await query('update list set version = 3 where list_id = $1', [listId]);
  const known = createKnown();
  const prints = { ...nothing, md5: madeUp('same', 16) };
  assert.equal((await known.find(prints)).found.length, 1_101);
  await query(
    `update list_entry set status = 'withdrawn', value = null, withdrawn_at = now(), withdrawn_why = 'deleted', version = 9
      where list_id = $1 and source_id like 'copy %'`,
    [listId],
  );
  await query('update list set version = 9 where list_id = $1', [listId]);
  assert.equal((await known.find(prints)).found.length, 1);
});

test('a database that was put back to an earlier state is read anew', async () => {
  const listId = await addList(`pdq ${madeUp('first', 32)}\n`);
  const known = createKnown();
  await agreeAnd(listId, `pdq ${madeUp('first', 32)}\npdq ${madeUp('lost', 32)}\n`);
  assert.equal((await idsOf(known, pdq(madeUp('lost', 32)))).length, 1);
  await query('delete from list_entry where list_id = $1 and version > 2', [listId]);
  await query('delete from list_version where list_id = $1 and version > 2', [listId]);
  await query('update list set version = 2 where list_id = $1', [listId]);
  assert.deepEqual(await idsOf(known, pdq(madeUp('lost', 32))), []);
  await agreeAnd(listId, `pdq ${madeUp('first', 32)}\npdq ${madeUp('instead', 32)}\n`);
  assert.equal((await idsOf(known, pdq(madeUp('instead', 32)))).length, 1);
});

test('a database that does not answer fails the call, and the next one goes through', async () => {
  await addList(`pdq ${madeUp('there', 32)}\n`);
  const real = server.deps.database;
  let down = true;
  const query = (...args: Parameters<typeof real.query>) =>
    down ? Promise.reject(new Error('down')) : real.query(...args);
  const known = createKnown({}, { database: { ...real, query } });
  await assert.rejects(known.ready(), /down/);
  await assert.rejects(known.find(pdq(madeUp('there', 32))), /down/);
  down = false;
  assert.equal((await idsOf(known, pdq(madeUp('there', 32)))).length, 1);
});

test('those who share the index of a process load it once, and the last one ends it', async () => {
  await addList(`pdq ${madeUp('shared', 32)}\n`);
  let loads = 0;
  const real = server.deps.database;
  const kysely = real.kysely.withPlugin({
    transformQuery({ node }) {
      if (JSON.stringify(node).includes('list_index_snapshot')) loads += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const deps = { ...server.deps, database: { ...real, kysely } };
  const [first, second] = [shareKnownPictures(deps), shareKnownPictures(deps)];
  for (const each of [first, second, first]) assert.equal((await idsOf(each, pdq(madeUp('shared', 32)))).length, 1);
  assert.equal(loads, 1, 'a snapshot is looked for once');
  await first.close();
  await first.close();
  assert.equal((await idsOf(second, pdq(madeUp('shared', 32)))).length, 1);
  await second.close();
  await assert.rejects(second.find(nothing), /closed/);
  const third = shareKnownPictures(deps);
  assert.equal((await idsOf(third, pdq(madeUp('shared', 32)))).length, 1);
  await third.close();
});

test('closed while it loads, it ends and takes no more calls', async () => {
  await addList(linesOf('closing', 500));
  const known = createKnown({ pageEntries: 5 });
  const loading = known.ready();
  const refused = assert.rejects(loading, /closed/);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await known.close();
  await refused;
  await assert.rejects(known.find(nothing), /closed/);
});
