import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { releaseFromCase } from '../../src/albums/release-from-case.ts';
import { type CaseWorld, startCaseWorld } from '../albums/support/case-world.ts';
import type { TestSession } from '../support/test-server.ts';

let world: CaseWorld;
let kim: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('reviewer');
  await world.list('known', { category: 'child.csam_known' });
});
after(() => world.close());

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const held = async (account: string) =>
  world.hold({ account, matches: [{ entryId: await world.entry('known'), distance: 4 }] });

test('a timeline is in codes, and names pictures by the numbers under which the page shows them, never by ids', async () => {
  const [first, second] = [await held('one@x'), await held('one@x')];
  const caseId = await world.claim(kim, first);
  await world.answer(kim, second, 'confirm', 'the second one');
  await world.answer(kim, first, 'clear', 'a beach');
  await world.decide(kim, caseId, 'warn');
  const page = await world.page(kim, caseId);
  const numbers = new Map(page.pictures.map(({ pictureId, number }) => [pictureId as string, number]));
  assert.deepEqual([numbers.get(first), numbers.get(second)], [1, 2]);
  assert.deepEqual(
    page.timeline.map(({ said }) => (said !== null && 'picture' in said ? [said.code, said.picture] : said?.code)),
    [
      'opened',
      ['picture-held', 1],
      ['picture-held', 2],
      'claimed',
      ['picture-answered', 2],
      ['picture-answered', 1],
      'decided',
    ],
  );
  assert.ok(
    page.timeline.every(({ text }) => text === ''),
    'not a word of one language',
  );
  assert.doesNotMatch(JSON.stringify(page.timeline), uuid);
});

test('a picture keeps its number when another one leaves the case', async () => {
  const [first, second] = [await held('two@x'), await held('two@x')];
  const caseId = await world.claim(kim, first);
  await world.deps.database.transaction((tx) => releaseFromCase(world.deps, tx, { pictureId: first }));
  const { pictures } = await world.page(kim, caseId);
  assert.deepEqual(
    pictures.map(({ pictureId, number }) => [pictureId, number]),
    [[second, 2]],
  );
});

test('lines of before there were codes are still read, by the same numbers', async () => {
  const pictureId = await held('three@x');
  const { case_id: caseId } = await world.fileOf(pictureId);
  const { pool } = world.deps.database;
  const line = (kind: string, text: string) =>
    pool.query('insert into case_event (case_id, at, kind, text) values ($1, now(), $2, $3)', [caseId, kind, text]);
  await line('picture-answered', `Picture ${pictureId} confirmed: the very picture`);
  await line('claimed', 'Claimed.');
  const { timeline } = await world.page(kim, caseId);
  assert.deepEqual(
    timeline.slice(-2).map(({ said, text }) => [said, text]),
    [
      [null, 'Picture 1 confirmed: the very picture'],
      [null, 'Claimed.'],
    ],
  );
});

test('a note of an erased case is said to be gone, in a code', async () => {
  const pictureId = await held('four@x');
  const { case_id: caseId } = await world.fileOf(pictureId);
  await world.call(kim, 'POST', `/v1/cases/${caseId}/notes`, { text: 'seen before' });
  assert.equal((await world.page(kim, caseId)).timeline.at(-1)?.text, 'seen before');
  await world.deps.database.pool.query('delete from case_key where case_id = $1', [caseId]);
  const last = (await world.page(kim, caseId)).timeline.at(-1);
  assert.deepEqual([last?.said, last?.text], [{ code: 'note-erased' }, '']);
});
