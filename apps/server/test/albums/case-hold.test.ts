import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holdPicture } from '../../src/albums/hold-picture.ts';
import { readPictureBytes } from '../../src/albums/picture-bytes.ts';
import { releaseFromCase } from '../../src/albums/release-from-case.ts';
import { albumEvidenceBlobKey, albumOriginalBlobKey } from '../../src/platform/blobs/evidence-blobs.ts';
import { openCaseVault } from '../../src/platform/case-vault.ts';
import { caseOf, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { type CaseWorld, startCaseWorld } from './support/case-world.ts';

let world: CaseWorld;
let kim: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('reviewer');
  await world.list('known');
  await world.list('other-known');
  await world.list('images', { category: 'adult.ncii' });
  await world.list('members', { source: 'threatexchange' });
  await world.list('members-too', { source: 'threatexchange' });
});
after(() => world.close());

test('a match opens a case about whoever added the picture, attested, in words', async () => {
  const pictureId = await world.hold({ account: 'one@x', matches: [{ entryId: await world.entry('known') }] });
  const { account_id, case_id, case_reason, state } = await world.picture(pictureId);
  assert.deepEqual([account_id, case_reason, state], ['one@x', 'matched', 'held']);
  const file = await world.fileOf(pictureId);
  assert.deepEqual(
    [file.subject_kind, file.subject_id, file.category, file.level, file.report_count, file.reporter_count, file.drill],
    ['account', 'one@x', 'child.csam_known', 'ATTESTED', 0, 0, false],
  );
  assert.deepEqual([file.picture_count, file.match_sources, file.exact_match], [1, 1, true]);
  // 90 of 100, attested, a child, the very file
  assert.deepEqual([file.score, file.priority], [129.6, 'P1']);
  assert.equal(file.due_at.getTime() - file.opened_at.getTime(), 240 * 60_000);
  const page = await world.page(kim, case_id ?? '');
  assert.deepEqual([page.summary.reportCount, page.summary.pictureCount, page.reports], [0, 1, []]);
  const matched = page.summary.why.filter(({ code }) => code === 'matched' || code === 'reported');
  assert.deepEqual(matched, [
    { code: 'reported', count: 0 },
    { code: 'matched', count: 1, exact: 1 },
  ]);
  assert.deepEqual(
    page.timeline.map(({ kind }) => kind),
    ['opened', 'picture-joined'],
  );
  assert.ok(page.suggestedPolicies.length > 0, 'the next steps are offered');
});

test('pictures of one account and kind share a case, and each raises it', async () => {
  const entryId = await world.entry('known');
  const first = await world.hold({ account: 'two@x', matches: [{ entryId, distance: 9 }] });
  const alone = await world.fileOf(first);
  const second = await world.hold({ account: 'two@x', matches: [{ entryId, distance: 12 }] });
  const both = await world.fileOf(second);
  assert.equal(both.case_id, alone.case_id);
  assert.deepEqual([both.picture_count, both.match_sources, both.exact_match], [2, 1, false]);
  assert.deepEqual([alone.score, both.score], [108, 135]);
});

test('two lists, and two members of an exchange, raise a case; one member in two lists does not', async () => {
  const score = async (...entryIds: string[]) => {
    const file = await world.fileOf(
      await world.hold({ matches: entryIds.map((entryId) => ({ entryId, distance: 5 })) }),
    );
    return [file.match_sources, file.score];
  };
  assert.deepEqual(await score(await world.entry('known')), [1, 108]);
  assert.deepEqual(await score(await world.entry('known'), await world.entry('other-known')), [2, 135]);
  assert.deepEqual(await score(await world.entry('members', { contributors: ['a', 'b'] })), [2, 135]);
  const same = { contributors: ['a'] };
  assert.deepEqual(await score(await world.entry('members', same), await world.entry('members-too', same)), [1, 108]);
});

test('only what holds the picture back counts as a source', async () => {
  const matches = [
    { entryId: await world.entry('known'), distance: 4 },
    { entryId: await world.entry('other-known'), distance: null, effect: 'counted' },
    { entryId: await world.entry('members'), distance: 3, effect: 'set-aside' },
  ];
  const file = await world.fileOf(await world.hold({ matches }));
  assert.deepEqual([file.match_sources, file.exact_match], [1, false]);
});

test('the gravest kind among the entries that hold it decides which case it is', async () => {
  const [grave, mild] = [await world.entry('known'), await world.entry('images')];
  assert.equal((await world.fileOf(await world.hold({ matches: [{ entryId: mild }] }))).category, 'adult.ncii');
  const both = await world.hold({ matches: [{ entryId: mild }, { entryId: grave, distance: 20 }] });
  assert.equal((await world.fileOf(both)).category, 'child.csam_known');
  const ignored = await world.hold({ matches: [{ entryId: mild }, { entryId: grave, effect: 'counted' }] });
  assert.equal((await world.fileOf(ignored)).category, 'adult.ncii');
});

test('a report and a match about one account and kind share one case, whichever comes first', async () => {
  const entryId = await world.entry('known');
  const reportAbout = async (sender: string) => {
    const payload = samplePayload({ category: 'child.csam_known', evidence: [disclose(world.hub.send({ sender }))] });
    await report(world, world.hub, payload);
    return caseOf(world, payload.reportId);
  };
  const reported = await reportAbout('three@x');
  const held = await world.fileOf(await world.hold({ account: 'three@x', matches: [{ entryId, distance: 8 }] }));
  assert.equal(held.case_id, reported.case_id);
  assert.deepEqual([held.level, held.report_count, held.picture_count], ['VERIFIED', 1, 1]);
  assert.ok(held.score > reported.score);
  assert.deepEqual(await world.timeline(held.case_id), ['opened', 'report-joined', 'picture-joined']);

  const matched = await world.fileOf(await world.hold({ account: 'four@x', matches: [{ entryId, distance: 8 }] }));
  const both = await reportAbout('four@x');
  assert.equal(both.case_id, matched.case_id);
  assert.deepEqual([both.level, both.score, both.picture_count], ['VERIFIED', held.score, 1]);
});

test('a picture that cannot be decoded goes to a person as "other", and proves nothing', async () => {
  const pictureId = await world.hold({ reason: 'unreadable', pdq: null });
  const file = await world.fileOf(pictureId);
  assert.deepEqual([file.category, file.level, file.picture_count, file.match_sources], ['other', 'ASSERTED', 1, 0]);
  const [picture] = (await world.page(kim, file.case_id)).pictures;
  assert.deepEqual([picture?.reason, picture?.view, picture?.matches], ['unreadable', 'missing', []]);
});

test('the original lies under the case’s key, its own bytes and their key are gone, and no route hands it out', async () => {
  const bytes = Buffer.from('what somebody added, byte for byte');
  const pictureId = await world.hold({ bytes, matches: [{ entryId: await world.entry('known') }] });
  const { case_id, key_wrapped } = await world.picture(pictureId);
  const caseId = case_id ?? '';
  assert.equal(key_wrapped, null);
  const { kysely } = world.deps.database;
  const chunks = await kysely.selectFrom('album_chunk').selectAll().where('picture_id', '=', pictureId).execute();
  assert.deepEqual(chunks, []);

  const key = albumOriginalBlobKey(caseId, pictureId);
  const sealed = await world.deps.blobs.get(key);
  assert.ok(sealed && !sealed.includes(bytes));
  const vault = await openCaseVault(kysely, world.deps.keys, world.deps.random, caseId);
  assert.deepEqual(await vault?.open(sealed, key), bytes);

  const url = `/v1/hubs/${world.hub.hubId}/album-pictures/${pictureId}/bytes`;
  const asHub = await world.app.inject({ url, headers: { authorization: `Bearer ${world.hub.apiSecret}` } });
  assert.equal(asHub.json().code, 'picture-not-released');
  const view = await world.look(kim, caseId, 'review', 'a look');
  const shown = await world.show(kim, view, pictureId);
  assert.deepEqual([shown.statusCode, shown.headers['content-type']], [200, 'image/webp']);
  assert.ok(!shown.rawPayload.includes(bytes));
  assert.ok(await world.deps.blobs.has(albumEvidenceBlobKey(caseId, pictureId)));
});

test('holding that fails is undone as a whole: the picture stands where it stood, with its bytes', async () => {
  const bytes = Buffer.from('a picture that was set aside');
  const pictureId = await world.hold({
    account: 'undone@x',
    bytes,
    matches: [{ entryId: await world.entry('known') }],
  });
  const released = await world.deps.database.transaction((tx) => releaseFromCase(world.deps, tx, { pictureId }));
  assert.equal(released, true);
  const hold = (fails: boolean) =>
    world.deps.database.transaction(async (tx) => {
      const picture = await world.picture(pictureId);
      await holdPicture(world.deps, tx, { picture, bytes, shown: null, reason: 'matched', matches: [] });
      if (fails) throw new Error('the process ends here');
    });
  await assert.rejects(hold(true), /ends here/);
  await world.worker.drain();
  const row = await world.picture(pictureId);
  assert.deepEqual([row.state, row.case_id], ['released', null]);
  assert.deepEqual(await readPictureBytes(world.deps, row), bytes);
  await hold(false);
  await world.worker.drain();
  const again = await world.fileOf(pictureId);
  assert.equal((await world.picture(pictureId)).state, 'held');
  assert.ok(await world.deps.blobs.has(albumOriginalBlobKey(again.case_id, pictureId)));
});

test('a picture that is not where it could be held is not', async () => {
  const pictureId = await world.hold({ matches: [{ entryId: await world.entry('known') }] });
  const picture = await world.picture(pictureId);
  const twice = world.deps.database.transaction((tx) =>
    holdPicture(world.deps, tx, { picture, bytes: Buffer.from('x'), shown: null, reason: 'matched', matches: [] }),
  );
  await assert.rejects(twice, /not where it could be held/);
});

test('pictures that are held at the same time open one case', async () => {
  const entryId = await world.entry('known');
  const held = await Promise.all(
    Array.from({ length: 6 }, () => world.hold({ account: 'crowd@x', matches: [{ entryId, distance: 2 }] })),
  );
  const cases = new Set(await Promise.all(held.map(async (pictureId) => (await world.picture(pictureId)).case_id)));
  assert.equal(cases.size, 1);
  assert.equal((await world.fileOf(held[0] ?? '')).picture_count, 6);
});
