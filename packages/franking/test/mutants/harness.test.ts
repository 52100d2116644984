/** The mutation run itself can fail: each way in which a mutant may be worthless is told apart from one without which something passes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeTag } from '../../src/commitment.ts';
import { type Effect, effectOf } from './support/effect.ts';
import type { Mutant } from './support/mutant.ts';
import { runMutants } from './support/run-mutants.ts';

const killed: Mutant = {
  file: 'franking/src/check-received.ts',
  find: 'if (!constantTimeEqual(opened.tag, tag))',
  replace: 'if (false)',
  killedBy: 'B2',
  why: 'the tag commits to the content',
};

const codeOnly: Mutant = {
  file: 'franking/src/mimi/verify-abuse-report.ts',
  find: 'if (!isSupportedSuite(frank.suite))',
  replace: 'if (false)',
  killedBy: 'C7: a suite without Ed25519',
  in: 'mimi/verify-abuse-report.test.ts',
  why: 'a suite that can be verified',
};

test('what passes, what is refused under another code, a survivor, a snippet that is not there or there twice, a mutant that does not load and one that crashes', async () => {
  const results = await runMutants([
    killed,
    codeOnly,
    { ...killed, replace: 'if (!constantTimeEqual(tag, opened.tag))' },
    { ...killed, find: 'if (nowhere)' },
    { ...killed, find: 'constantTimeEqual' },
    { ...killed, replace: 'if (' },
    { ...killed, replace: 'if (nowhere)' },
    { ...killed, replace: 'if (opened.nowhere.nothing)' },
    { ...killed, killedBy: 'E1' },
  ]);
  const outcomes = results.map((result) => (typeof result === 'object' ? result.outcome : result));
  assert.deepEqual(outcomes, [
    'passes',
    'code-only',
    'survived',
    'not-found-once',
    'not-found-once',
    'load-error',
    'crashed',
    'crashed',
    'fails-unmutated',
  ]);
  const [first] = results;
  assert.ok(typeof first === 'object' && first.outcome === 'passes');
  assert.equal(first.effect, 'accepted');
  assert.equal(first.test, 'B2: a wrong tag, in any bit, even if the hub stamps it');
});

/** What a test of an attack throws when it fails as in `run`. */
function failureOf(run: () => void): Effect {
  try {
    run();
  } catch (error) {
    return effectOf(error);
  }
  return assert.fail('expected a failure');
}

test('acceptance, work, findings and throws count; a refusal under another code, and an honest message refused, do not', () => {
  const verdicts = (actual: unknown, expected: unknown) => failureOf(() => assert.deepEqual(actual, expected));
  assert.equal(verdicts('verified', 'mac-mismatch'), 'accepted');
  assert.equal(verdicts(['shown', 'shown'], ['shown', 'chunk-mismatch']), 'accepted');
  assert.equal(verdicts({ code: 'tag-mismatch', hashes: 3 }, { code: 'content-malformed', hashes: 0 }), 'differs');
  assert.equal(verdicts([], [{ kind: 'sequence-reused', first: 0, second: 1 }]), 'differs');
  assert.equal(verdicts('mac-mismatch', 'hub-at-fault'), 'differs');
  const throwing = (actual: () => void) => failureOf(() => assert.throws(actual, { code: 'too-long' }));
  assert.equal(
    throwing(() => {}),
    'accepted',
  );
  assert.equal(
    throwing(() => computeTag([new Uint8Array(3)])),
    'code-only',
  );
  assert.equal(
    failureOf(() => void computeTag([new Uint8Array(3)])),
    'thrown',
  );

  assert.equal(verdicts({ rule: 5, code: 'signature-invalid' }, { rule: 3, code: 'message-mismatch' }), 'code-only');
  assert.equal(verdicts(['leaf-list-mismatch'], ['attachment-extended', 'shown']), 'code-only');
  assert.equal(verdicts('signature-invalid', 'shown'), 'code-only');
  assert.equal(verdicts('00ff', 'ff00'), 'code-only');
  assert.equal(
    failureOf(() => {
      throw new Error('a test that cannot prepare itself');
    }),
    'code-only',
  );
  assert.equal(
    failureOf(() => {
      throw new TypeError('undefined is not a function');
    }),
    'crash',
  );
});
