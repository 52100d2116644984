import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { effectAfter, isGroundless } from '../../src/albums/reweigh-rules.ts';
import type { TestSession } from '../support/test-server.ts';
import { type CheckWorld, pdqOf, sha256, startCheckWorld } from './support/check-world.ts';
import { jpeg } from './support/draw-picture.ts';

let world: CheckWorld;
let kim: TestSession;
let lists = 0;
before(async () => {
  world = await startCheckWorld();
  kim = await world.logIn('lead');
  await world.list('filler', [`sha256 ${sha256(Buffer.from('another'))}`]);
});
after(() => world.close());

async function listOf(lines: readonly string[], more?: Parameters<CheckWorld['list']>[2]): Promise<string> {
  const listId = `reweigh-${++lists}`;
  await world.list(listId, lines, more);
  return listId;
}
/** The list as its source gives it now, as if two people had agreed. */
async function replace(listId: string, lines: readonly string[]): Promise<void> {
  await world.deps.database.pool.query("update list set state = 'shadow' where list_id = $1", [listId]);
  await world.load(listId, lines.map((line) => `${line}\n`).join(''));
  await world.deps.database.pool.query("update list set state = 'active', version = version + 1 where list_id = $1", [
    listId,
  ]);
}
async function added(bytes: Buffer): Promise<string> {
  const pictureId = await world.add(bytes);
  await world.drain();
  return pictureId;
}
const stateOf = async (pictureId: string) => (await world.picture(pictureId)).state;
async function caseOf(pictureId: string) {
  const { case_id } = await world.picture(pictureId);
  return world.deps.database.kysely
    .selectFrom('case_file')
    .selectAll()
    .where('case_id', '=', case_id)
    .executeTakeFirst();
}
const answer = async (listId: string, word: 'release' | 'exclude') => {
  const entries = await world.entries(listId);
  const entryId = entries.find(({ status }) => status === 'quarantined')?.entryId;
  const url = `/v1/lists/${listId}/quarantine/${entryId}/answer`;
  const payload = { answer: word, reason: 'Looked at what it matches.' };
  const response = await world.app.inject({ method: 'POST', url, headers: kim.headers, payload });
  assert.equal(response.statusCode, 204, response.body);
};
const filler = `md5 ${'aa'.repeat(16)}`;

test('a waiting picture whose only entry is withdrawn is released, nobody has to look, and its bytes are back', async () => {
  const bytes = await jpeg(200);
  const listId = await listOf([filler, `sha256 ${sha256(bytes)}`]);
  const pictureId = await added(bytes);
  assert.equal(await stateOf(pictureId), 'held');
  const { case_id } = await world.picture(pictureId);
  await replace(listId, [filler]);
  await world.drain();
  const picture = await world.picture(pictureId);
  assert.deepEqual([picture.state, picture.checked, picture.answer], ['released', true, null]);
  assert.notEqual(picture.key_wrapped, null);
  assert.deepEqual(
    (await world.matches(pictureId)).map(({ withdrawn, effect }) => [effect, withdrawn]),
    [['hold', true]],
  );
  const { state } = await world.deps.database.kysely
    .selectFrom('case_file')
    .select('state')
    .where('case_id', '=', case_id ?? '')
    .executeTakeFirstOrThrow();
  assert.equal(state, 'decided', 'nothing else is in it');
  assert.deepEqual(await world.counts(listId), { hold: 1 }, 'nothing is counted anew');
});

test('a waiting picture that another list holds too goes on waiting', async () => {
  const bytes = await jpeg(201);
  const listId = await listOf([filler, `sha256 ${sha256(bytes)}`]);
  await listOf([`pdq ${await pdqOf(world.decoders, bytes)}`]);
  const pictureId = await added(bytes);
  await replace(listId, [filler]);
  await world.drain();
  assert.equal(await stateOf(pictureId), 'held');
  assert.deepEqual((await world.matches(pictureId)).map(({ kind, withdrawn }) => [kind, withdrawn]).sort(), [
    ['pdq', false],
    ['sha256', true],
  ]);
});

test('an entry that comes back before anybody acts on its withdrawal holds the picture as before', async () => {
  const bytes = await jpeg(202);
  const listId = await listOf([filler, `sha256 ${sha256(bytes)}`]);
  const pictureId = await added(bytes);
  await replace(listId, [filler]);
  await replace(listId, [filler, `sha256 ${sha256(bytes)}`]);
  await world.drain();
  assert.equal(await stateOf(pictureId), 'held');
  assert.deepEqual(
    (await world.matches(pictureId)).map(({ withdrawn }) => withdrawn),
    [false],
  );
});

/** A picture that an entry does not hold because it floods, and how many it held before. */
async function flooded(seed: number): Promise<{ listId: string; held: string; free: string }> {
  const bytes = await jpeg(seed);
  const listId = await listOf([filler, `pdq ${await pdqOf(world.decoders, bytes)}`], { settings: { floodLimit: 1 } });
  const held = await added(bytes);
  const free = await added(Buffer.concat([bytes, Buffer.from('.')]));
  assert.deepEqual([await stateOf(held), await stateOf(free)], ['held', 'released']);
  assert.deepEqual(
    (await world.matches(free)).map(({ effect }) => effect),
    ['set-aside'],
  );
  return { listId, held, free };
}

test('what an entry held before it was set aside goes on waiting; ruled out, it is released', async () => {
  const { listId, held, free } = await flooded(203);
  await world.drain();
  assert.equal(await stateOf(held), 'held');
  await answer(listId, 'exclude');
  await world.drain();
  assert.deepEqual([await stateOf(held), await stateOf(free)], ['released', 'released']);
  for (const pictureId of [held, free]) assert.equal((await world.matches(pictureId))[0]?.withdrawn, true);
});

test('a person who releases an entry has the pictures held that were released because of it', async () => {
  const { listId, held, free } = await flooded(204);
  await answer(listId, 'release');
  await world.drain();
  assert.deepEqual([await stateOf(held), await stateOf(free)], ['held', 'held']);
  const { case_reason, shown_width } = await world.picture(free);
  assert.deepEqual([case_reason, shown_width], ['matched', 800]);
  assert.deepEqual(
    (await world.matches(free)).map(({ effect }) => effect),
    ['hold'],
  );
});

test('a fetched picture is kept while an entry that it matches is set aside, and no longer', async () => {
  const { listId } = await flooded(205);
  const bytes = Buffer.concat([await jpeg(205), Buffer.from('..')]);
  const pictureId = await world.add(bytes, { form: 'fetch' });
  await world.drain();
  assert.notEqual((await world.picture(pictureId)).key_wrapped, null);
  await answer(listId, 'exclude');
  await world.drain();
  assert.equal((await world.picture(pictureId)).key_wrapped, null);
});

test('a list that leaves its trial holds nothing of what was released before, whatever happens to its entries', async () => {
  const bytes = await jpeg(206);
  const listId = await listOf([filler, `sha256 ${sha256(bytes)}`], { state: 'shadow' });
  const other = await listOf([filler, `md5 ${'ee'.repeat(16)}`, `pdq ${await pdqOf(world.decoders, bytes)}`], {
    state: 'shadow',
  });
  const pictureId = await added(bytes);
  await world.deps.database.pool.query(
    "update list set state = 'active', version = version + 1 where list_id = any($1)",
    [[listId, other]],
  );
  await replace(other, [filler]);
  await world.drain();
  assert.equal(await stateOf(pictureId), 'released');
});

test('a removed picture whose every ground is gone comes to a person again and stays removed', async () => {
  const bytes = await jpeg(207);
  const listId = await listOf([filler, `sha256 ${sha256(bytes)}`]);
  const pictureId = await added(bytes);
  const before = await caseOf(pictureId);
  await world.deps.database.pool.query(
    `update album_picture set state = 'removed', answer = 'confirmed', answered_by = $2, answered_at = now(),
      answer_reason = 'for tests' where picture_id = $1`,
    [pictureId, kim.staffId],
  );
  await world.deps.database.pool.query(
    "update case_file set state = 'decided', decided_at = now() where case_id = $1",
    [before?.case_id],
  );
  await replace(listId, [filler]);
  await world.drain();
  assert.equal(await stateOf(pictureId), 'removed');
  const now = await caseOf(pictureId);
  assert.deepEqual([now?.state, now?.picture_count], ['open', 1]);
});

test('what a match comes to later: by what it came to first', () => {
  const rows = [
    ['hold', 'hold', 'hold'],
    ['hold', 'set-aside', 'hold'],
    ['hold', 'gone', 'gone'],
    ['hold', 'not-allowed', 'not-allowed'],
    ['set-aside', 'hold', 'hold'],
    ['set-aside', 'set-aside', 'set-aside'],
    ['set-aside', 'gone', 'gone'],
    ['harmless', 'gone', 'gone'],
    ['counted', 'hold', 'counted'],
    ['too-few-sources', 'hold', 'too-few-sources'],
  ] as const;
  for (const [kept, now, after] of rows) assert.equal(effectAfter({ kept, now }), after, `${kept}, now ${now}`);
  const gone = { kept: 'hold', now: 'gone' } as const;
  assert.equal(isGroundless([gone, { kept: 'counted', now: 'counted' }]), true);
  assert.equal(isGroundless([gone, { kept: 'hold', now: 'set-aside' }]), false);
});
