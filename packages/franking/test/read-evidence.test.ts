import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createContent,
  createStamp,
  discloseMessage,
  encodeAuthenticatedData,
  generateHubKey,
  readEvidence,
  readTag,
} from '../src/index.ts';

const groupId = new Uint8Array([1, 2, 3]);
const key = generateHubKey({ keyId: 1, notBefore: 0, notAfter: 10_000 });

function evidence(reveal: readonly number[]) {
  const { content, tag } = createContent({
    header: {
      sender: 'mal@example',
      groupId,
      messageId: new Uint8Array(16).fill(7),
      clientTime: 1_000,
      kind: 'text',
      refersTo: null,
      expiresAfter: 0,
    },
    parts: [
      { type: 'text', text: 'first' },
      { type: 'preview', url: 'https://example.org/', title: 'second' },
    ],
  });
  const stamp = createStamp({
    key,
    tag: readTag(encodeAuthenticatedData(tag)),
    context: {
      hubId: 'hub.example',
      sender: 'mal@example',
      groupId,
      epoch: 3n,
      sequence: 9n,
      acceptedAt: 2_000,
      messageHash: new Uint8Array(32).fill(5),
    },
  });
  return discloseMessage({ content, stamp, reveal });
}

test('readEvidence reads the stamp, the header and the revealed parts, and names the hidden ones', () => {
  const read = readEvidence(evidence([2]));
  assert.equal(read.stamp.context.sequence, 9n);
  assert.equal(read.header.sender, 'mal@example');
  assert.deepEqual(read.parts, [{ index: 2, part: { type: 'preview', url: 'https://example.org/', title: 'second' } }]);
  assert.deepEqual(read.hidden, [1]);
});

test('readEvidence refuses evidence without header, and parts with bytes left over', () => {
  const whole = evidence([1, 2]);
  assert.throws(() => readEvidence({ ...whole, revealed: whole.revealed.slice(1) }), { code: 'part-order' });
  const [header, text] = whole.revealed;
  assert.ok(header && text);
  const longer = { ...text, part: new Uint8Array([...text.part, 0]) };
  assert.throws(() => readEvidence({ ...whole, revealed: [header, longer] }), { name: 'FrankingError' });
});
