import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { targets } from './targets.ts';

/**
 * The short budget of docs/spec/fuzzing.md: the same cases in every run, then as many as fit into a moment under a seed from the
 * clock, which is printed. `scripts/fuzz.ts --target NAME --seed SEED` repeats either.
 */
const fixed = { seed: 20_261_127, cases: 12_000 };
const moment = { seed: Date.now() % 2 ** 32, milliseconds: 300 };

describe('no damaged input gets past a decoder, or out of it as anything but a refusal', () => {
  const { stackTraceLimit } = Error;
  before(() => {
    Error.stackTraceLimit = 0;
  });
  after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  for (const target of targets) {
    test(target.name, (t) => {
      const results = [target.fuzz(fixed), target.fuzz(moment)];
      const cases = results.reduce((sum, result) => sum + result.cases, 0);
      t.diagnostic(`${target.name}: ${cases} cases, seeds ${fixed.seed} and ${moment.seed}`);
      for (const { finding, accepted, behaviours } of results) {
        assert.deepEqual(finding, null);
        // a target that refuses everything, or all for one reason, would watch nothing
        assert.ok(accepted > 0 && behaviours.length > 2, `${accepted} accepted, ${behaviours.length} behaviours`);
      }
    });
  }
});
