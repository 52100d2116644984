import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { MatchedPicture } from '@wellhouse/protocol';
import { albumEvidenceBlobKey, albumOriginalBlobKey } from '../../src/platform/blobs/evidence-blobs.ts';
import { drillHubId } from '../../src/platform/drill-hub.ts';
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
  await world.list('ncmec-list', { source: 'ncmec' });
});
after(() => world.close());

const entry = () => world.entry('known');
const held = async (more: Parameters<CaseWorld['hold']>[0] = {}) =>
  world.hold({ matches: [{ entryId: await entry(), distance: 6 }], ...more });
async function claimed(more: Parameters<CaseWorld['hold']>[0] = {}) {
  const pictureId = await held(more);
  return { pictureId, caseId: await world.claim(kim, pictureId) };
}
const bytesAt = (pictureId: string) =>
  world.app.inject({
    url: `/v1/hubs/${world.hub.hubId}/album-pictures/${pictureId}/bytes`,
    headers: { authorization: `Bearer ${world.hub.apiSecret}` },
  });
async function takeOut(pictureId: string): Promise<void> {
  const url = `/v1/hubs/${world.hub.hubId}/album-pictures/${pictureId}`;
  const headers = { authorization: `Bearer ${world.hub.apiSecret}` };
  assert.equal((await world.app.inject({ method: 'DELETE', url, headers })).statusCode, 204);
}
const votes = async (entryId: string) =>
  (
    await world.deps.database.kysely
      .selectFrom('list_feedback')
      .select('opinion')
      .where('entry_id', '=', entryId)
      .orderBy('created_at')
      .execute()
  ).map(({ opinion }) => opinion);
const cleared = () =>
  world.deps.database.kysely
    .selectFrom('list_entry')
    .innerJoin('list', 'list.list_id', 'list_entry.list_id')
    .select(['list_entry.kind', 'value', 'contributors'])
    .where('list.kind', '=', 'negative')
    .execute();
const learned = async (pictureId: string) => {
  const { md5, sha1, sha256, pdq } = await world.picture(pictureId);
  const own = { md5, sha1, sha256, pdq };
  const entries = await cleared();
  return Object.entries(own)
    .filter(([kind, value]) => entries.some((one) => one.kind === kind && value !== null && one.value?.equals(value)))
    .map(([kind]) => kind);
};
const jobs = async (kind: string, pictureId: string) =>
  world.deps.database.kysely
    .selectFrom('job')
    .select('job_id')
    .where('kind', '=', kind)
    .where('payload', '@>', JSON.stringify({ pictureId }))
    .execute();

test('confirmed, a picture is removed: its hub hears of it, the source too, and nobody gets its bytes', async () => {
  const entryId = await world.entry('ncmec-list', { ref: 'ref-1' });
  const { pictureId, caseId } = await claimed({ matches: [{ entryId }] });
  const told = (await jobs('tell-hub-of-picture', pictureId)).length;
  const answered = await world.answer(kim, pictureId, 'confirm', 'the very picture');
  const view = MatchedPicture.parse(answered.json());
  assert.deepEqual(
    [view.state, view.view, view.answer?.answer, view.answer?.reason, view.answer?.staffName],
    ['removed', 'known', 'confirmed', 'the very picture', kim.me.staff.name],
  );
  assert.equal((await jobs('tell-hub-of-picture', pictureId)).length, told + 1);
  assert.deepEqual(await votes(entryId), ['confirmed']);
  assert.equal((await bytesAt(pictureId)).json().code, 'picture-not-released');
  assert.deepEqual(await learned(pictureId), []);
  assert.ok(await world.deps.blobs.has(albumOriginalBlobKey(caseId, pictureId)), 'an authority will want the file');
  const page = await world.page(lou, caseId);
  const line = page.timeline.find(({ kind }) => kind === 'picture-answered');
  assert.deepEqual(
    [line?.staffName, line?.said],
    [kim.me.staff.name, { code: 'picture-answered', picture: 1, answer: 'confirmed', reason: 'the very picture' }],
  );
  const entries = await world.deps.database.kysely
    .selectFrom('audit_entry')
    .select(['staff_id', 'details'])
    .where('action', '=', 'album-picture.confirm')
    .where('object', '=', `case:${caseId}`)
    .execute();
  assert.deepEqual(entries, [{ staff_id: kim.staffId, details: { pictureId, reason: 'the very picture' } }]);
  assert.equal(page.summary.level, 'ATTESTED');
});

test('cleared, a picture is released byte for byte, known to be harmless, and the source hears that it was wrong', async () => {
  const bytes = Buffer.from('a picture of a harbour, byte for byte');
  const entryId = await world.entry('ncmec-list', { ref: 'ref-2' });
  const { pictureId, caseId } = await claimed({ bytes, matches: [{ entryId, distance: 21 }] });
  const view = MatchedPicture.parse((await world.answer(kim, pictureId, 'clear')).json());
  assert.deepEqual([view.state, view.answer?.answer, view.view], ['released', 'cleared', 'shown']);
  assert.deepEqual((await bytesAt(pictureId)).rawPayload, bytes);
  assert.deepEqual(await votes(entryId), ['refuted']);
  assert.deepEqual(await learned(pictureId), ['sha256', 'pdq']);
  assert.ok((await cleared()).every(({ contributors }) => contributors.length > 0));
  const file = await world.fileOf(pictureId);
  assert.deepEqual([file.level, file.picture_count, file.match_sources, file.exact_match], ['ASSERTED', 1, 0, false]);
  await world.worker.drain();
  assert.equal(
    await world.deps.blobs.has(albumOriginalBlobKey(caseId, pictureId)),
    false,
    'it is somebody’s private picture',
  );
  assert.ok(await world.deps.blobs.has(albumEvidenceBlobKey(caseId, pictureId)), 'what was decided on');
});

test('a plain picture teaches its bytes and not its looks', async () => {
  const matches = [{ entryId: await entry(), distance: 25 }];
  const { pictureId } = await claimed({ quality: 20, matches });
  await world.answer(kim, pictureId, 'clear');
  assert.deepEqual(await learned(pictureId), ['sha256']);
});

test('a source that takes no votes gets none, one that has this vote already not another one', async () => {
  const [mute, taking] = [await world.entry('known'), await world.entry('ncmec-list', { ref: 'ref-3' })];
  const shadow = await world.entry('ncmec-list', { ref: 'ref-4' });
  const matches = [{ entryId: mute }, { entryId: taking }, { entryId: shadow, effect: 'counted' }];
  for (const answer of ['confirm', 'confirm', 'clear'] as const) {
    const { pictureId } = await claimed({ matches });
    await world.answer(kim, pictureId, answer);
    world.advance(1_000);
  }
  assert.deepEqual(await votes(mute), []);
  assert.deepEqual(await votes(shadow), [], 'a list on trial did not hold it back');
  assert.deepEqual(await votes(taking), ['confirmed', 'refuted']);
});

test('of a picture that its delivery service keeps nothing is stored again when it is cleared', async () => {
  const { pictureId } = await claimed({ form: 'fetch' });
  await world.answer(kim, pictureId, 'clear');
  const { state, key_wrapped } = await world.picture(pictureId);
  assert.deepEqual([state, key_wrapped], ['released', null]);
});

test('answering again is the same answer; another answer is refused, and so is another person’s', async () => {
  const { pictureId, caseId } = await claimed();
  const first = await world.answer(kim, pictureId, 'confirm', 'a first reason');
  const again = await world.answer(kim, pictureId, 'confirm', 'another reason');
  assert.deepEqual(again.json(), first.json());
  const events = (await world.timeline(caseId)).filter((kind) => kind === 'picture-answered');
  assert.equal(events.length, 1);
  assert.equal(codeOf(await world.answer(kim, pictureId, 'clear')), 'picture-answered');
  assert.equal(codeOf(await world.answer(lou, pictureId, 'confirm')), 'picture-answered');
  assert.equal((await world.picture(pictureId)).answer_reason, 'a first reason');
});

test('race: of two answers at once one counts, whatever they say', async () => {
  for (let round = 0; round < 5; round += 1) {
    const entryId = await world.entry('ncmec-list', { ref: `race-${round}` });
    const { pictureId } = await claimed({ matches: [{ entryId }] });
    const answers = await Promise.all([
      world.answer(kim, pictureId, 'confirm', 'one tab'),
      world.answer(kim, pictureId, 'clear', 'another tab'),
      world.answer(lou, pictureId, 'clear', 'another person'),
    ]);
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 409, 409]);
    const { state, answer } = await world.picture(pictureId);
    assert.equal(state, answer === 'confirmed' ? 'removed' : 'released');
    assert.equal((await votes(entryId)).length, 1);
  }
});

test('attack: an answer without a claim, with another’s, after the case, by who may not, about another case’s picture', async () => {
  const pictureId = await held();
  assert.equal(codeOf(await world.answer(kim, pictureId, 'confirm')), 'not-claimed');
  const caseId = await world.claim(kim, pictureId);
  assert.equal(codeOf(await world.answer(lou, pictureId, 'clear')), 'already-claimed');
  assert.equal(codeOf(await world.answer(await world.logIn('viewer'), pictureId, 'clear')), 'forbidden');
  assert.equal(codeOf(await world.answer(await world.logIn('admin'), pictureId, 'clear')), 'forbidden');
  const { pictureId: other } = await claimed();
  const answerIn = (who: TestSession, id: string) =>
    world.call(who, 'POST', `/v1/cases/${caseId}/album-pictures/${id}/answer`, {
      answer: 'clear',
      reason: 'an attack',
    });
  assert.equal(codeOf(await answerIn(kim, other)), 'not-found');
  assert.equal(codeOf(await answerIn(kim, randomUUID())), 'not-found');
  world.advance(16 * 60_000);
  assert.equal(codeOf(await world.answer(kim, pictureId, 'confirm')), 'not-claimed', 'the claim has run out');
  assert.equal((await world.picture(pictureId)).state, 'held');
});

test('a picture that its owner took out while it was held can be cleared, and stays out', async () => {
  const { pictureId, caseId } = await claimed();
  await takeOut(pictureId);
  assert.equal((await pictureOf(world, kim, pictureId)).state, 'withdrawn');
  const view = MatchedPicture.parse((await world.answer(kim, pictureId, 'clear')).json());
  assert.deepEqual([view.state, view.answer?.answer], ['withdrawn', 'cleared']);
  assert.equal((await world.picture(pictureId)).key_wrapped, null);
  assert.equal((await bytesAt(pictureId)).json().code, 'picture-not-released');
  await world.worker.drain();
  assert.equal(await world.deps.blobs.has(albumOriginalBlobKey(caseId, pictureId)), false);
});

test('a picture that its owner took out while it was held can be confirmed', async () => {
  const { pictureId } = await claimed();
  await takeOut(pictureId);
  const view = MatchedPicture.parse((await world.answer(kim, pictureId, 'confirm')).json());
  assert.deepEqual([view.state, view.answer?.answer], ['removed', 'confirmed']);
});

test('a copy of a cleared picture that is held already waits for its own answer, with the earlier one beside it', async () => {
  const bytes = Buffer.from('held twice');
  const [first, second] = [await held({ bytes }), await held({ bytes })];
  await world.claim(kim, first);
  await world.answer(kim, first, 'clear');
  const copy = await pictureOf(world, lou, second);
  assert.deepEqual([copy.state, copy.answer, copy.known?.answer], ['held', null, 'cleared']);
});

test('a picture that cannot be decoded is answered like any other', async () => {
  const bytes = Buffer.from('no picture at all');
  const { pictureId } = await claimed({ reason: 'unreadable', bytes, pdq: null, matches: [] });
  assert.equal((await world.answer(kim, pictureId, 'clear')).statusCode, 200);
  assert.deepEqual((await bytesAt(pictureId)).rawPayload, bytes);
  assert.deepEqual(await learned(pictureId), [], 'it matched nothing that would have to be silenced');
});

test('a rehearsal teaches nothing and tells no source, and makes nothing known', async () => {
  const bytes = Buffer.from('a marked picture of the drill');
  const entryId = await world.entry('ncmec-list', { ref: 'drill' });
  for (const answer of ['clear', 'confirm'] as const) {
    const { pictureId, caseId } = await claimed({ hubId: drillHubId, bytes, region: 'ZZ', matches: [{ entryId }] });
    assert.equal((await pictureOf(world, lou, pictureId)).known, null);
    const shown = await world.show(kim, await world.look(kim, caseId), pictureId);
    assert.equal(shown.statusCode, 200, 'in every rehearsal anew');
    await world.answer(kim, pictureId, answer);
    assert.deepEqual(await learned(pictureId), []);
  }
  assert.deepEqual(await votes(entryId), []);
  const real = await held({ bytes });
  assert.equal((await pictureOf(world, lou, real)).known, null);
});
