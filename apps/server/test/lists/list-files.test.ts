import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { importList } from '../../src/lists/import-list.ts';
import { ListError } from '../../src/lists/list-error.ts';
import { type ListServer, madeUp, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let listId = '';
let lists = 0;

before(async () => {
  server = await startListServer();
});
after(() => server.close());
beforeEach(async () => {
  lists += 1;
  listId = `file-${lists}`;
  await server.add(listId, 'file');
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `pdq ${madeUp(`picture ${from + i}`, 32)}\n`).join('');
const live = async () => (await server.entries(listId)).filter(({ status }) => status === 'live').length;
const row = () =>
  server.deps.database.kysely.selectFrom('list').selectAll().where('list_id', '=', listId).executeTakeFirstOrThrow();

test('lines with a type, with Windows ends, in upper case, twice, and of kinds that are not matched', async () => {
  const md5 = madeUp('m', 16);
  const text = `pdq ${madeUp('p', 32)}\r\nMD5  ${md5.toUpperCase()} \nmd5 ${md5}\n\nvideo_md5 ${md5}\nurl https://example.org/\nsha1 ${madeUp('s', 20)}`;
  const result = await server.load(listId, text);
  assert.deepEqual(result, { read: 6, added: 5, changed: 0, withdrawn: 0 });
  const { counts } = await row();
  assert.deepEqual(counts, { live: 5, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 1 });
});

test('bare values take the type that is named, and are refused without one', async () => {
  assert.equal((await server.load(listId, `${madeUp('a', 32)}\n${madeUp('b', 32)}\n`, 'pdq')).added, 2);
  await assert.rejects(server.load(listId, `${madeUp('a', 32)}\n`), /line 1: it has no type/);
});

for (const [what, line] of [
  ['a digit too few', `pdq ${madeUp('x', 32).slice(1)}`],
  ['a digit that is none', `pdq ${'g'.repeat(64)}`],
  ['a type that is mistyped', `pdg ${madeUp('x', 32)}`],
  ['a header', 'type,value'],
  ['a comma', `pdq,${madeUp('x', 32)}`],
  ['no value', 'md5'],
  ['ten thousand characters', `url ${'x'.repeat(10_000)}`],
] as const) {
  test(`a broken line, ${what}: its number is said and nothing of the file is imported`, async () => {
    await server.load(listId, lines(0, 3));
    const before = await row();
    await assert.rejects(server.load(listId, `${lines(10, 5_010)}${line}\n${lines(5_010, 5_020)}`), (error) => {
      return error instanceof ListError && error.code === 'list-file-invalid' && /^line 5001: /.test(error.message);
    });
    assert.equal(await live(), 3);
    assert.deepEqual(await row(), before);
    const staged = await server.deps.database.kysely.selectFrom('list_staged').select('n').execute();
    assert.deepEqual(staged, []);
  });
}

test('a file replaces the list: what it does not name is withdrawn, with an event each, and the rest is untouched', async () => {
  await server.load(listId, lines(0, 10));
  const before = await server.entries(listId);
  assert.deepEqual(await server.load(listId, lines(4, 12)), { read: 8, added: 2, changed: 0, withdrawn: 4 });
  const kept = (await server.entries(listId)).filter(({ status }) => status === 'live');
  assert.equal(kept.length, 8);
  assert.equal(kept.filter(({ entryId }) => before.some((each) => each.entryId === entryId)).length, 6);
  const events = await server.deps.database.kysely
    .selectFrom('list_event')
    .select('why')
    .where('list_id', '=', listId)
    .execute();
  assert.deepEqual(
    events.map(({ why }) => why),
    ['vanished', 'vanished', 'vanished', 'vanished'],
  );
});

test('the same file once more makes no version', async () => {
  await server.load(listId, lines(0, 10));
  const { version } = await row();
  await server.load(listId, lines(0, 10));
  assert.equal((await row()).version, version);
});

test('a list that loses more than half is left as it is, and asks for two people once', async () => {
  await server.load(listId, lines(0, 100));
  const before = await server.entries(listId);
  for (let times = 0; times < 2; times += 1) {
    await assert.rejects(server.load(listId, lines(0, 49)), (error) => {
      return error instanceof ListError && error.code === 'list-shrink-refused' && /from 100 to 49/.test(error.message);
    });
  }
  assert.deepEqual(await server.entries(listId), before);
  const changes = await server.deps.database.kysely
    .selectFrom('list_change')
    .select(['kind', 'state', 'first_staff_id'])
    .where('list_id', '=', listId)
    .execute();
  assert.deepEqual(changes, [{ kind: 'shrink', state: 'held', first_staff_id: null }]);
  assert.equal((await server.load(listId, lines(0, 50))).withdrawn, 50);
});

test('an empty file is a shrink like any other', async () => {
  await server.load(listId, lines(0, 30));
  await assert.rejects(
    server.load(listId, ''),
    (error) => error instanceof ListError && error.code === 'list-shrink-refused',
  );
  assert.equal(await live(), 30);
});

test('two imports at once: one after the other, and the list holds what the last of them held', async () => {
  await Promise.all([server.load(listId, lines(0, 15)), server.load(listId, lines(0, 15))]);
  assert.equal(await live(), 15);
  assert.equal((await row()).version, '2');
});

test('a list that is not there takes no file', async () => {
  await assert.rejects(
    server.load('nowhere', lines(0, 1)),
    (error) => error instanceof ListError && error.code === 'list-missing',
  );
});

test('a line that is no UTF-8 is broken', async () => {
  async function* chunks() {
    yield Buffer.concat([Buffer.from(lines(0, 2)), Buffer.from('url '), Buffer.from([0xff, 0xfe, 10])]);
  }
  await assert.rejects(importList(server.deps, chunks(), { listId }), /line 3: it is not UTF-8/);
  assert.equal(await live(), 0);
});
