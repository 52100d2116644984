import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DecisionView } from '@wellhouse/protocol';
import { releaseFromCase } from '../../src/albums/release-from-case.ts';
import { reopenCase } from '../../src/albums/reopen-case.ts';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { albumEvidenceBlobKey, albumOriginalBlobKey } from '../../src/platform/blobs/evidence-blobs.ts';
import { report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { type CaseWorld, codeOf, pictureOf, startCaseWorld } from './support/case-world.ts';

let world: CaseWorld;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('lead', 'reviewer');
  lou = await world.logIn('lead', 'reviewer');
  await world.list('known');
});
after(() => world.close());

const bytesOf = (account: string) => Buffer.from(`the picture of ${account}`);
const held = async (account: string, more: Parameters<CaseWorld['hold']>[0] = {}) =>
  world.hold({
    ...{ account, bytes: bytesOf(account) },
    matches: [{ entryId: await world.entry('known'), distance: null }],
    ...more,
  });
/** As the re-weighing does: the matches first. */
const withdraw = (pictureId: string) =>
  world.deps.database.pool.query('update album_match set withdrawn_at = now() where picture_id = $1', [pictureId]);
async function reopen(pictureId: string) {
  await withdraw(pictureId);
  return world.deps.database.transaction((tx) => reopenCase(world.deps, tx, { pictureId }));
}
async function release(pictureId: string) {
  await withdraw(pictureId);
  return world.deps.database.transaction((tx) => releaseFromCase(world.deps, tx, { pictureId }));
}
async function confirmed(account: string) {
  const pictureId = await held(account);
  const caseId = await world.claim(kim, pictureId);
  await world.answer(kim, pictureId, 'confirm');
  return { pictureId, caseId };
}
async function decided(account: string) {
  const made = await confirmed(account);
  assert.equal((await world.decide(kim, made.caseId, 'warn')).statusCode, 201);
  return made;
}
const bytesAt = (pictureId: string) =>
  world.app.inject({
    url: `/v1/hubs/${world.hub.hubId}/album-pictures/${pictureId}/bytes`,
    headers: { authorization: `Bearer ${world.hub.apiSecret}` },
  });
const drain = async () => {
  await world.deps.database.pool.query(
    "update job set run_at = now() + interval '1 hour' where kind = 'deliver-action'",
  );
  await world.worker.drain();
};
const hasBytes = (caseId: string, pictureId: string) =>
  Promise.all(
    [albumOriginalBlobKey(caseId, pictureId), albumEvidenceBlobKey(caseId, pictureId)].map(world.deps.blobs.has),
  );

test('a decided case stays as it was; its picture waits in a new one that names it, and stays removed', async () => {
  const { pictureId, caseId } = await decided('one@x');
  const old = await world.fileOf(pictureId);
  const reopened = await reopen(pictureId);
  assert.notEqual(reopened?.caseId, caseId);
  const fresh = await world.fileOf(pictureId);
  assert.deepEqual(
    [fresh.case_id, fresh.state, fresh.category, fresh.subject_id, fresh.level, fresh.picture_count],
    [reopened?.caseId, 'open', old.category, 'one@x', 'ASSERTED', 1],
  );
  assert.deepEqual(await world.timeline(fresh.case_id), ['opened', 'reopened']);
  const page = await world.page(lou, fresh.case_id);
  const number = `C-${old.case_number}`;
  assert.deepEqual(page.timeline.at(-1)?.said, { code: 'picture-again', picture: 1, from: number });
  const before = await world.page(lou, caseId);
  assert.deepEqual([before.summary.state, before.decisions.length, before.summary.pictureCount], ['decided', 1, 0]);
  const line = before.timeline.find(({ kind }) => kind === 'match-withdrawn');
  const to = `C-${fresh.case_number}`;
  assert.deepEqual(line?.said, { code: 'picture-left', picture: 1, to, why: 'again' });

  const picture = await pictureOf(world, lou, pictureId);
  assert.deepEqual([picture.state, picture.answer, picture.view], ['removed', null, 'shown']);
  assert.equal((await bytesAt(pictureId)).json().code, 'picture-not-released');
  await drain();
  assert.deepEqual(await hasBytes(caseId, pictureId), [false, false]);
  assert.deepEqual(await hasBytes(fresh.case_id, pictureId), [true, true]);
  assert.equal(await reopen(pictureId), null, 'twice changes nothing');
});

test('another person looks at a picture that waits again, and who confirmed it does not', async () => {
  const { pictureId } = await decided('two@x');
  const { caseId = '' } = (await reopen(pictureId)) ?? {};
  await world.claim(lou, pictureId);
  const seen = await world.show(lou, await world.look(lou, caseId), pictureId);
  assert.equal(seen.statusCode, 200);
  const { pictureId: looked, caseId: first } = await confirmedAfterLook('two-and-a-half@x');
  await world.decide(kim, first, 'warn');
  const { caseId: second = '' } = (await reopen(looked)) ?? {};
  const again = await world.show(kim, await world.look(kim, second, 'review', 'a test'), looked);
  assert.equal(codeOf(again), 'picture-known');
});
async function confirmedAfterLook(account: string) {
  const pictureId = await held(account);
  const caseId = await world.claim(kim, pictureId);
  await world.show(kim, await world.look(kim, caseId), pictureId);
  world.advance(1_000);
  await world.answer(kim, pictureId, 'confirm');
  return { pictureId, caseId };
}

test('cleared after all, the picture comes back byte for byte', async () => {
  const { pictureId } = await decided('three@x');
  const { caseId = '' } = (await reopen(pictureId)) ?? {};
  await world.claim(lou, pictureId);
  assert.equal(codeOf(await world.decide(lou, caseId, 'no-action')), 'pictures-unanswered');
  assert.equal((await world.answer(lou, pictureId, 'clear')).statusCode, 200);
  assert.deepEqual((await bytesAt(pictureId)).rawPayload, bytesOf('three@x'));
  assert.equal((await world.decide(lou, caseId, 'no-action')).statusCode, 201);
});

test('confirmed again, it stays removed and carries a decision, though no list holds it any more', async () => {
  const { pictureId } = await decided('four@x');
  const { caseId = '' } = (await reopen(pictureId)) ?? {};
  await world.claim(lou, pictureId);
  assert.equal((await world.answer(lou, pictureId, 'confirm', 'it is what they said')).statusCode, 200);
  const { state, answered_by, reopened_at } = await world.picture(pictureId);
  assert.deepEqual([state, answered_by, reopened_at], ['removed', lou.staffId, null]);
  assert.equal((await world.decide(lou, caseId, 'suspend')).statusCode, 201);
});

test('a picture joins the undecided case about the same account and kind, if there is one', async () => {
  const { pictureId } = await decided('five@x');
  const payload = samplePayload({
    category: 'child.csam_known',
    evidence: [disclose(world.hub.send({ sender: 'five@x' }))],
  });
  await report(world, world.hub, payload);
  const { caseId = '' } = (await reopen(pictureId)) ?? {};
  const file = await world.fileOf(pictureId);
  assert.deepEqual([file.report_count, file.picture_count, file.level], [1, 1, 'VERIFIED']);
  assert.deepEqual(await world.timeline(caseId), ['opened', 'report-joined', 'reopened']);
});

test('several pictures of one decided case wait in one new case', async () => {
  const first = await held('six@x');
  const second = await held('six@x', { bytes: Buffer.from('another') });
  const caseId = await world.claim(kim, first);
  for (const pictureId of [first, second]) await world.answer(kim, pictureId, 'confirm');
  await world.decide(kim, caseId, 'warn');
  const reopened = await Promise.all([reopen(first), reopen(second)]);
  assert.equal(new Set(reopened.map((one) => one?.caseId)).size, 1);
  assert.equal((await world.fileOf(first)).picture_count, 2);
  assert.equal((await world.page(kim, caseId)).summary.pictureCount, 0);
});

test('of an erased case the picture waits without its bytes; cleared, it cannot come back and its hub hears so', async () => {
  const { pictureId, caseId } = await decided('seven@x');
  assert.equal(await eraseCase(world.deps, caseId, null, 'retention ended'), true);
  const reopened = await reopen(pictureId);
  const waiting = await pictureOf(world, lou, pictureId);
  assert.deepEqual([waiting.state, waiting.view, waiting.answer], ['removed', 'missing', null]);
  await world.claim(lou, pictureId);
  const shown = await world.show(lou, await world.look(lou, reopened?.caseId ?? ''), pictureId);
  assert.equal(codeOf(shown), 'not-found');
  assert.equal((await world.answer(lou, pictureId, 'clear')).statusCode, 200);
  const { state, why: code } = await world.picture(pictureId);
  assert.deepEqual([state, code], ['withdrawn', 'bytes-erased']);
});

test('in an undecided case a confirmed picture waits where it is, and no decision rests on it', async () => {
  const { pictureId, caseId } = await confirmed('eight@x');
  assert.deepEqual(await reopen(pictureId), { caseId });
  const file = await world.fileOf(pictureId);
  assert.deepEqual([file.case_id, file.level, file.match_sources], [caseId, 'ASSERTED', 0]);
  assert.deepEqual((await world.timeline(caseId)).at(-1), 'match-withdrawn');
  assert.equal(codeOf(await world.decide(kim, caseId, 'suspend')), 'pictures-unanswered');
  assert.equal((await world.answer(kim, pictureId, 'clear')).statusCode, 200);
  assert.equal((await world.picture(pictureId)).state, 'released');
});

test('a ban that waits for its second person cannot be approved once its ground is gone', async () => {
  const { pictureId, caseId } = await confirmed('nine@x');
  const ban = DecisionView.parse((await world.decide(kim, caseId, 'ban')).json());
  assert.deepEqual(await reopen(pictureId), { caseId });
  const answer = (word: string) =>
    world.call(lou, 'POST', `/v1/decisions/${ban.decisionId}/answer`, { answer: word, reason: 'I looked at it too.' });
  assert.equal(codeOf(await answer('approve')), 'asserted-only');
  assert.equal((await answer('refuse')).statusCode, 200);
  await world.claim(lou, pictureId);
  assert.equal((await world.answer(lou, pictureId, 'clear')).statusCode, 200);
});

test('attack: a further match does not bring back the ground of a ban', async () => {
  const { pictureId, caseId } = await confirmed('nine-and-a-half@x');
  const ban = DecisionView.parse((await world.decide(kim, caseId, 'ban')).json());
  await reopen(pictureId);
  await held('nine-and-a-half@x', { bytes: Buffer.from('nobody has looked at this one') });
  assert.equal((await world.fileOf(pictureId)).level, 'ATTESTED');
  const url = `/v1/decisions/${ban.decisionId}/answer`;
  const approved = await world.call(lou, 'POST', url, { answer: 'approve', reason: 'I looked at it too.' });
  assert.equal(codeOf(approved), 'asserted-only');
});

test('a move that fails leaves the picture in its case, where it can still be opened', async () => {
  const { pictureId, caseId } = await decided('ten-and-a-half@x');
  const failed = world.deps.database.transaction(async (tx) => {
    await reopenCase(world.deps, tx, { pictureId });
    throw new Error('the process ends here');
  });
  await assert.rejects(failed, /ends here/);
  await drain();
  const { case_id, reopened_at } = await world.picture(pictureId);
  assert.deepEqual([case_id, reopened_at], [caseId, null]);
  const shown = await world.show(lou, await world.look(lou, caseId, 'quality', 'a test'), pictureId);
  assert.equal(shown.statusCode, 200);
  assert.notEqual((await reopen(pictureId))?.caseId, caseId);
});

test('of an erased case a picture that its delivery service keeps is released when it is cleared', async () => {
  const pictureId = await held('fetched@x', { form: 'fetch' });
  const caseId = await world.claim(kim, pictureId);
  await world.answer(kim, pictureId, 'confirm');
  await world.decide(kim, caseId, 'warn');
  await eraseCase(world.deps, caseId, null, 'retention ended');
  await reopen(pictureId);
  await world.claim(lou, pictureId);
  await world.answer(lou, pictureId, 'clear');
  assert.equal((await world.picture(pictureId)).state, 'released');
});

test('only what a person has confirmed on a match is reopened', async () => {
  const waiting = await held('ten@x');
  assert.equal(await reopen(waiting), null);
  const unreadable = await held('eleven@x', { reason: 'unreadable', matches: [] });
  await world.claim(kim, unreadable);
  await world.answer(kim, unreadable, 'confirm');
  assert.equal(await reopen(unreadable), null);
  const cleared = await held('twelve@x');
  await world.claim(kim, cleared);
  await world.answer(kim, cleared, 'clear');
  assert.equal(await reopen(cleared), null);
});

test('a held picture that nothing holds any more is released, and a case in which nothing is left closes itself', async () => {
  const pictureId = await held('thirteen@x');
  const caseId = await world.claim(kim, pictureId);
  assert.equal(await release(pictureId), true);
  const { state, case_id, answer } = await world.picture(pictureId);
  assert.deepEqual([state, case_id, answer], ['released', null, null]);
  assert.deepEqual((await bytesAt(pictureId)).rawPayload, bytesOf('thirteen@x'));
  const page = await world.page(kim, caseId);
  assert.deepEqual([page.summary.state, page.summary.claim, page.pictures], ['decided', null, []]);
  assert.deepEqual(
    page.timeline.map(({ kind }) => kind),
    ['opened', 'picture-joined', 'claimed', 'match-withdrawn', 'decided'],
  );
  await drain();
  assert.deepEqual(await hasBytes(caseId, pictureId), [false, false]);
  const url = `/v1/cases/${caseId}/album-pictures/${pictureId}/answer`;
  const late = await world.call(kim, 'POST', url, { answer: 'confirm', reason: 'too late' });
  assert.equal(codeOf(late), 'not-found');
  assert.equal(await release(pictureId), false, 'twice changes nothing');
  assert.equal(await eraseCase(world.deps, caseId, null, 'retention ended'), true);
});

test('a case with another picture or a report goes on, weighed by what is left', async () => {
  const [gone, stays] = [await held('fourteen@x'), await held('fourteen@x', { bytes: Buffer.from('stays') })];
  assert.equal((await world.fileOf(stays)).match_sources, 1);
  const both = await world.fileOf(stays);
  await release(gone);
  const one = await world.fileOf(stays);
  assert.deepEqual([one.state, one.picture_count], ['open', 1]);
  assert.ok(one.score < both.score);

  const payload = samplePayload({
    category: 'child.csam_known',
    evidence: [disclose(world.hub.send({ sender: 'fifteen@x' }))],
  });
  await report(world, world.hub, payload);
  const beside = await held('fifteen@x');
  const { case_id } = await world.fileOf(beside);
  await release(beside);
  const { summary } = await world.page(kim, case_id);
  assert.deepEqual(
    [summary.state, summary.level, summary.pictureCount, summary.reportCount],
    ['open', 'VERIFIED', 0, 1],
  );
});

test('a picture that cannot be decoded is not released by what happens to lists', async () => {
  const pictureId = await held('sixteen@x', { reason: 'unreadable', matches: [] });
  assert.equal(await release(pictureId), false);
  assert.equal((await world.picture(pictureId)).state, 'held');
});

test('an answer and a withdrawal at once: one of them counts', async () => {
  for (let round = 0; round < 4; round += 1) {
    const pictureId = await held(`race-${round}@x`);
    await world.claim(kim, pictureId);
    const [answered, released] = await Promise.all([world.answer(kim, pictureId, 'confirm'), release(pictureId)]);
    const { state, answer, case_id } = await world.picture(pictureId);
    assert.equal(answered.statusCode === 200, !released);
    assert.deepEqual(
      [state, answer, case_id === null],
      released ? ['released', null, true] : ['removed', 'confirmed', false],
    );
  }
});
