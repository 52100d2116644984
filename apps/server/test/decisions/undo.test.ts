import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DecisionSheet, DecisionView } from '@wellhouse/protocol';
import { createBeginDecision, createEndDecision } from '../../src/decisions/timed-decisions.ts';
import { loadStanding } from '../../src/enforcement/load-standing.ts';
import { getReport } from '../../src/intake/get-report.ts';
import { JobRetry } from '../../src/platform/jobs/job.ts';
import { lookAt } from '../support/look-at.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, startTeam, type Team } from './support.ts';

const dayMs = 86_400_000;
let team: Team;
let kim: TestSession;
let lou: TestSession;
let rae: TestSession;
before(async () => {
  team = await startTeam();
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('lead');
  rae = await team.server.logIn('lead');
});
after(() => team.close());

const undo = (who: TestSession, decision: DecisionView, reason: string | null = null) =>
  team.call(who, 'POST', `/v1/decisions/${decision.decisionId}/undo`, { reason });
const answer = async (who: TestSession, decision: DecisionView, word: string) => {
  if (word === 'approve') await lookAt(team.server, who, decision.decisionId);
  return team.call(who, 'POST', `/v1/decisions/${decision.decisionId}/answer`, {
    answer: word,
    reason: 'I looked too.',
  });
};
const sheetOf = async (caseId: string) =>
  DecisionSheet.parse((await team.call(kim, 'GET', `/v1/cases/${caseId}/decision-sheet`)).json());

test('undone in time: the hub is told, the strike is gone, the case waits again and can be decided anew', async () => {
  const caseId = await team.claimed(kim, 'a1@x');
  const decision = await team.decide(kim, caseId, 'suspend');
  await team.work();
  assert.deepEqual(team.types('a1@x'), ['account.suspended']);
  assert.equal((await sheetOf(caseId)).strikes[0]?.state, 'active');
  assert.equal((await sheetOf(caseId)).undoable[0]?.decisionId, decision.decisionId);

  const undone = DecisionView.parse((await undo(kim, decision)).json());
  assert.deepEqual([undone.state, undone.ended?.why], ['undone', 'undo']);
  await team.work();
  assert.deepEqual(team.types('a1@x'), ['account.suspended', 'account.restored']);
  assert.equal(team.hubStanding('a1@x').suspendedUntil, null);
  assert.equal((await sheetOf(caseId)).strikes[0]?.state, 'ended');
  assert.equal(await team.stateOf(caseId), 'open');
  assert.equal(codeOf(await undo(kim, decision)), 'decision-closed');
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  await team.decide(kim, caseId, 'warn');
});

test('who reported is counted as right or not when a decision takes effect, not by a slip, and turned round by a reversal', async () => {
  const caseId = await team.claimed(kim, 'a7@x');
  const outcome = async () =>
    (await team.kysely.selectFrom('case_outcome').select('outcome').where('case_id', '=', caseId).executeTakeFirst())
      ?.outcome ?? null;
  const slip = await team.decide(kim, caseId, 'no-action', { policyId: null });
  assert.equal(await outcome(), 'dismissed');
  await undo(kim, slip);
  assert.equal(await outcome(), null);
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  const decision = await team.decide(kim, caseId, 'warn');
  assert.equal(await outcome(), 'upheld');
  const path = `/v1/decisions/${decision.decisionId}/reverse`;
  await team.call(lou, 'POST', path, { reason: 'It was somebody else.' });
  assert.equal(await outcome(), 'dismissed');
});

test('undone before the first attempt: nobody outside ever hears of it', async () => {
  const caseId = await team.claimed(kim, 'a2@x');
  const decision = await team.decide(kim, caseId, 'suspend');
  const undone = DecisionView.parse((await undo(kim, decision)).json());
  assert.equal(undone.delivery, 'withdrawn');
  await team.work();
  assert.deepEqual(team.types('a2@x'), []);
});

test('a removal that is undone shows the messages again', async () => {
  const caseId = await team.claimed(kim, 'a3@x');
  const decision = await team.decide(kim, caseId, 'remove-message');
  await team.work();
  await undo(kim, decision);
  await team.work();
  const [removed, restored] = team.heard.filter((event) => event.data.accountId === 'a3@x');
  assert.ok(removed?.type === 'message.removed' && restored?.type === 'message.restored');
  assert.deepEqual(restored.data.messages, removed.data.messages);
});

test('another reviewer undoes nothing, a lead does; after ten minutes a lead reverses with reasons', async () => {
  const other = await team.server.logIn('reviewer');
  const caseId = await team.claimed(kim, 'a4@x');
  const decision = await team.decide(kim, caseId, 'suspend');
  assert.equal(codeOf(await undo(other, decision)), 'not-yours');
  await team.advance(10 * 60_000);
  assert.equal(codeOf(await undo(kim, decision)), 'undo-over');
  assert.equal(codeOf(await undo(lou, decision)), 'undo-over');
  const path = `/v1/decisions/${decision.decisionId}/reverse`;
  assert.equal(codeOf(await team.call(kim, 'POST', path, { reason: 'It was somebody else.' })), 'forbidden');
  await team.work();
  const reversed = DecisionView.parse((await team.call(lou, 'POST', path, { reason: 'It was somebody else.' })).json());
  assert.deepEqual([reversed.state, reversed.ended?.why], ['overturned', 'reversed']);
  await team.work();
  const last = team.heard.findLast((event) => event.data.accountId === 'a4@x');
  assert.equal(last?.type, 'account.restored');
  assert.equal(last?.data.notice.reason, 'It was somebody else.');
  assert.equal(await team.stateOf(caseId), 'decided');
});

test('two undos at once: one is done, the hub hears one restoration', async () => {
  const caseId = await team.claimed(kim, 'a5@x');
  const decision = await team.decide(kim, caseId, 'suspend');
  await team.work();
  const answers = await Promise.all([undo(kim, decision), undo(lou, decision), undo(kim, decision)]);
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, 409, 409]);
  await team.work();
  assert.deepEqual(team.types('a5@x'), ['account.suspended', 'account.restored']);
});

test('an undone case whose subject was reported anew meanwhile goes on in the newer case', async () => {
  const caseId = await team.claimed(kim, 'a6@x');
  const decision = await team.decide(kim, caseId, 'warn');
  const newer = await team.opened('a6@x');
  assert.notEqual(newer, caseId);
  assert.equal((await undo(kim, decision)).statusCode, 200);
  assert.equal(await team.stateOf(caseId), 'decided');
  assert.equal(await team.stateOf(newer), 'open');
  const events = await team.kysely.selectFrom('case_event').select('said').where('case_id', '=', newer).execute();
  assert.ok(events.some(({ said }) => said?.code === 'look-at-both'));
});

test('the author of a ban is never its second person, whatever roles they get', async () => {
  const caseId = await team.claimed(kim, 'b1@x');
  const held = await team.decide(kim, caseId, 'ban');
  await team.kysely
    .updateTable('staff')
    .set({ roles: ['lead', 'reviewer'] })
    .where('staff_id', '=', kim.staffId)
    .execute();
  const promoted = await answer(kim, held, 'approve');
  assert.equal(codeOf(promoted), 'same-person');
  await team.kysely
    .updateTable('staff')
    .set({ roles: ['reviewer'] })
    .where('staff_id', '=', kim.staffId)
    .execute();
});

test('who wanted a ban and took it back is not the second person of the colleague who wants it after them', async () => {
  const caseId = await team.claimed(lou, 'b2@x');
  const first = await team.decide(lou, caseId, 'ban');
  assert.equal((await undo(lou, first)).statusCode, 200);
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  const second = await team.decide(kim, caseId, 'ban');
  const listed = (await team.call(lou, 'GET', '/v1/decisions/held')).json().decisions;
  const own = listed.find((one: { decisionId: string }) => one.decisionId === second.decisionId);
  assert.equal(own.notSecond, 'wanted-before');
  assert.equal(own.answerBy, new Date(Date.parse(second.decidedAt) + 3_600_000).toISOString());
  assert.equal(codeOf(await answer(lou, second, 'approve')), 'not-independent');
  assert.equal(DecisionView.parse((await answer(rae, second, 'approve')).json()).state, 'in-force');
  assert.equal(codeOf(await undo(rae, second)), 'undo-over', 'what two people decided is no slip');
});

test('a suspension ends by itself: the hub is told, and the decision stays what it was', async () => {
  const caseId = await team.claimed(kim, 'c1@x');
  const decision = await team.decide(kim, caseId, 'suspend');
  await team.work();
  await team.advance(7 * dayMs - 60_000);
  await team.work();
  assert.deepEqual(team.types('c1@x'), ['account.suspended']);
  await team.advance(60_000);
  await team.work();
  assert.deepEqual(team.types('c1@x'), ['account.suspended', 'account.restored']);
  const row = await team.kysely
    .selectFrom('decision')
    .selectAll()
    .where('decision_id', '=', decision.decisionId)
    .executeTakeFirstOrThrow();
  assert.deepEqual([row.state, row.ended_why], ['in-force', 'expired']);
});

test('a queue whose clock runs ahead ends and begins nothing early', async () => {
  const caseId = await team.claimed(kim, 'c2@x');
  const { decisionId } = await team.decide(kim, caseId, 'suspend');
  const later = await team.claimed(kim, 'c3@x');
  const startsAt = new Date(team.server.deps.clock().getTime() + dayMs).toISOString();
  const scheduled = await team.decide(kim, later, 'limit', { startsAt });
  const context = {
    jobId: '1',
    attempt: 1,
    maxAttempts: 9,
    createdAt: new Date(),
    signal: new AbortController().signal,
    finish: async () => {},
  };
  await assert.rejects(createEndDecision(team.server.deps)({ decisionId }, context), JobRetry);
  await assert.rejects(createBeginDecision(team.server.deps)({ decisionId: scheduled.decisionId }, context), JobRetry);
  const states = await team.kysely
    .selectFrom('decision')
    .select(['state', 'ended_at'])
    .where('decision_id', 'in', [decisionId, scheduled.decisionId])
    .execute();
  assert.deepEqual(states.map((one) => one.state).sort(), ['in-force', 'scheduled']);
  assert.ok(states.every((one) => one.ended_at === null));
});

test('a scheduled suspension is announced, begins, leaves its strike then, and ends', async () => {
  const caseId = await team.claimed(kim, 'd1@x');
  const startsAt = new Date(team.server.deps.clock().getTime() + 2 * dayMs).toISOString();
  const decision = await team.decide(kim, caseId, 'suspend', { startsAt });
  assert.equal(decision.state, 'scheduled');
  assert.equal(Date.parse(decision.until ?? '') - Date.parse(startsAt), 7 * dayMs);
  await team.work();
  assert.deepEqual(team.types('d1@x'), ['account.warned']);
  assert.equal((await sheetOf(caseId)).strikes.length, 0);
  await team.advance(2 * dayMs);
  await team.work();
  assert.deepEqual(team.types('d1@x'), ['account.warned', 'account.suspended']);
  assert.equal((await sheetOf(caseId)).strikes.length, 1);
  await team.advance(7 * dayMs);
  await team.work();
  assert.equal(team.types('d1@x').at(-1), 'account.restored');
});

test('a scheduled one that is cancelled never begins, and the person is told', async () => {
  const caseId = await team.claimed(kim, 'd2@x');
  const startsAt = new Date(team.server.deps.clock().getTime() + 2 * dayMs).toISOString();
  const decision = await team.decide(kim, caseId, 'suspend', { startsAt });
  await team.work();
  await team.advance(dayMs);
  assert.equal(DecisionView.parse((await undo(kim, decision)).json()).ended?.why, 'cancelled');
  await team.advance(2 * dayMs);
  await team.work();
  assert.deepEqual(team.types('d2@x'), ['account.warned', 'account.restored']);
});

test('a scheduled suspension that begins after a ban opens nothing, and its end opens nothing', async () => {
  const first = await team.claimed(kim, 'e1@x');
  const startsAt = new Date(team.server.deps.clock().getTime() + dayMs).toISOString();
  await team.decide(kim, first, 'suspend', { startsAt });
  const second = await team.claimed(kim, 'e1@x');
  const held = await team.decide(kim, second, 'ban');
  await answer(lou, held, 'approve');
  await team.work();
  await team.advance(dayMs);
  await team.work();
  assert.equal(team.hubStanding('e1@x').banned, true);
  await team.advance(8 * dayMs);
  await team.work();
  assert.equal(team.hubStanding('e1@x').banned, true);
  const path = `/v1/decisions/${held.decisionId}/reverse`;
  await team.call(rae, 'POST', path, { reason: 'The ban rested on another account.' });
  await team.work();
  assert.equal(team.hubStanding('e1@x').banned, false);
});

test('whatever order decisions on one account are made, undone, reversed and run out in, the hub has it as it should be', async () => {
  const accountId = 'many@x';
  const account = { hubId: team.hub.hubId, accountId };
  let seed = 7;
  const below = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * n);
  };
  const made: DecisionView[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const kind = below(7);
    const one = made[below(Math.max(1, made.length))];
    if (kind <= 2 || one === undefined) {
      const caseId = await team.claimed(lou, accountId);
      const action = ['limit', 'suspend', 'warn'][below(3)] ?? 'warn';
      const later = action !== 'warn' && below(3) === 0;
      const days = action === 'warn' ? null : 1 + below(12);
      const startsAt = later
        ? new Date(team.server.deps.clock().getTime() + (1 + below(3)) * dayMs).toISOString()
        : null;
      made.push(await team.decide(lou, caseId, action, { days, startsAt }));
    } else if (kind === 3) {
      const caseId = await team.claimed(lou, accountId);
      const held = await team.decide(lou, caseId, 'ban');
      await answer(rae, held, 'approve');
      made.push(held);
    } else if (kind === 4) await undo(lou, one);
    else if (kind === 5) {
      await team.call(rae, 'POST', `/v1/decisions/${one.decisionId}/reverse`, { reason: 'Looked at once more.' });
    } else await team.advance(below(5) * dayMs + 3_600_000);
    if (below(3) > 0) await team.work();
    // Undecided cases about the account would take in the next report.
    await team.kysely
      .updateTable('case_file')
      .set({ state: 'decided', decided_at: new Date() })
      .where('subject_id', '=', accountId)
      .where('state', '=', 'open')
      .execute();
    await team.work();
    assert.deepEqual(
      team.hubStanding(accountId),
      await loadStanding(team.kysely, account, team.server.deps.clock()),
      `turn ${turn}`,
    );
  }
  assert.ok(team.types(accountId).includes('account.restored'));
});

test('who reported reads that it is being looked at until a scheduled decision begins', async () => {
  const caseId = await team.claimed(kim, 'd3@x');
  const startsAt = new Date(team.server.deps.clock().getTime() + dayMs).toISOString();
  await team.decide(kim, caseId, 'suspend', { startsAt });
  const { report_id: reportId } = await team.kysely
    .selectFrom('report')
    .select('report_id')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const status = async () => (await getReport(team.server.deps, reportId)).status;
  assert.equal(await status(), 'in-review');
  await team.advance(dayMs);
  await team.work();
  assert.equal(await status(), 'decided');
});

test('who handed the case to the author is not the second person', async () => {
  const caseId = await team.claimed(kim, 'b3@x');
  const event = { case_id: caseId, at: team.server.deps.clock(), text: 'Handed over.', sealed_text: null };
  await team.kysely
    .insertInto('case_event')
    .values({ ...event, kind: 'handed-over', staff_id: rae.staffId })
    .execute();
  const held = await team.decide(kim, caseId, 'ban');
  assert.equal(codeOf(await answer(rae, held, 'approve')), 'not-independent');
  assert.equal(codeOf(await answer(rae, held, 'refuse')), 'not-independent');
  assert.equal((await answer(lou, held, 'refuse')).statusCode, 200);
});

test('with a grace nothing leaves the house until it is over; a ban and what is undone within do not wait for it', async () => {
  const own = await startTeam({ environment: { WELLHOUSE_UNDO_GRACE: '300' } });
  try {
    const [author, second] = [await own.server.logIn('reviewer'), await own.server.logIn('lead')];
    const slip = await own.decide(author, await own.claimed(author, 'g1@x'), 'suspend');
    await own.decide(author, await own.claimed(author, 'g2@x'), 'suspend');
    const ban = await own.decide(author, await own.claimed(author, 'g3@x'), 'ban');
    const path = `/v1/decisions/${ban.decisionId}/answer`;
    await lookAt(own.server, second, ban.decisionId);
    await own.call(second, 'POST', path, { answer: 'approve', reason: 'I looked too.' });
    await own.work();
    assert.deepEqual(['g1@x', 'g2@x', 'g3@x'].map(own.types), [[], [], ['account.banned']]);
    await own.call(author, 'POST', `/v1/decisions/${slip.decisionId}/undo`, { reason: null });
    await own.advance(300_000);
    await own.work();
    assert.deepEqual(['g1@x', 'g2@x'].map(own.types), [[], ['account.suspended']]);
  } finally {
    await own.close();
  }
});
