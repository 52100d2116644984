/** A reporter who alters, moves, drops or borrows parts of a message that was really sent. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { commit, computeLeaf, derivePartKey } from '../../src/commitment.ts';
import {
  createStamp,
  encodeStamp,
  type FrankedEvidence,
  generateMacOnlyHubKey,
  verifyEvidence,
} from '../../src/index.ts';
import { encodeHeaderPart, encodePart } from '../../src/part.ts';
import { flip, zeros } from '../support/raw.ts';
import { asEvidence, hubId, hubKey, makeHeader, makeScene } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import { at, change, refused } from './support/verdicts.ts';

const options = { keys: [hubKey], hubId };
const honest = makeScene();

test('honest evidence verifies, whole and in part', () => {
  for (const reveal of [undefined, [], [2], [1, 3]]) {
    const verified = verifyEvidence(asEvidence(honest, reveal), options);
    assert.ok(verified.ok);
    assert.equal(verified.parts.length, reveal?.length ?? 3);
  }
});

test('A1: no bit of a revealed part or of its key can be altered', () => {
  const evidence = asEvidence(honest, [1]);
  for (const field of ['part', 'key'] as const) {
    for (const [which, revealed] of evidence.revealed.entries()) {
      for (let bit = 0; bit < 8 * revealed[field].length; bit++) {
        const forged = change(evidence, (copy) => {
          at(copy.revealed, which)[field] = flip(revealed[field], bit >> 3, bit & 7);
        });
        assert.equal(refused(forged), 'mac-mismatch');
      }
    }
  }
});

test('A1: nor under a MAC-only key, where no signature stands behind the MAC', () => {
  const key = generateMacOnlyHubKey({ ...hubKey, keyId: 9 });
  const evidence = asEvidence(makeScene({ key }), [1]);
  const judgement = (item: FrankedEvidence) => {
    const verified = verifyEvidence(item, { keys: [key], hubId });
    return verified.ok ? 'verified' : verified.code;
  };
  assert.equal(judgement(evidence), 'verified');
  const forged = change(evidence, (copy) => {
    at(copy.revealed, 1).part = encodePart({ type: 'text', text: 'I will help you' });
  });
  assert.equal(judgement(forged), 'mac-mismatch');
});

describe('A2: hidden leaves, order, count and indices are bound', () => {
  const evidence = asEvidence(honest, [1]);

  test('A2: no bit of a hidden leaf can be altered', () => {
    for (let bit = 0; bit < 256; bit++) {
      const forged = change(evidence, (copy) => {
        at(copy.hidden, 0).leaf = flip(at(copy.hidden, 0).leaf, bit >> 3, bit & 7);
      });
      assert.equal(refused(forged), 'mac-mismatch');
    }
  });

  test('A2: parts cannot change places', () => {
    const whole = asEvidence(honest);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        fc.pre(order.some((index, place) => index !== place));
        const revealed = whole.revealed.map((part, place) => ({ ...part, index: at(order, place) }));
        assert.equal(refused({ ...whole, revealed }), 'evidence-malformed');
        const ascending = revealed.toSorted((a, b) => a.index - b.index);
        assert.equal(refused({ ...whole, revealed: ascending }), 'mac-mismatch');
      }),
    );
  });

  test('A2: a part can be neither dropped nor added, with and without its place', () => {
    const { revealed, hidden, partCount } = evidence;
    assert.equal(refused({ ...evidence, hidden: hidden.slice(0, 1) }), 'evidence-malformed');
    assert.equal(refused({ ...evidence, hidden: hidden.slice(0, 1), partCount: partCount - 1 }), 'mac-mismatch');
    const more = [...hidden, { index: partCount, leaf: zeros(32) }];
    assert.equal(refused({ ...evidence, hidden: more }), 'evidence-malformed');
    assert.equal(refused({ ...evidence, hidden: more, partCount: partCount + 1 }), 'mac-mismatch');
    assert.equal(refused({ ...evidence, revealed: [...revealed, at(revealed, 1)] }), 'evidence-malformed');
  });

  test('A2: no part can be claimed that is neither shown nor hidden, as if a word had been kept back', () => {
    const whole = asEvidence(honest);
    for (const item of [whole, evidence]) {
      assert.equal(refused({ ...item, partCount: item.partCount + 1 }), 'evidence-malformed');
    }
  });

  test('A2: an index occurs once, in range, as an integer', () => {
    for (const index of [0, 1, 3, 4, -1, 0.5, Number.NaN, 2 ** 32]) {
      const forged = change(evidence, (copy) => {
        at(copy.hidden, 0).index = index;
      });
      assert.equal(refused(forged), 'evidence-malformed');
    }
    for (const partCount of [0, -4, 4.5, 65, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.equal(refused({ ...evidence, partCount }), 'evidence-malformed');
    }
  });

  test('A2: the header cannot be withheld', () => {
    const whole = asEvidence(honest);
    const leaf = computeLeaf(at(whole.revealed, 0).key, at(whole.revealed, 0).part);
    const forged = { ...whole, revealed: whole.revealed.slice(1), hidden: [{ index: 0, leaf }] };
    assert.equal(refused(forged), 'evidence-malformed');
  });

  test('A2: not even for a second header, which an accomplice has committed to behind the first', () => {
    const parts = [
      encodeHeaderPart(makeHeader()),
      encodeHeaderPart(makeHeader({ messageId: zeros(16), clientTime: 1 })),
      encodePart({ type: 'text', text: 'I will hurt you' }),
    ];
    const frankingKey = seeded('accomplice')(32);
    const { stamp } = honest;
    const encoded = encodeStamp(createStamp({ key: hubKey, tag: commit(frankingKey, parts), context: stamp.context }));
    const [first, ...revealed] = parts.map((part, index) => ({ index, key: derivePartKey(frankingKey, index), part }));
    assert.ok(first);
    const hidden = [{ index: 0, leaf: computeLeaf(first.key, first.part) }];
    assert.equal(refused({ stamp: encoded, partCount: 3, revealed, hidden }), 'evidence-malformed');
  });
});

test('A3: a part of one message does not fit into another, even at the same place and of the same sender', () => {
  const other = asEvidence(makeScene({ label: 'other' }));
  for (const index of [1, 2, 3]) {
    const spliced = change(asEvidence(honest), (copy) => {
      copy.revealed[index] = at(other.revealed, index);
    });
    assert.equal(refused(spliced), 'mac-mismatch');
  }
  assert.equal(refused({ ...asEvidence(honest), stamp: other.stamp }), 'mac-mismatch');
});
