import assert from 'node:assert/strict';
import { test } from 'node:test';
import { membershipAt } from '../../src/evidence/membership.ts';

const inGroup = (spans: { from: number; to: number | null }[]) => [
  { groupId: 'elsewhere', spans: [{ from: 0, to: null }] },
  { groupId: 'here', spans },
];
const epochs = (spans: { from: number; to: number | null }[], until: number) =>
  Array.from({ length: until }, (_, epoch) => epoch).filter(
    (epoch) => membershipAt(inGroup(spans), 'here', BigInt(epoch)) === 'member',
  );

test('both ends of a span are in it, what is between two spans is not, and an open one goes on', () => {
  assert.deepEqual(epochs([{ from: 0, to: 0 }], 4), [0]);
  assert.deepEqual(epochs([{ from: 1, to: 2 }], 5), [1, 2]);
  const cameBack = [
    { from: 1, to: 2 },
    { from: 5, to: null },
  ];
  assert.deepEqual(epochs(cameBack, 8), [1, 2, 5, 6, 7]);
});

test('epochs beyond what a JSON number holds are compared exactly', () => {
  const spans = [{ from: 3, to: Number.MAX_SAFE_INTEGER }];
  assert.equal(membershipAt(inGroup(spans), 'here', 2n ** 53n - 1n), 'member');
  assert.equal(membershipAt(inGroup(spans), 'here', 2n ** 53n), 'member-at-another-time');
});

test('a group that the token does not name is not vouched for, whatever it says of others', () => {
  assert.equal(membershipAt(inGroup([{ from: 0, to: 0 }]), 'nowhere', 0n), 'not-vouched-for');
  assert.equal(membershipAt([], 'here', 0n), 'not-vouched-for');
});
