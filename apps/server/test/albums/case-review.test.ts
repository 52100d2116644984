import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { TestSession } from '../support/test-server.ts';
import { type CaseWorld, codeOf, nearPdq, pictureOf, somePdq, startCaseWorld } from './support/case-world.ts';

let world: CaseWorld;
let kim: TestSession;
let lou: TestSession;
let mia: TestSession;
before(async () => {
  world = await startCaseWorld();
  [kim, lou, mia] = [await world.logIn('reviewer'), await world.logIn('reviewer'), await world.logIn('reviewer')];
  await world.list('ncmec-list', { source: 'ncmec' });
  await world.list('known');
});
after(() => world.close());

const held = async (more: Parameters<CaseWorld['hold']>[0] = {}) =>
  world.hold({ matches: [{ entryId: await world.entry('known'), distance: 6 }], ...more });
const caseIdOf = async (pictureId: string) => (await world.picture(pictureId)).case_id ?? '';
/** Looks at a picture of a case that one has claimed, as reviewers do. */
async function lookAt(who: TestSession, pictureId: string, purpose = 'review', reason: string | null = 'a test') {
  const view = await world.look(who, await caseIdOf(pictureId), purpose, reason);
  return world.show(who, view, pictureId);
}
async function confirmed(more: Parameters<CaseWorld['hold']>[0] = {}): Promise<string> {
  const pictureId = await held(more);
  await world.claim(kim, pictureId);
  assert.equal((await world.answer(kim, pictureId, 'confirm')).statusCode, 200);
  return pictureId;
}
const views = () => world.deps.database.kysely.selectFrom('album_picture_view').selectAll().execute();
const audits = () =>
  world.deps.database.kysely
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'evidence.album-picture')
    .execute();

test('the page says which list and entry matched, how, how far, what each calls it, and how many look alike', async () => {
  const exact = await world.entry('ncmec-list', { class: 'A1', contributors: ['esp-1'] });
  const alike = await world.entry('known');
  await held({ matches: [{ entryId: alike, distance: 20 }] });
  await held({ matches: [{ entryId: alike, distance: 21 }] });
  const pictureId = await held({
    matches: [
      { entryId: alike, distance: 14 },
      { entryId: exact, distance: null },
    ],
  });
  const { matches, view, width, height, answer, known, region, quality } = await pictureOf(world, lou, pictureId);
  assert.deepEqual([view, width, height, answer, known, region, quality], ['shown', 12, 8, null, null, 'GB', 90]);
  const common = { effect: 'hold', category: 'child.csam_known', withdrawn: false };
  assert.deepEqual(
    matches.map(({ sourceId, categoryLabel, ...match }) => match),
    [
      {
        ...common,
        ...{ listId: 'ncmec-list', listTitle: 'List ncmec-list', source: 'ncmec', entryId: exact },
        ...{ kind: 'exact', fingerprint: 'sha256', distance: null, variant: null, sourceClass: 'A1', lookAlikes: 0 },
      },
      {
        ...common,
        ...{ listId: 'known', listTitle: 'List known', source: 'file', entryId: alike },
        ...{ kind: 'perceptual', fingerprint: 'pdq', distance: 14, variant: 'original', sourceClass: null },
        lookAlikes: 2,
      },
    ],
  );
  assert.ok(matches.every(({ categoryLabel }) => categoryLabel.length > 5));
});

test('the page carries no bytes and no fingerprint of a picture or an entry', async () => {
  const pictureId = await held();
  const row = await world.picture(pictureId);
  const body = (await world.call(lou, 'GET', `/v1/cases/${row.case_id}`)).body.toLowerCase();
  const entries = await world.deps.database.kysely.selectFrom('list_entry').select('value').execute();
  for (const value of [row.md5, row.sha1, row.sha256, row.pdq, ...entries.map((entry) => entry.value)]) {
    assert.ok(value !== null);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      assert.ok(!body.includes(value.toString(encoding).toLowerCase()));
    }
  }
});

test('a picture is handed out within an open look, and each is in the log before it is, once', async () => {
  const pictureId = await held();
  const caseId = await world.claim(kim, pictureId);
  const view = await world.look(kim, caseId);
  const before = (await audits()).length;
  for (let times = 0; times < 2; times += 1) {
    const shown = await world.show(kim, view, pictureId);
    assert.deepEqual([shown.statusCode, shown.headers['cache-control']], [200, 'no-store']);
  }
  const entries = (await audits()).slice(before);
  assert.deepEqual(
    entries.map(({ staff_id, object, details }) => [staff_id, object, details]),
    [[kim.staffId, `case:${caseId}`, { viewId: view, pictureId }]],
  );
  const rows = (await views()).filter((row) => row.view_id === view);
  assert.deepEqual(
    rows.map(({ picture_id, staff_id, uncovered_ms }) => [picture_id, staff_id, uncovered_ms]),
    [[pictureId, kim.staffId, 0]],
  );
});

test('attack: a look of somebody else, a look that is over, a picture of another case, a picture that is none', async () => {
  const [pictureId, elsewhere] = [await held(), await held()];
  const caseId = await world.claim(kim, pictureId);
  const view = await world.look(kim, caseId);
  const before = (await views()).length;
  assert.equal(codeOf(await world.show(lou, view, pictureId)), 'not-found');
  assert.equal(codeOf(await world.show(kim, view, elsewhere)), 'not-found');
  assert.equal(codeOf(await world.show(kim, view, randomUUID())), 'not-found');
  assert.equal(codeOf(await world.show(kim, view, 'x')), 'invalid-request');
  assert.equal(codeOf(await world.show(kim, randomUUID(), pictureId)), 'not-found');
  const undecodable = await world.hold({ reason: 'unreadable' });
  const other = await world.look(kim, await caseIdOf(undecodable), 'review', 'a test');
  assert.equal(codeOf(await world.show(kim, other, undecodable)), 'not-found');
  const ended = await world.call(kim, 'PATCH', `/v1/evidence-views/${view}`, {
    visibleMs: 1,
    attachments: [],
    ended: true,
  });
  assert.equal(ended.statusCode, 204);
  assert.equal(codeOf(await world.show(kim, view, pictureId)), 'not-found');
  assert.equal((await views()).length, before, 'nothing was handed out');
  const viewer = await world.logIn('viewer');
  assert.equal(codeOf(await world.show(viewer, view, pictureId)), 'forbidden');
});

test('how long a picture lay uncovered only grows, not beyond the time that passed, and only if it was handed out', async () => {
  const [pictureId, other] = [await held({ account: 'time@x' }), await held({ account: 'time@x' })];
  const view = await world.look(kim, await world.claim(kim, pictureId));
  await world.show(kim, view, pictureId);
  world.advance(10_000);
  const tell = async (who: TestSession, uncoveredMs: number) => {
    const pictures = [pictureId, other].map((id) => ({ pictureId: id, uncoveredMs }));
    const body = { visibleMs: 9_000, attachments: [], pictures, ended: false };
    await world.call(who, 'PATCH', `/v1/evidence-views/${view}`, body);
    const rows = (await views()).filter((row) => row.view_id === view);
    return rows.map((row) => [row.picture_id, row.uncovered_ms]);
  };
  assert.deepEqual(await tell(kim, 4_000), [[pictureId, 4_000]]);
  assert.deepEqual(await tell(kim, 1_000), [[pictureId, 4_000]]);
  assert.deepEqual(await tell(lou, 8_000), [[pictureId, 4_000]], 'another person’s word does not count');
  const [[, capped] = []] = await tell(kim, 80_000_000);
  assert.ok(typeof capped === 'number' && capped >= 10_000 && capped < 20_000);
});

test('a picture that a person has confirmed before is not shown in review, by its bytes or by its looks', async () => {
  const [bytes, pdq] = [Buffer.from('a picture that comes twice'), somePdq()];
  const first = await confirmed({ bytes, pdq });
  const copies = [
    await held({ bytes, pdq: somePdq() }),
    await held({ pdq: nearPdq(pdq, 10) }),
    await held({ pdq: nearPdq(pdq, 10), quality: 50 }),
  ];
  const [file] = [await world.fileOf(first)];
  for (const copy of copies) {
    const { view, known } = await pictureOf(world, lou, copy);
    assert.deepEqual([view, known?.caseId, known?.answer], ['known', file.case_id, 'confirmed']);
    assert.equal(known?.number, `C-${file.case_number}`);
    assert.equal(codeOf(await lookAt(lou, copy)), 'picture-known');
    assert.equal(codeOf(await lookAt(lou, copy, 'training')), 'picture-known');
  }
  const others = [
    await held({ pdq: nearPdq(pdq, 11) }),
    // Too plain to be told from others by its looks.
    await held({ pdq, quality: 49 }),
  ];
  for (const other of others) {
    assert.equal((await pictureOf(world, lou, other)).known, null);
    assert.equal((await lookAt(lou, other)).statusCode, 200);
  }
});

test('a second person may see a confirmed picture, with a reason, and only who has not', async () => {
  const pictureId = await confirmed();
  assert.equal((await pictureOf(world, lou, pictureId)).view, 'known');
  assert.equal(codeOf(await lookAt(lou, pictureId)), 'picture-known');
  assert.equal((await lookAt(lou, pictureId, 'second-person', 'asked to')).statusCode, 200);
  assert.equal(codeOf(await lookAt(kim, pictureId, 'quality', 'my own answer')), 'picture-known');
  // Without a reason only who has claimed the case gets as far as a look.
  const fresh = await confirmed();
  const caseId = await caseIdOf(fresh);
  await world.call(kim, 'DELETE', `/v1/cases/${caseId}/claim`);
  await world.call(mia, 'POST', `/v1/cases/${caseId}/claim`);
  assert.equal(codeOf(await lookAt(mia, fresh, 'second-person', null)), 'picture-known');
  assert.equal((await lookAt(mia, fresh, 'quality', 'quality check')).statusCode, 200);
});

test('nobody is shown the same picture in two cases, whether anybody has answered or not', async () => {
  const pdq = somePdq();
  const [first, copy] = [await held({ pdq }), await held({ pdq: nearPdq(pdq, 7) })];
  assert.equal((await lookAt(kim, first)).statusCode, 200);
  assert.equal((await lookAt(kim, first)).statusCode, 200, 'again in the same case, which is not decided');
  assert.equal(codeOf(await lookAt(kim, copy)), 'picture-known');
  assert.equal(codeOf(await lookAt(kim, copy, 'second-person', 'asked to')), 'picture-known');
  assert.equal((await lookAt(lou, copy)).statusCode, 200, 'another person has not seen it');
});

test('who has cleared a picture is not shown its copy; another person is, and sees that it was cleared', async () => {
  const bytes = Buffer.from('a harmless picture that a list holds');
  const pictureId = await held({ bytes });
  await world.claim(kim, pictureId);
  assert.equal((await world.answer(kim, pictureId, 'clear')).statusCode, 200);
  const copy = await held({ bytes });
  const { view, known } = await pictureOf(world, lou, copy);
  assert.deepEqual([view, known?.answer], ['shown', 'cleared']);
  assert.equal(codeOf(await lookAt(kim, copy)), 'picture-known');
  assert.equal((await lookAt(lou, copy)).statusCode, 200);
});

test('what was seen in a case before it was decided is not shown to the same person afterwards', async () => {
  const pictureId = await held();
  const caseId = await world.claim(kim, pictureId);
  assert.equal((await lookAt(lou, pictureId)).statusCode, 200);
  await world.answer(kim, pictureId, 'confirm');
  assert.equal((await world.decide(kim, caseId, 'warn')).statusCode, 201);
  assert.equal(codeOf(await lookAt(lou, pictureId, 'quality', 'again')), 'picture-known');
  assert.equal((await lookAt(mia, pictureId, 'quality', 'quality check')).statusCode, 200);
});

test('the newest answer about a picture says whether it is known', async () => {
  const bytes = Buffer.from('first confirmed by mistake, then cleared');
  await confirmed({ bytes });
  const again = await held({ bytes });
  await world.claim(lou, again);
  await world.answer(lou, again, 'clear');
  const third = await held({ bytes });
  const { view, known } = await pictureOf(world, mia, third);
  assert.deepEqual([view, known?.answer], ['shown', 'cleared']);
  assert.equal((await lookAt(mia, third)).statusCode, 200);
});
