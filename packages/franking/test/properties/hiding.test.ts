/**
 * T4 and T5 of docs/spec/franking.md §10.7, as far as counting can show them: leaves and tags look like random bytes whatever
 * they commit to. Each check is also run on a commitment that leaks, and has to fail there. The dictionary of 10,000 texts is in
 * selective-disclosure.test.ts. Randomness is drawn from a label: the same in every run.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { computeLeaf, derivePartKey } from '../../src/commitment.ts';
import { type ContentPart, createContent, evidenceToJson, sha256 } from '../../src/index.ts';
import { encodePart } from '../../src/part.ts';
import { hex } from '../support/hex.ts';
import { join } from '../support/raw.ts';
import { asEvidence, makeHeader, makeScene } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';

const draws = 4_000;
const text = (words: string): ContentPart => ({ type: 'text', text: words });
const short = encodePart(text('yes'));
const long = encodePart(text('no, '.repeat(500)));

/** What commits to a part under a fresh franking key. */
type Commit = (frankingKey: Uint8Array, part: Uint8Array) => Uint8Array;
const leaf: Commit = (key, part) => computeLeaf(derivePartKey(key, 1), part);

/** Commitments that hide badly, to see that the checks below see it. */
const leaky: Record<string, Commit> = {
  'no key at all': (_, part) => sha256(part),
  'one key for every message': (_, part) => computeLeaf(new Uint8Array(32).fill(1), part),
  'a key of one byte': (key, part) => computeLeaf(new Uint8Array(32).fill(key[0] ?? 0), part),
  'its first byte says how long the part is': (key, part) =>
    join(Uint8Array.of(part.length & 255), leaf(key, part).slice(1)),
  'its first bit is set for a short part': (key, part) => {
    const bytes = leaf(key, part);
    return join(Uint8Array.of(part.length < 10 ? (bytes[0] ?? 0) | 128 : (bytes[0] ?? 0)), bytes.slice(1));
  },
};

function sample(commit: Commit, part: Uint8Array, label: string): Uint8Array[] {
  const random = seeded(label);
  return Array.from({ length: draws }, () => commit(random(32), part));
}

/** No value twice. Among 4,000 values of 256 bits that has chance 2^-233. */
function allDiffer(values: readonly Uint8Array[]): boolean {
  return new Set(values.map(hex)).size === values.length;
}

/**
 * Each of 256 bits set about half the time: the largest distance from the middle, in standard deviations. Beyond 5.5 it has chance
 * 256 · 4e-8, or one in 100,000.
 */
function largestBias(values: readonly Uint8Array[]): number {
  const counts = new Array<number>(256).fill(0);
  for (const value of values) {
    for (let bit = 0; bit < 256; bit++)
      if (((value[bit >> 3] ?? 0) >> (bit & 7)) & 1) counts[bit] = (counts[bit] ?? 0) + 1;
  }
  const deviation = Math.sqrt(values.length) / 2;
  return Math.max(...counts.map((count) => Math.abs(count - values.length / 2) / deviation));
}

/** How well the first byte tells two samples apart: half the sum of differences. About 0.1 for equal distributions of this size. */
function distance(left: readonly Uint8Array[], right: readonly Uint8Array[]): number {
  const counts = new Array<number>(256).fill(0);
  for (const [value] of left) counts[value ?? 0] = (counts[value ?? 0] ?? 0) + 1;
  for (const [value] of right) counts[value ?? 0] = (counts[value ?? 0] ?? 0) - 1;
  return counts.reduce((sum, count) => sum + Math.abs(count), 0) / (2 * draws);
}

function looksRandom(commit: Commit): boolean {
  const [ones, others] = [sample(commit, short, 'left'), sample(commit, long, 'right')];
  return (
    allDiffer([...ones, ...others]) &&
    Math.max(largestBias(ones), largestBias(others)) < 5.5 &&
    distance(ones, others) < 0.2
  );
}

describe('hiding', () => {
  test('leaves of equal texts never repeat, no bit of them leans, and a short text gives what a long one gives', () => {
    assert.ok(looksRandom(leaf));
  });

  for (const [name, commit] of Object.entries(leaky)) {
    test(`the check sees a commitment that leaks: ${name}`, () => assert.ok(!looksRandom(commit)));
  }

  test('tags of equal messages never repeat, and no bit of them leans (T5)', () => {
    const random = seeded('tags');
    const header = makeHeader();
    const tags = Array.from({ length: draws }, () => createContent({ header, parts: [text('yes')], random }).tag);
    assert.ok(allDiffer(tags));
    assert.ok(largestBias(tags) < 5.5);
  });

  test('evidence has one length whatever it hides, and tells how many parts there are and where', () => {
    const sizeOf = (hidden: ContentPart, label: string) => {
      const scene = makeScene({ label, parts: [text('shown'), hidden] });
      return JSON.stringify(evidenceToJson(asEvidence(scene, [1]))).length;
    };
    const sizes = [
      sizeOf(text('.'), 'a'),
      sizeOf(text('x'.repeat(30_000)), 'b'),
      sizeOf({ type: 'preview', url: 'https://example.org/', title: '' }, 'c'),
      sizeOf({ type: 'mention', account: 'ana@messenger.localhost', name: 'Ana' }, 'd'),
    ];
    assert.equal(new Set(sizes).size, 1);
    const three = asEvidence(makeScene({ parts: [text('shown'), text('a'), text('b')] }), [1]);
    assert.deepEqual(
      three.hidden.map(({ index }) => index),
      [2, 3],
    );
  });

  test('what was opened of one message opens nothing of another, nor a hidden part of the same', () => {
    const scene = makeScene({ label: 'same words', parts: [text('yes'), text('yes')] });
    const other = makeScene({ label: 'again', parts: [text('yes'), text('yes')] });
    const [opened, hidden] = [asEvidence(scene, [1]), asEvidence(other, [1])];
    const keys = opened.revealed.map(({ key }) => key);
    const leaves = [...opened.hidden, ...hidden.hidden].map((part) => hex(part.leaf));
    for (const key of keys) {
      for (const guess of [key, derivePartKey(key, 1), derivePartKey(key, 2)]) {
        assert.ok(!leaves.includes(hex(computeLeaf(guess, short))));
      }
    }
    assert.notEqual(leaves[0], leaves[1]);
  });
});
