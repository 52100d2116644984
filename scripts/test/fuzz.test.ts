import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fuzzable } from '../fuzz/engine.ts';
import { mutateBytes } from '../fuzz/mutate-bytes.ts';
import { mutateJson } from '../fuzz/mutate-json.ts';
import { Random } from '../fuzz/random.ts';

const seeds = [Uint8Array.of(3, 0x61, 0x62, 0x63), Uint8Array.of(0), Uint8Array.of(2, 0x68, 0x69)];
/** A length in one byte and the text that it announces. */
function run(decode: (bytes: Uint8Array) => string) {
  const target = fuzzable({ name: 'toy', seeds, mutate: mutateBytes, run: decode, show: (bytes) => bytes.join(' ') });
  return target.fuzz({ seed: 1, cases: 20_000 });
}

describe('the fuzzer finds what it is for', () => {
  test('nothing in a strict decoder', () => {
    const { finding, accepted, cases } = run((bytes) => (bytes.length === 1 + (bytes[0] ?? 0) ? 'accepted' : 'length'));
    assert.equal(finding, null);
    assert.equal(cases, 20_000);
    assert.ok(accepted > 100);
  });

  test('a decoder that ignores bytes left over', () => {
    const { finding } = run((bytes) => {
      const end = 1 + (bytes[0] ?? 0);
      if (end > bytes.length) return 'length';
      if (end < bytes.length) throw new Error('accepted, yet not canonical');
      return 'accepted';
    });
    assert.match(finding?.error ?? '', /not canonical/);
  });

  test('an error of another class than the decoder’s own', () => {
    const { finding } = run((bytes) => {
      if (bytes[0] === 0x40 && bytes.length > 200) throw new RangeError('invalid array length');
      return 'length';
    });
    assert.match(finding?.error ?? '', /RangeError/);
  });

  test('a decoder that keeps what it was given', () => {
    const kept: Uint8Array[] = [];
    const { finding } = run((bytes) => {
      kept.push(new Uint8Array(200_000).fill(bytes.length));
      return 'length';
    });
    assert.match(finding?.error ?? '', /memory grew/);
  });
});

test('a seed repeats a run: the same finding at the same case, and another seed another one', () => {
  const decode = (bytes: Uint8Array) => {
    if (bytes.length === 9 && (bytes[3] ?? 0) > 0x70) throw new Error('found');
    return `length ${bytes.length}`;
  };
  const target = fuzzable({ name: 'toy', seeds, mutate: mutateBytes, run: decode, show: (bytes) => bytes.join(' ') });
  const at = (seed: number) => target.fuzz({ seed, cases: 100_000 }).finding;
  assert.ok(at(5));
  assert.deepEqual(at(5), at(5));
  assert.notDeepEqual(at(5)?.input, at(6)?.input);
});

test('mutations leave the corpus as it was', () => {
  const random = new Random(3);
  const bytes = Uint8Array.from({ length: 64 }, (_, index) => index);
  const json = {
    scheme: 'x',
    list: [
      { index: 0, key: 'AAAA' },
      { index: 1, key: 'BBBB' },
    ],
  };
  const before = JSON.stringify([[...bytes], json]);
  for (let left = 2_000; left > 0; left--) {
    mutateBytes(random, bytes, bytes);
    mutateJson(random, json, json);
  }
  assert.equal(JSON.stringify([[...bytes], json]), before);
});

describe('the command line', () => {
  const file = new URL('../../packages/franking/scripts/fuzz.ts', import.meta.url).pathname;
  const fuzz = (...args: string[]) =>
    spawnSync(process.execPath, ['--conditions=wellhouse-src', file, ...args], { encoding: 'utf8' });

  test('--help says what it does, with examples, and names the targets', () => {
    const { status, stdout } = fuzz('--help');
    assert.equal(status, 0);
    for (const word of ['--cases', '--seed', '--target', '--json', 'evidence-json', 'Exit status']) {
      assert.ok(stdout.includes(word), word);
    }
  });

  test('--json gives figures, and the same ones for the same seed', () => {
    const run = () => {
      const { status, stdout } = fuzz('--cases', '2000', '--seed', '9', '--target', 'stamp', '--json');
      assert.equal(status, 0);
      const [{ target, cases, accepted, behaviours, finding }] = JSON.parse(stdout).results;
      return { target, cases, accepted, behaviours, finding };
    };
    const first = run();
    assert.equal(first.cases, 2_000);
    assert.deepEqual(run(), first);
  });

  test('wrong use gets exit status 2 and a way out', () => {
    for (const args of [['--target', 'nope'], ['--cases', '0'], ['--seed', 'x'], ['--bogus']]) {
      const { status, stderr } = fuzz(...args);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, /--help explains/);
    }
  });
});
