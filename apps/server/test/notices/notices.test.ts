import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Action, Notice, ReporterOutcome } from '@wellhouse/protocol';
import { locales } from '@wellhouse/taxonomy';
import { appealUntil } from '../../src/notices/appeal-period.ts';
import { reporterOutcome } from '../../src/notices/load-reporter-notice.ts';
import { personNotice } from '../../src/notices/person-notice.ts';
import { outcomeSentence } from '../../src/notices/reporter-words.ts';

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
};

test('a person is told what, why, under which policy, and how to appeal until when', () => {
  const notice = Notice.parse(personNotice({ ...decision, action: 'suspend' }, 'Reply within six months.'));
  assert.equal(notice.headline, 'Your account is suspended until 1 December 2026 at 10:00 UTC.');
  assert.equal(notice.reason, 'You threatened a person.');
  assert.deepEqual(notice.policy, { id: 'threats', version: '2026-11', title: 'Threats and violence' });
  assert.equal(notice.automated, false);
  assert.deepEqual(notice.appeal, { how: 'Reply within six months.', until: '2027-05-24T10:00:00.000Z' });
});

test('the time for an appeal against a ban runs from its approval', () => {
  const second_at = new Date('2026-11-30T08:00:00Z');
  const notice = personNotice({ ...decision, action: 'ban', until: null, second_at }, 'how');
  assert.equal(notice.decidedAt, second_at.toISOString());
  assert.equal(notice.appeal.until, '2027-05-30T08:00:00.000Z');
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
  ]);
});
