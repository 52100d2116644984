/** The mutation run itself can fail: each way in which a mutant may be worthless is told apart from a kill. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mutant } from './support/mutant.ts';
import { runMutants } from './support/run-mutants.ts';

const killed: Mutant = {
  file: 'franking/src/check-received.ts',
  find: 'if (!constantTimeEqual(opened.tag, tag))',
  replace: 'if (false)',
  killedBy: 'B2',
  why: 'the tag commits to the content',
};

test('a kill, a survivor, a snippet that is not there or there twice, a mutant that does not load and one that crashes', async () => {
  const results = await runMutants([
    killed,
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
    'killed',
    'survived',
    'not-found-once',
    'not-found-once',
    'load-error',
    'crashed',
    'crashed',
    'fails-unmutated',
  ]);
  const [first] = results;
  assert.ok(typeof first === 'object' && first.outcome === 'killed');
  assert.equal(first.test, 'B2: a wrong tag, in any bit, even if the hub stamps it');
});
