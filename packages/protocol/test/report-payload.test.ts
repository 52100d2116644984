import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReportPayload, reportLimits, SubmitReport } from '../src/index.ts';

const payload = {
  v: 1,
  reportId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  hubId: 'messenger.localhost',
  createdAt: '2026-11-24T12:00:00.000Z',
  subject: { kind: 'account', accountId: 'mal@messenger.localhost' },
  category: 'threat.life',
  taxonomyVersion: '1',
  answers: { danger: 'no', about: 'me' },
  statement: null,
  audience: 'adult',
  locale: 'en',
  country: null,
  evidence: [],
  attachments: [],
  blocked: false,
  wantsNotices: true,
};

const item = { scheme: 'reporter-asserted/1', role: 'reported', sender: 'a', groupId: null, sentAt: null, text: 'hi' };

test('a complete payload is accepted', () => {
  assert.equal(ReportPayload.safeParse(payload).success, true);
});

test('a field that nobody specified is refused, so that nothing is sent that the preview does not show', () => {
  assert.equal(ReportPayload.safeParse({ ...payload, deviceModel: 'x' }).success, false);
});

test('ten thousand evidence items are refused, and the field is named', () => {
  const outcome = ReportPayload.safeParse({ ...payload, evidence: Array.from({ length: 10_000 }, () => item) });
  assert.equal(outcome.success, false);
  assert.deepEqual(outcome.error?.issues[0]?.path, ['evidence']);
});

test('a franking key of the wrong length is refused', () => {
  const revealed = [{ index: 0, key: 'AAAA', part: 'AA' }];
  const franked = { scheme: 'wh-frank-1', role: 'reported', stamp: 'AA', partCount: 1, revealed, hidden: [] };
  const outcome = ReportPayload.safeParse({ ...payload, evidence: [franked] });
  assert.deepEqual(outcome.error?.issues[0]?.path, ['evidence', 0, 'revealed', 0, 'key']);
});

test('a statement longer than the limit is refused', () => {
  const statement = 'x'.repeat(reportLimits.statementCharacters + 1);
  assert.deepEqual(ReportPayload.safeParse({ ...payload, statement }).error?.issues[0]?.path, ['statement']);
});

test('a report id in upper case is another spelling of the same id and is refused', () => {
  const envelope = { reportId: payload.reportId.toUpperCase(), sealed: 'AAAA', attachments: [], locale: 'en' };
  assert.equal(SubmitReport.safeParse(envelope).success, false);
  assert.equal(SubmitReport.safeParse({ ...envelope, reportId: payload.reportId }).success, true);
});
