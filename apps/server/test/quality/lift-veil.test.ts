import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liftVeil, type Veiled } from '../../src/staff/lift-veil.ts';

const veiled: Veiled = {
  names: new Set(['id-1', 'case:id-1', 'C-1001', 'D-AAAA']),
  written: /\b(?:C-1001|D-AAAA)\b/g,
  accounts: new Set(['hub mal']),
  looks: new Set(['id-2 lou']),
};
const lift = (answer: unknown) => liftVeil(answer, veiled)?.answer;

test('an entry that carries a veiled name is left out, however deep it carries it', () => {
  const entries = [{ caseId: 'id-1' }, { caseId: 'id-3' }, { summary: { subject: { case: { number: 'C-1001' } } } }];
  assert.deepEqual(lift({ entries }), { entries: [{ caseId: 'id-3' }] });
});

test('an entry that only lists veiled ones keeps its place without them', () => {
  assert.deepEqual(lift({ cases: [{ caseId: 'id-3', related: [{ caseId: 'id-1' }], ids: ['id-1', 'id-4'] }] }), {
    cases: [{ caseId: 'id-3', related: [], ids: ['id-4'] }],
  });
});

test('a picture of another case keeps its place; where it was known from is gone', () => {
  const pictures = [{ pictureId: 'p', known: { caseId: 'id-1', answer: 'confirmed' } }];
  assert.deepEqual(lift({ pictures }), { pictures: [{ pictureId: 'p', known: null }] });
});

test('a text that quotes a veiled name says it no more, and longer names are others', () => {
  const entries = [{ text: 'as in C-1001 (D-AAAA), not C-10011' }];
  assert.deepEqual(lift({ entries }), { entries: [{ text: 'as in ··· (···), not C-10011' }] });
});

test('of an answer that is all about what is veiled nothing is left', () => {
  assert.equal(liftVeil({ summary: { caseId: 'id-1' } }, veiled), null);
});

test('an action on its way to the account says what was decided, and is left out', () => {
  const delivery = { deliveryId: 'd', hubId: 'hub', accountId: 'mal', type: 'account.banned' };
  assert.deepEqual(lift({ deliveries: [delivery, { ...delivery, accountId: 'ana' }] }), {
    deliveries: [{ ...delivery, accountId: 'ana' }],
  });
});

test('the looks of a second reviewer are kept from the author, by case and in the log', () => {
  const reads = [
    { caseId: 'id-2', staffId: 'lou' },
    { caseId: 'id-2', staffId: 'kim' },
  ];
  const entries = [
    { object: 'case:id-2', staffId: 'lou' },
    { object: 'case:id-9', staffId: 'lou' },
  ];
  assert.deepEqual(lift({ reads, entries }), { reads: reads.slice(1), entries: entries.slice(1) });
});
