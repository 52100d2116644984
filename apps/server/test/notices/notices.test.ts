import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Action, DecisionEnd, Notice, ReporterOutcome } from '@wellhouse/protocol';
import { locales } from '@wellhouse/taxonomy';
import { appealUntil } from '../../src/notices/appeal-period.ts';
import { reporterOutcome } from '../../src/notices/load-reporter-notice.ts';
import { personNotice } from '../../src/notices/person-notice.ts';
import { outcomeSentence } from '../../src/notices/reporter-words.ts';
import { reversalNotice } from '../../src/notices/reversal-notice.ts';

const decision = {
  decision_id: randomUUID(),
  reference: 'D-0000-0000',
  case_id: randomUUID(),
  policy_id: 'threats',
  policy_version: '2026-11',
  policy_title: 'Threats and violence',
  reason: 'You threatened a person.',
  until: new Date('2026-12-01T10:00:00Z'),
  state: 'in-force' as const,
  report_count: 1,
  decided_by: randomUUID(),
  decided_at: new Date('2026-11-24T10:00:00Z'),
  second_staff_id: null,
  second_at: null,
  second_reason: null,
  starts_at: null,
  in_force_at: null,
  ended_at: null,
  ended_why: null,
  ended_by: null,
  ended_reason: null,
  proposed_action: null,
  proposed_days: null,
  departed: false,
  departed_why: null,
  batch_id: null,
  rests_on: null,
};

test('a person is told what, why, under which policy, and how to appeal until when', () => {
  const notice = Notice.parse(personNotice({ ...decision, action: 'suspend' }, 'Reply within six months.', null));
  assert.equal(notice.headline, 'Your account is suspended until 1 December 2026 at 10:00 UTC.');
  assert.equal(notice.reason, 'You threatened a person.');
  assert.deepEqual(notice.policy, { id: 'threats', version: '2026-11', title: 'Threats and violence' });
  assert.equal(notice.automated, false);
  assert.deepEqual(notice.appeal, { how: 'Reply within six months.', until: '2027-05-24T10:00:00.000Z' });
});

test('the time for an appeal against a ban runs from its approval', () => {
  const second_at = new Date('2026-11-30T08:00:00Z');
  const notice = personNotice({ ...decision, action: 'ban', until: null, second_at }, 'how', null);
  assert.equal(notice.decidedAt, second_at.toISOString());
  assert.equal(notice.appeal.until, '2027-05-30T08:00:00.000Z');
});

test('a person is told how much counts against them, and until when', () => {
  const expiresAt = new Date('2027-11-24T10:00:00Z');
  const notice = Notice.parse(
    personNotice({ ...decision, action: 'warn', until: null }, 'how', { active: 2, expiresAt }),
  );
  assert.deepEqual(notice.strikes, { active: 2, expiresAt: expiresAt.toISOString() });
});

test('what is to begin later says from when until when', () => {
  const starts_at = new Date('2026-11-30T08:00:00Z');
  const notice = personNotice({ ...decision, action: 'suspend', state: 'scheduled', starts_at }, 'how', null);
  assert.match(notice.headline, /from 30 November 2026 at 08:00 UTC until 1 December 2026/);
});

test('a decision that falls is told under its own reference, with the team’s words or a standard sentence', () => {
  const now = new Date('2026-11-25T10:00:00Z');
  const ended = { ...decision, action: 'suspend' as const, ended_at: now };
  const undone = Notice.parse(reversalNotice({ ...ended, ended_why: 'undo' }, 'how', now));
  assert.equal(undone.reference, decision.reference);
  assert.equal(undone.headline, 'Your suspension was taken back.');
  assert.match(undone.reason, /mistake/);
  const words = { ...ended, ended_why: 'reversed' as const, ended_reason: 'You were right.' };
  assert.equal(reversalNotice(words, 'how', now).reason, 'You were right.');
  const headlines = new Set(
    DecisionEnd.options.flatMap((ended_why) =>
      Action.options.map((action) => reversalNotice({ ...ended, action, ended_why }, 'how', now).headline),
    ),
  );
  assert.ok(headlines.size >= 8);
  assert.throws(() => reversalNotice({ ...ended, ended_why: null }, 'how', now));
});

test('six months end on the last day of a month that is shorter', () => {
  assert.equal(appealUntil(new Date('2026-08-31T12:00:00Z')).toISOString(), '2027-02-28T12:00:00.000Z');
  assert.equal(appealUntil(new Date('2027-08-31T12:00:00Z')).toISOString(), '2028-02-29T12:00:00.000Z');
});

test('every outcome has its sentence in every language, and another language gets English', () => {
  const sentences = new Set<string>();
  for (const locale of locales) {
    for (const outcome of ReporterOutcome.options) sentences.add(outcomeSentence(outcome, locale));
  }
  assert.equal(sentences.size, locales.length * ReporterOutcome.options.length);
  assert.equal(outcomeSentence('no-action', 'fi'), outcomeSentence('no-action', 'en'));
  assert.equal(outcomeSentence('no-action', 'ar-EG'), outcomeSentence('no-action', 'ar'));
});

test('a reporter does not learn whether it was a suspension or a ban', () => {
  assert.deepEqual(Action.options.map(reporterOutcome), [
    'no-action',
    'warning-given',
    'content-removed',
    'action-taken',
    'action-taken',
    'action-taken',
  ]);
});
