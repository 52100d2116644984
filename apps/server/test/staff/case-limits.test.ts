import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseLimits } from '@wellhouse/protocol';
import fc from 'fast-check';
import {
  covers,
  intersectionOf,
  isExactUnion,
  isWithin,
  type LimitedCase,
  noLimits,
  unionOf,
} from '../../src/staff/case-limits.ts';
import { grantsOf, overlapsBadly, type RoleGrant, wouldExceed } from '../../src/staff/grants.ts';

const limits = (categories: string[] | null, regions: string[] | null = null): CaseLimits => ({ categories, regions });
const one = (category: string, region: string | null = null): LimitedCase => ({ category, region });

const table: readonly [CaseLimits, LimitedCase, boolean][] = [
  [noLimits, one('spam'), true],
  [limits(['hate']), one('hate'), true],
  [limits(['hate']), one('hate.slur'), true],
  [limits(['hate']), one('hateful'), false],
  [limits(['hate.slur']), one('hate'), false],
  [limits(['hate', 'fraud']), one('fraud.romance'), true],
  [limits(null, ['DE']), one('spam', 'DE'), true],
  [limits(null, ['DE']), one('spam', 'FR'), false],
  [limits(null, ['DE']), one('spam', null), false],
  [limits(['hate'], ['DE']), one('hate', 'FR'), false],
  [limits([]), one('hate'), false],
];
for (const [given, about, expected] of table) {
  test(`${JSON.stringify(given)} ${expected ? 'covers' : 'does not cover'} ${JSON.stringify(about)}`, () => {
    assert.equal(covers(given, about), expected);
  });
}

const prefixes = ['hate', 'hate.slur', 'fraud', 'fraud.romance', 'child'];
const places = ['DE', 'FR', 'GB'];
const anyLimits = fc.record({
  categories: fc.option(fc.uniqueArray(fc.constantFrom(...prefixes))),
  regions: fc.option(fc.uniqueArray(fc.constantFrom(...places))),
});
const anyCase = fc.record({
  category: fc.constantFrom(...prefixes, 'hate.symbol', 'spam'),
  region: fc.option(fc.constantFrom(...places, 'ES')),
});

test('an intersection covers what both cover, and nothing else', () => {
  fc.assert(
    fc.property(anyLimits, anyLimits, anyCase, (a, b, about) => {
      assert.equal(covers(intersectionOf(a, b), about), covers(a, about) && covers(b, about));
    }),
  );
});

test('a union that is exact covers what any of them covers, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(anyLimits, { minLength: 1, maxLength: 3 }), anyCase, (all, about) => {
      fc.pre(isExactUnion(all));
      assert.equal(
        covers(unionOf(all), about),
        all.some((each) => covers(each, about)),
      );
    }),
  );
});

test('what lies within covers no case that the outer limits do not', () => {
  fc.assert(
    fc.property(anyLimits, anyLimits, anyCase, (inner, outer, about) => {
      if (isWithin(inner, outer) && covers(inner, about)) assert(covers(outer, about));
    }),
  );
});

const role = (roleId: string, permissions: RoleGrant['permissions'], given: CaseLimits): RoleGrant => ({
  roleId,
  permissions,
  limits: given,
});
const hateInGermany = role('hate-de', ['case.read', 'decision.make'], limits(['hate'], ['DE']));
const fraudInFrance = role('fraud-fr', ['case.read', 'decision.make'], limits(['fraud'], ['FR']));
const fraudInGermany = role('fraud-de', ['case.read', 'decision.make'], limits(['fraud'], ['DE']));

test('roles that would together cover what none of them covers are found', () => {
  const custom = [hateInGermany, fraudInFrance, fraudInGermany];
  assert.equal(overlapsBadly(['hate-de', 'fraud-fr'], custom), 'case.read');
  assert.equal(overlapsBadly(['hate-de', 'fraud-de'], custom), null);
  assert.equal(overlapsBadly(['hate-de', 'viewer'], custom), null);
});

test('each permission has the limits of the roles that grant it, and the member’s own narrow all', () => {
  const grants = grantsOf(['hate-de', 'viewer'], [hateInGermany]);
  assert.deepEqual(grants.limits('case.read'), noLimits);
  assert.deepEqual(grants.limits('decision.make'), limits(['hate'], ['DE']));
  const narrowed = grantsOf(['hate-de', 'viewer'], [hateInGermany], limits(['hate.slur']));
  assert.deepEqual(narrowed.limits('case.read'), limits(['hate.slur']));
  assert.deepEqual(narrowed.limits('decision.make'), limits(['hate.slur'], ['DE']));
  assert(!covers(grants.limits('export.run'), one('hate', 'DE')), 'what is not held covers nothing');
});

const nobody = grantsOf([], []);
const granting: readonly [string, Parameters<typeof wouldExceed>, string | null][] = [
  ['an admin gives what they do not hold', [grantsOf(['admin'], []), nobody, grantsOf(['reviewer'], [])], null],
  ['a lead gives what they hold', [grantsOf(['lead'], []), nobody, grantsOf(['reviewer'], [])], null],
  ['a lead does not make an admin', [grantsOf(['lead'], []), nobody, grantsOf(['admin'], [])], 'staff.manage'],
  [
    'one who is limited does not give without limits',
    [grantsOf(['reviewer'], [], limits(['hate'])), nobody, grantsOf(['reviewer'], [])],
    'queue.read',
  ],
  [
    'one who is limited does not take the limits of somebody else away',
    [
      grantsOf(['reviewer'], [], limits(['hate'])),
      grantsOf(['reviewer'], [], limits(['hate.slur'])),
      grantsOf(['reviewer'], []),
    ],
    'queue.read',
  ],
  [
    'what somebody holds already is not given',
    [grantsOf(['viewer'], []), grantsOf(['admin'], []), grantsOf(['admin'], [])],
    null,
  ],
];
for (const [title, given, expected] of granting) {
  test(title, () => assert.equal(wouldExceed(...given), expected));
}
