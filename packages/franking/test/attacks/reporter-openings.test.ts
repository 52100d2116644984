/** A reporter who looks for words of their own that open a tag which someone else made. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { computeLeaf, computeTag, derivePartKey } from '../../src/commitment.ts';
import { createContent, discloseMessage, openContent } from '../../src/index.ts';
import { join, put, zeros } from '../support/raw.ts';
import { asEvidence, makeHeader, makeScene } from '../support/scene.ts';
import { at, change, refused } from './support/verdicts.ts';

const honest = makeScene();

describe('A7: content of the reporter’s own making does not open the tag', () => {
  test('A7: new words under the same franking key', () => {
    const { frankingKey } = openContent(honest.content);
    const { content } = createContent({
      header: makeHeader(),
      parts: [{ type: 'text', text: 'something worse' }],
      random: () => frankingKey,
    });
    assert.equal(refused(discloseMessage({ content, stamp: honest.stamp })), 'mac-mismatch');
  });

  test('A7: 4096 structured guesses at key and part', () => {
    const evidence = asEvidence(honest);
    const words = at(evidence.revealed, 1);
    const tag = openContent(honest.content).tag;
    for (let guess = 0; guess < 4096; guess++) {
      const key = put(words.key, 0, Uint8Array.of(guess >> 8, guess & 255));
      const part = put(words.part, 2, Uint8Array.of(guess & 255));
      if (guess === ((at([...words.key], 0) << 8) | at([...words.key], 1))) continue;
      const leaves = evidence.revealed.map((item) =>
        item.index === 1 ? computeLeaf(key, part) : computeLeaf(item.key, item.part),
      );
      assert.notDeepEqual(computeTag(leaves), tag);
    }
  });

  test('A7: the leaf of one part as the words of another', () => {
    const evidence = asEvidence(honest, [1]);
    const forged = change(evidence, (copy) => {
      at(copy.revealed, 1).part = at(copy.hidden, 0).leaf;
    });
    assert.equal(refused(forged), 'mac-mismatch');
  });
});

describe('A8: keys have 32 bytes, because HMAC pads shorter ones with zeros', () => {
  test('A8: a key and the same key padded with a zero do give one HMAC: the guard is needed', () => {
    const key = new Uint8Array(31).fill(1);
    const mac = (k: Uint8Array) => createHmac('sha256', k).update('x').digest('hex');
    assert.equal(mac(key), mac(join(key, zeros(1))));
  });

  test('A8: evidence with keys or leaves of any other length is refused', () => {
    const evidence = asEvidence(honest, [1]);
    for (const length of [0, 16, 31, 33, 64]) {
      const key = change(evidence, (copy) => {
        at(copy.revealed, 1).key = new Uint8Array(length);
      });
      const leaf = change(evidence, (copy) => {
        at(copy.hidden, 0).leaf = new Uint8Array(length);
      });
      assert.equal(refused(key), 'evidence-malformed');
      assert.equal(refused(leaf), 'evidence-malformed');
    }
  });

  test('A8: commitment functions refuse such keys too', () => {
    for (const length of [0, 31, 33, 64]) {
      assert.throws(() => computeLeaf(zeros(length), zeros(1)), { code: 'invalid-argument' });
      assert.throws(() => derivePartKey(zeros(length), 0), { code: 'invalid-argument' });
    }
  });
});
