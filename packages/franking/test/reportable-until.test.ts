import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MessageKind, maximumGraceSeconds, reportableUntil, visibleUntil } from '../src/index.ts';

const at = 1_790_000_000_000;
const latest = 2 ** 48 - 1;
const longest = 2 ** 32 - 1;

interface Row {
  says: string;
  acceptedAt?: number;
  expiresAfter: number;
  graceSeconds?: number;
  kind?: MessageKind;
  visible: number | null;
  reportable: number | null;
}

const table: Row[] = [
  { says: '0 is never', expiresAfter: 0, visible: null, reportable: null },
  { says: '0 is never, whatever the grace', expiresAfter: 0, graceSeconds: 86_400, visible: null, reportable: null },
  { says: 'one second', expiresAfter: 1, visible: at + 1_000, reportable: at + 3_601_000 },
  { says: 'no grace', expiresAfter: 60, graceSeconds: 0, visible: at + 60_000, reportable: at + 60_000 },
  {
    ...{ says: 'a week and the longest grace', expiresAfter: 604_800, graceSeconds: 86_400 },
    ...{ visible: at + 604_800_000, reportable: at + 691_200_000 },
  },
  {
    ...{ says: 'the latest time and the longest life stay exact', acceptedAt: latest, expiresAfter: longest },
    ...{ graceSeconds: maximumGraceSeconds, visible: 285_769_944_005_655, reportable: 285_770_030_405_655 },
  },
  { says: 'a stamp from the first moment', acceptedAt: 0, expiresAfter: 5, visible: 5_000, reportable: 3_605_000 },
  {
    says: 'an edit has a life of its own',
    kind: 'edit',
    expiresAfter: 1,
    visible: at + 1_000,
    reportable: at + 3_601_000,
  },
  { says: 'a reaction too', kind: 'reaction', expiresAfter: 1, visible: at + 1_000, reportable: at + 3_601_000 },
  { says: 'what was deleted stays deleted', kind: 'delete', expiresAfter: 1, visible: null, reportable: null },
  { says: 'a key update has nothing to show', kind: 'key-update', expiresAfter: 1, visible: null, reportable: null },
];

for (const { says, acceptedAt = at, expiresAfter, graceSeconds = 3_600, kind = 'text', visible, reportable } of table) {
  test(`life of a message: ${says}`, () => {
    const message = { header: { kind, expiresAfter }, stamp: { context: { acceptedAt } } };
    assert.equal(visibleUntil(message), visible);
    assert.equal(reportableUntil({ ...message, graceSeconds }), reportable);
    assert.ok(Number.isSafeInteger(reportable ?? 0));
  });
}

test('the sender’s own clock does not lengthen or shorten a life', () => {
  const header = { kind: 'text', expiresAfter: 60, clientTime: latest } as const;
  assert.equal(visibleUntil({ header, stamp: { context: { acceptedAt: at } } }), at + 60_000);
});

for (const graceSeconds of [-1, 86_401, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`a grace of ${graceSeconds} seconds is refused`, () => {
    const message = { header: { kind: 'text', expiresAfter: 60 }, stamp: { context: { acceptedAt: at } } } as const;
    assert.throws(() => reportableUntil({ ...message, graceSeconds }), { code: 'invalid-argument' });
  });
}
