/** C9: the verdict as an oracle. Who may ask how often is the server's (apps/server); here it is what an answer gives away. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeStamp, type FrankedEvidence, openContent, toBase64Url, verifyEvidence } from '../../src/index.ts';
import { encodePart } from '../../src/part.ts';
import { hex } from '../support/hex.ts';
import { flip, join, zeros } from '../support/raw.ts';
import { asEvidence, hubId, hubKey, makeScene } from '../support/scene.ts';
import { countWork } from './support/count-work.ts';
import { at, change } from './support/verdicts.ts';

const options = { keys: [hubKey], hubId };
const honest = makeScene();
const ask = (evidence: FrankedEvidence) => countWork(() => verifyEvidence(evidence, options));
/** All that an asker is told. */
const told = (evidence: FrankedEvidence) => {
  const { result } = ask(evidence);
  return result.ok ? 'verified' : JSON.stringify(result);
};

/** The honest evidence under a MAC of which the first `right` bytes are right. */
function guess(right: number) {
  const wrong = honest.stamp.mac.map((byte) => byte ^ 0xff);
  const mac = join(honest.stamp.mac.subarray(0, right), wrong.subarray(right));
  return { ...asEvidence(honest, [1]), stamp: encodeStamp({ ...honest.stamp, mac }) };
}

describe('C9: guessing a MAC byte by byte', () => {
  test('C9: an answer is the same, to the letter, however many leading bytes are right', () => {
    const answers = Array.from({ length: 16 }, (_, right) => told(guess(right)));
    assert.equal(new Set(answers).size, 1);
    assert.match(answers[0] ?? '', /mac-mismatch/);
  });

  test('C9: so is the work: the same hashes, the same signature check, all 16 bytes compared at once', () => {
    const works = Array.from({ length: 16 }, (_, right) => ask(guess(right)).work);
    for (const work of works) assert.deepEqual(work, works[0]);
    assert.deepEqual(
      works[0]?.comparedBytes.filter((length) => length === 16),
      [16],
    );
  });

  test('C9: the wrong bit may stand anywhere: in MAC, words, key, leaf or context, the code is one', () => {
    const evidence = asEvidence(honest, [1]);
    const wrong = [
      change(evidence, (copy) => {
        at(copy.revealed, 1).part = flip(at(copy.revealed, 1).part, 3);
      }),
      change(evidence, (copy) => {
        at(copy.revealed, 1).key = flip(at(copy.revealed, 1).key, 3);
      }),
      change(evidence, (copy) => {
        at(copy.hidden, 0).leaf = flip(at(copy.hidden, 0).leaf, 3);
      }),
      { ...evidence, stamp: encodeStamp({ ...honest.stamp, mac: zeros(16) }) },
      { ...evidence, stamp: encodeStamp({ ...honest.stamp, context: { ...honest.stamp.context, epoch: 9n } }) },
    ];
    const answers = wrong.map((item) => told(item));
    assert.equal(new Set(answers).size, 1);
  });

  test('C9: an answer repeats nothing that is secret: no MAC that would have been right, no tag, no key', () => {
    const secrets = [honest.stamp.mac, honest.tag, hubKey.macKey, openContent(honest.content).frankingKey];
    for (const right of [0, 15]) {
      const answer = told(guess(right));
      for (const secret of secrets) {
        assert.ok(!answer.includes(hex(secret)) && !answer.includes(toBase64Url(secret)));
        assert.ok(!answer.includes(JSON.stringify([...secret]).slice(1, -1)));
      }
    }
  });
});

describe('C9: asking whether hidden words are the suspected ones', () => {
  test('C9: the right words and a wrong one get one answer: without the part’s key a guess cannot be tested', () => {
    const evidence = asEvidence(honest, [2, 3]);
    const suspected = (text: string, key: Uint8Array) =>
      change(evidence, (copy) => {
        copy.hidden = [];
        copy.revealed.push({ index: 1, key, part: encodePart({ type: 'text', text }) });
        copy.revealed.sort((a, b) => a.index - b.index);
      });
    const leaf = at(evidence.hidden, 0).leaf;
    const keys = [zeros(32), leaf, honest.tag, at(evidence.revealed, 1).key];
    const answers = keys.flatMap((key) =>
      ['I will hurt you', 'something else'].map((text) => told(suspected(text, key))),
    );
    assert.equal(new Set(answers).size, 1);
    assert.match(answers[0] ?? '', /mac-mismatch/);
  });
});
