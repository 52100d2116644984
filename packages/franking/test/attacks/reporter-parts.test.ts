/** Attacks by a reporter who wants evidence to say what was not said. Every one has to fail. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { computeLeaf, computeTag, derivePartKey } from '../../src/commitment.ts';
import {
  createContent,
  decodeStamp,
  discloseMessage,
  encodeStamp,
  type FrankedEvidence,
  openContent,
  verifyEvidence,
} from '../../src/index.ts';
import { flip, join, put, zeros } from '../support/raw.ts';
import { asEvidence, hubId, hubKey, makeHeader, makeScene, otherGroupId } from '../support/scene.ts';

const options = { keys: [hubKey], hubId };
const honest = makeScene();

function refused(evidence: FrankedEvidence): string {
  const verified = verifyEvidence(evidence, options);
  assert.ok(!verified.ok, 'forged evidence was accepted');
  return verified.code;
}

function change(evidence: FrankedEvidence, edit: (copy: FrankedEvidence) => void): FrankedEvidence {
  const copy = structuredClone(evidence);
  edit(copy);
  return copy;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  assert.ok(item !== undefined);
  return item;
}

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

describe('A2: hidden leaves, order, count and indices are bound', () => {
  const evidence = asEvidence(honest, [1]);

  test('no bit of a hidden leaf can be altered', () => {
    for (let bit = 0; bit < 256; bit++) {
      const forged = change(evidence, (copy) => {
        at(copy.hidden, 0).leaf = flip(at(copy.hidden, 0).leaf, bit >> 3, bit & 7);
      });
      assert.equal(refused(forged), 'mac-mismatch');
    }
  });

  test('parts cannot change places', () => {
    const whole = asEvidence(honest);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        fc.pre(order.some((index, place) => index !== place));
        const revealed = whole.revealed.map((part, place) => ({ ...part, index: at(order, place) }));
        assert.equal(refused({ ...whole, revealed }), 'mac-mismatch');
      }),
    );
  });

  test('a part can be neither dropped nor added, with and without its place', () => {
    const { revealed, hidden, partCount } = evidence;
    assert.equal(refused({ ...evidence, hidden: hidden.slice(0, 1) }), 'evidence-malformed');
    assert.equal(refused({ ...evidence, hidden: hidden.slice(0, 1), partCount: partCount - 1 }), 'mac-mismatch');
    const more = [...hidden, { index: partCount, leaf: zeros(32) }];
    assert.equal(refused({ ...evidence, hidden: more }), 'evidence-malformed');
    assert.equal(refused({ ...evidence, hidden: more, partCount: partCount + 1 }), 'mac-mismatch');
    assert.equal(refused({ ...evidence, revealed: [...revealed, at(revealed, 1)] }), 'evidence-malformed');
  });

  test('an index occurs once, in range, as an integer', () => {
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

  test('the header cannot be withheld', () => {
    const whole = asEvidence(honest);
    const leaf = computeLeaf(at(whole.revealed, 0).key, at(whole.revealed, 0).part);
    const forged = { ...whole, revealed: whole.revealed.slice(1), hidden: [{ index: 0, leaf }] };
    assert.equal(refused(forged), 'evidence-malformed');
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

test('A4: sender, group, epoch, sequence, time and wire hash are those of the stamp', () => {
  const evidence = asEvidence(honest);
  const changes = [
    { sender: 'ana@messenger.localhost' },
    { groupId: otherGroupId },
    { epoch: 6n },
    { sequence: 40n },
    { acceptedAt: honest.stamp.context.acceptedAt - 1 },
    { messageHash: zeros(32) },
  ];
  for (const altered of changes) {
    const stamp = encodeStamp({ ...honest.stamp, context: { ...honest.stamp.context, ...altered } });
    assert.equal(refused({ ...evidence, stamp }), 'mac-mismatch');
  }
  for (let index = 0; index < evidence.stamp.length; index++)
    refused({ ...evidence, stamp: flip(evidence.stamp, index) });
});

test('A5: the same message reported twice is recognised by hub, group and sequence, however it is opened', () => {
  const [a, b] = [asEvidence(honest, [1]), asEvidence(honest, [2])].map((item) => verifyEvidence(item, options));
  assert.ok(a?.ok && b?.ok);
  const identity = ({ hubId, groupId, sequence }: typeof a.stamp.context) => [hubId, groupId, sequence];
  assert.deepEqual(identity(a.stamp.context), identity(b.stamp.context));
});

test('A6: a message of one group, submitted to another by a member, is no evidence about its author', () => {
  const { content, tag, authenticatedData } = honest;
  const member = 'ana@messenger.localhost';
  const resent = makeScene({ context: { sender: member, groupId: otherGroupId } });
  assert.equal(refused(discloseMessage({ content, stamp: resent.stamp })), 'sender-mismatch');
  const sameSender = makeScene({ context: { groupId: otherGroupId } });
  assert.equal(refused(discloseMessage({ content, stamp: sameSender.stamp })), 'group-mismatch');
  assert.deepEqual([tag, authenticatedData], [resent.tag, resent.authenticatedData]);
});

describe('A7: content of the reporter’s own making does not open the tag', () => {
  test('new words under the same franking key', () => {
    const { frankingKey } = openContent(honest.content);
    const { content } = createContent({
      header: makeHeader(),
      parts: [{ type: 'text', text: 'something worse' }],
      random: () => frankingKey,
    });
    assert.equal(refused(discloseMessage({ content, stamp: honest.stamp })), 'mac-mismatch');
  });

  test('4096 structured guesses at key and part', () => {
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

  test('the leaf of one part as the words of another', () => {
    const evidence = asEvidence(honest, [1]);
    const forged = change(evidence, (copy) => {
      at(copy.revealed, 1).part = at(copy.hidden, 0).leaf;
    });
    assert.equal(refused(forged), 'mac-mismatch');
  });
});

describe('A8: keys have 32 bytes, because HMAC pads shorter ones with zeros', () => {
  test('a key and the same key padded with a zero do give one HMAC: the guard is needed', async () => {
    const { createHmac } = await import('node:crypto');
    const key = new Uint8Array(31).fill(1);
    const mac = (k: Uint8Array) => createHmac('sha256', k).update('x').digest('hex');
    assert.equal(mac(key), mac(join(key, zeros(1))));
  });

  test('evidence with keys or leaves of any other length is refused', () => {
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

  test('commitment functions refuse such keys too', () => {
    for (const length of [0, 31, 33, 64]) {
      assert.throws(() => computeLeaf(zeros(length), zeros(1)), { code: 'invalid-argument' });
      assert.throws(() => derivePartKey(zeros(length), 0), { code: 'invalid-argument' });
    }
  });
});

test('A10: sequences of two items show that something lies between them', () => {
  const first = verifyEvidence(asEvidence(makeScene({ context: { sequence: 41n } })), options);
  const second = verifyEvidence(asEvidence(makeScene({ label: 'next', context: { sequence: 43n } })), options);
  assert.ok(first.ok && second.ok);
  assert.equal(second.stamp.context.sequence - first.stamp.context.sequence, 2n);
});

test('one hub cannot speak for another: its keys verify its own stamps only', () => {
  const verified = verifyEvidence(asEvidence(honest), { keys: [hubKey], hubId: 'other.localhost' });
  assert.ok(!verified.ok);
  assert.equal(verified.code, 'hub-mismatch');
});

test('evidence without a signature is refused unless the verifier opts in, and then its MAC has to hold', () => {
  const unsigned = { ...asEvidence(honest), stamp: encodeStamp({ ...honest.stamp, signature: null }) };
  assert.equal(refused(unsigned), 'signature-missing');
  assert.ok(verifyEvidence(unsigned, { ...options, acceptUnsigned: true }).ok);
  const { mac } = honest.stamp;
  const forged = { ...unsigned, stamp: encodeStamp({ ...honest.stamp, mac: flip(mac, 0), signature: null }) };
  assert.ok(!verifyEvidence(forged, { ...options, acceptUnsigned: true }).ok);
  assert.equal(decodeStamp(unsigned.stamp).signature, null);
});
