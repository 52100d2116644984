/** docs/spec/vectors/check-vectors.py, written from the specification alone, against the vectors and against this package. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { secondOpinionAttachments, secondOpinionF0, secondOpinionF1 } from './fuzz/second-opinion.ts';
import { buildVectors } from './vectors/build-vectors.ts';

const folder = new URL('../../../docs/spec/vectors/', import.meta.url);
const checker = fileURLToPath(new URL('check-vectors.py', folder));
const python = spawnSync('python3', ['--version']).status === 0;
/** The same in every run; set SECOND_OPINION_SEED to let both judge inputs that nobody has tried. */
const seeds = [7, 20_261_127, ...(process.env.SECOND_OPINION_SEED ? [Number(process.env.SECOND_OPINION_SEED)] : [])];
const check = (...files: string[]) => spawnSync('python3', ['-B', checker, ...files], { encoding: 'utf8' });

describe('a second implementation in Python', { skip: python ? false : 'python3 is not installed' }, () => {
  test('gives every vector in docs/spec/vectors the verdict that stands there', (t) => {
    const { status, stdout, stderr } = check();
    for (const line of stdout.trim().split('\n')) t.diagnostic(line);
    assert.equal(status, 0, stdout + stderr);
    for (const name of ['franking-f1', 'franking-f0', 'attachments']) {
      assert.match(
        stdout,
        new RegExp(`^${name}\\.json: [1-9]\\d* positive, [1-9]\\d* negative.*: all as expected$`, 'm'),
      );
    }
  });

  test('and the ten lines of docs/spec/vectors/README.md make every tag', (t) => {
    const lines = /```python\n(.*?)```/s.exec(readFileSync(new URL('README.md', folder), 'utf8'))?.[1] ?? '';
    const { status, stdout, stderr } = spawnSync('python3', ['-c', lines], {
      encoding: 'utf8',
      cwd: fileURLToPath(folder),
    });
    assert.equal(status, 0, stderr);
    const tags = stdout.trim().split('\n');
    t.diagnostic(`${tags.length} tags`);
    assert.ok(tags.length >= 10 && tags.every((line) => line.startsWith('ok ')), stdout);
  });

  test('notices a vector whose verdict is wrong', (t) => {
    const vectors = buildVectors();
    const [first, second] = vectors.negative;
    assert.ok(first && second);
    first.code = 'part-count';
    const few = { ...vectors, positive: [], ed25519: [], negative: [first, second] };
    const { status, stdout } = checkFile(t, 'franking-f1.json', few);
    assert.equal(status, 1);
    assert.match(stdout, /2 negative: 1 FAILED/);
  });

  for (const [name, opinionOf] of [
    ['franking-f1.json', secondOpinionF1],
    ['franking-f0.json', secondOpinionF0],
    ['attachments.json', secondOpinionAttachments],
  ] as const) {
    test(`agrees on thousands of damaged inputs, code by code: ${name}`, (t) => {
      const { hubId, hubDomain, hubKeys } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
      for (const seed of seeds) {
        t.diagnostic(`seed ${seed}`);
        const file = { hubId, hubDomain, hubKeys, ...opinionOf(seed, 400) };
        const { status, stdout, stderr } = checkFile(t, name, file);
        assert.equal(status, 0, stdout + stderr);
        assert.match(stdout, /[1-9]\d* accepted, [1-9]\d* negative: all as expected/);
      }
    });
  }
});

function checkFile(t: TestContext, name: string, vectors: object): ReturnType<typeof check> {
  const temporary = mkdtempSync(join(tmpdir(), 'wellhouse-vectors-'));
  t.after(() => rmSync(temporary, { recursive: true }));
  const file = join(temporary, name);
  writeFileSync(file, JSON.stringify(vectors));
  return check(file);
}
