/** What training reads with (Python) does to a text what the engine does: both are held to the same vectors. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const skip = spawnSync('python3', ['--version']).status === 0 ? false : 'skipped, no python3';
const training = join(import.meta.dirname, '../../../../../training');

for (const [file, vectors] of [
  ['normalise.py', 'normalise.json'],
  ['tokenizer.py', 'pieces.json'],
  ['features.py', 'ngrams.json'],
] as const) {
  test(`training/${file} gives what stands in ${vectors}`, { skip }, () => {
    const run = spawnSync('python3', ['-B', join(training, file), join(import.meta.dirname, vectors)], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.notEqual(run.stdout, '');
  });
}
