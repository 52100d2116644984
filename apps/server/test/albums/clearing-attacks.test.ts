import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { TestSession } from '../support/test-server.ts';
import { type CaseWorld, codeOf, nearPdq, somePdq, startCaseWorld } from './support/case-world.ts';

let world: CaseWorld;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  world = await startCaseWorld();
  [kim, lou] = [await world.logIn('reviewer'), await world.logIn('reviewer')];
  await world.list('known');
});
after(() => world.close());

async function answered(who: TestSession, answer: 'confirm' | 'clear', more: Parameters<CaseWorld['hold']>[0] = {}) {
  const pictureId = await world.hold({ matches: [{ entryId: await world.entry('known'), distance: 25 }], ...more });
  await world.claim(who, pictureId);
  assert.equal((await world.answer(who, pictureId, answer)).statusCode, 200);
  return pictureId;
}
/** Kinds of fingerprints of a picture that silence a list. */
async function silenced(pictureId: string): Promise<string[]> {
  const row = await world.picture(pictureId);
  const entries = await world.deps.database.kysely
    .selectFrom('list_entry')
    .select(['kind', 'value'])
    .where('list_id', '=', 'cleared')
    .where('status', '=', 'live')
    .execute();
  const own = { md5: row.md5, sha1: row.sha1, sha256: row.sha256, pdq: row.pdq };
  return Object.entries(own).flatMap(([kind, value]) =>
    entries.some((one) => one.kind === kind && value !== null && one.value?.equals(value)) ? [kind] : [],
  );
}

for (const distance of [null, 0, 20]) {
  test(`attack: a colluder clears what is ${distance ?? 'the very file'} from an entry, and silences it for nobody`, async () => {
    const bytes = randomBytes(64);
    const matches = [{ entryId: await world.entry('known'), distance }];
    for (let again = 0; again < 2; again += 1) {
      assert.deepEqual(await silenced(await answered(kim, 'clear', { bytes, matches })), []);
    }
    const second = await answered(lou, 'clear', { bytes, matches });
    assert.deepEqual(await silenced(second), ['sha256'], 'two people have said so; its looks stay on the watch');
  });
}

test('attack: a harmless picture made to look like a known one, cleared by honest people, blinds no list', async () => {
  const pdq = somePdq();
  const matches = [{ entryId: await world.entry('known'), distance: 2 }];
  for (const who of [kim, lou, kim]) {
    assert.ok(!(await silenced(await answered(who, 'clear', { pdq, matches }))).includes('pdq'));
  }
});

test('attack: two files made to share an MD5: clearing one silences no other', async () => {
  assert.deepEqual(await silenced(await answered(kim, 'clear')), ['sha256', 'pdq']);
});

test('attack: what a person has confirmed, one person alone does not make harmless', async () => {
  const bytes = randomBytes(64);
  await answered(lou, 'confirm', { bytes });
  assert.deepEqual(await silenced(await answered(kim, 'clear', { bytes })), []);
});

test('what one has cleared and another confirms is harmless no more, in any of its forms', async () => {
  const [bytes, pdq] = [randomBytes(64), somePdq()];
  const cleared = await answered(kim, 'clear', { bytes, pdq });
  assert.deepEqual(await silenced(cleared), ['sha256', 'pdq']);
  await answered(lou, 'confirm', { pdq: nearPdq(pdq, 8) });
  assert.deepEqual(await silenced(cleared), ['sha256'], 'other bytes, the same looks');
  await answered(lou, 'confirm', { bytes });
  assert.deepEqual(await silenced(cleared), []);
  const events = await world.deps.database.kysely
    .selectFrom('list_event')
    .select('kind')
    .where('list_id', '=', 'cleared')
    .execute();
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['list-entry-excluded', 'list-entry-excluded'],
    'what was released because of it is weighed anew',
  );
});

test('race: a person who opens copies in many cases at once is handed one', async () => {
  for (let round = 0; round < 3; round += 1) {
    const pdq = somePdq();
    const copies = await Promise.all(Array.from({ length: 6 }, (_, n) => world.hold({ pdq: nearPdq(pdq, n) })));
    const looks = await Promise.all(
      copies.map(async (id) => world.look(kim, (await world.picture(id)).case_id ?? '', 'review', 'a test')),
    );
    const shown = await Promise.all(copies.map((id, n) => world.show(kim, looks[n] ?? '', id)));
    assert.equal(shown.filter(({ statusCode }) => statusCode === 200).length, 1);
    assert.ok(shown.every((one) => one.statusCode === 200 || codeOf(one) === 'picture-known'));
  }
});
