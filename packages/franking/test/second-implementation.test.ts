/** docs/spec/vectors/check-vectors.py, written from the specification alone, against the vectors and against this package. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { secondOpinion } from './fuzz/second-opinion.ts';
import { buildVectors } from './vectors/build-vectors.ts';

const checker = fileURLToPath(new URL('../../../docs/spec/vectors/check-vectors.py', import.meta.url));
const python = spawnSync('python3', ['--version']).status === 0;
const check = (...files: string[]) => spawnSync('python3', ['-B', checker, ...files], { encoding: 'utf8' });

describe('a second implementation in Python', { skip: python ? false : 'python3 is not installed' }, () => {
  test('gives every vector in docs/spec/vectors the verdict that stands there', (t) => {
    const { status, stdout, stderr } = check();
    for (const line of stdout.trim().split('\n')) t.diagnostic(line);
    assert.equal(status, 0, stdout + stderr);
    assert.match(
      stdout,
      /^franking-f1\.json: [1-9]\d* positive, [1-9]\d* negative, [1-9]\d* ed25519: all as expected$/m,
    );
  });

  test('notices a vector whose verdict is wrong', (t) => {
    const vectors = buildVectors();
    const [first, second] = vectors.negative;
    assert.ok(first && second);
    first.code = 'part-count';
    const { status, stdout } = checkFile(t, { ...vectors, positive: [], ed25519: [], negative: [first, second] });
    assert.equal(status, 1);
    assert.match(stdout, /2 negative: 1 FAILED/);
  });

  test('agrees on thousands of damaged inputs, code by code', (t) => {
    const { hubId, hubKeys } = buildVectors();
    for (const seed of [7, Date.now() % 2 ** 32]) {
      t.diagnostic(`seed ${seed}`);
      const { status, stdout, stderr } = checkFile(t, { hubId, hubKeys, ...secondOpinion(seed, 400) });
      assert.equal(status, 0, stdout + stderr);
      assert.match(stdout, /[1-9]\d* accepted, [1-9]\d* negative: all as expected/);
    }
  });
});

function checkFile(
  t: { after: (run: () => void) => void },
  vectors: object,
): { status: number | null; stdout: string; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'wellhouse-vectors-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'franking-f1.json');
  writeFileSync(file, JSON.stringify(vectors));
  return check(file);
}
