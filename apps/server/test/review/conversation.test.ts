import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { buildConversation, type DisclosedItem } from '../../src/review/conversation.ts';
import type { StoredItem } from '../../src/schema/stored-item.ts';

const reportId = randomUUID();

function item(sequence: number | null, given: Partial<StoredItem> & Partial<DisclosedItem> = {}): DisclosedItem {
  const { itemId = randomUUID(), reportId: from = reportId, role = 'context', level = 'VERIFIED', ...rest } = given;
  const { statement = null, number = 1, ...content } = rest;
  return {
    itemId,
    number,
    reportId: from,
    role,
    level,
    statement,
    content: {
      problems: [],
      sender: 'mal',
      groupId: 'Zw',
      messageId: `message ${sequence}`,
      refersTo: null,
      sequence,
      acceptedAt: sequence === null ? null : new Date(1_700_000_000_000 + sequence * 1_000).toISOString(),
      kind: 'text',
      parts: [{ type: 'text', index: 1, text: `text ${sequence}` }],
      ...content,
    },
  };
}

const drawn = (items: DisclosedItem[]) =>
  buildConversation(items, []).map((entry) =>
    entry.type === 'gap' ? `${entry.from}..${entry.to}` : (entry.sequence ?? entry.sender),
  );

test('messages stand in the order of the hub, whatever order the reporter chose', () => {
  assert.deepEqual(drawn([item(3), item(1), item(2)]), [1, 2, 3]);
});

test('A10: context that was left out shows as a numbered gap', () => {
  assert.deepEqual(drawn([item(41), item(43), item(47)]), [41, '42..42', 43, '44..46', 47]);
});

test('each group is a conversation of its own, the earlier one first', () => {
  const other = { groupId: 'SG' };
  assert.deepEqual(drawn([item(9, other), item(1), item(3), item(7, other)]), [1, '2..2', 3, 7, '8..8', 9]);
});

test('words that no stamp orders stand at the end and make no gap', () => {
  assert.deepEqual(drawn([item(null, { sender: 'someone' }), item(1), item(2)]), [1, 2, 'someone']);
});

test('the same message out of two reports is one entry that shows what either disclosed', () => {
  const other = randomUUID();
  const redacted = [{ type: 'redacted' as const, index: 1 }];
  const [entry, ...rest] = buildConversation(
    [item(1, { parts: redacted }), item(1, { reportId: other, role: 'reported' })],
    [],
  );
  assert.equal(rest.length, 0);
  assert.ok(entry?.type === 'message');
  assert.deepEqual(entry.reportIds, [reportId, other]);
  assert.equal(entry.role, 'reported');
  assert.deepEqual(entry.parts, [{ type: 'text', index: 1, text: 'text 1' }]);
});

test('C4: two messages under one number are both shown', () => {
  assert.deepEqual(drawn([item(1), item(1, { messageId: 'another' })]), [1, 1]);
});

test('copies of one message are one entry for each level, so that what is proven is not mixed with a copy that is not', () => {
  const copy = () => item(1, { level: 'ASSERTED', problems: [{ code: 'duplicate-item', detail: '' }] });
  const hidden = item(1, { level: 'ATTESTED', parts: [{ type: 'redacted', index: 1 }] });
  const entries = buildConversation([item(1), copy(), hidden, item(1), copy()], []);
  assert.deepEqual(
    entries.map((entry) => entry.type === 'message' && [entry.level, entry.problems.length]),
    [
      ['VERIFIED', 0],
      ['ASSERTED', 1],
      ['ATTESTED', 0],
    ],
  );
});

test('copies of one message that lack proof for two reasons show both; another statement of the hub is another entry', () => {
  const problem = (code: string) => [{ code, detail: code }];
  const copy = { level: 'ASSERTED' as const, statement: 'a' };
  const twice = [
    item(1, { ...copy, problems: problem('not-in-group') }),
    item(1, { ...copy, problems: problem('then') }),
    item(1, { ...copy, problems: problem('then') }),
  ];
  const [entry, ...others] = buildConversation(twice, []);
  assert.equal(others.length, 0);
  assert.ok(entry?.type === 'message');
  assert.deepEqual(
    entry.problems.map(({ code }) => code),
    ['not-in-group', 'then'],
  );
  // equal in everything that a person sees, and yet stamped twice
  assert.deepEqual(drawn([item(1, { ...copy }), item(1, { ...copy, statement: 'b' })]), [1, 1]);
});
