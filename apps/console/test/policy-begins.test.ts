import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beginsWithAnswer } from '../src/screens/policies/policy-diff.ts';

const now = Date.UTC(2026, 10, 27, 12);

describe('when a proposed policy takes effect', () => {
  for (const [title, effectiveFrom, expected] of [
    ['no day was asked for, so that it bears the moment of the proposal: with the answer', now - 60_000, true],
    ['proposed a moment ago by a clock that is ahead of ours: with the answer', now + 45_000, true],
    ['the day is still to come: on that day', now + 86_400_000, false],
  ] as const) {
    it(title, () => {
      assert.equal(beginsWithAnswer({ effectiveFrom: new Date(effectiveFrom).toISOString() }, now), expected);
    });
  }
});
