/** A reporter who withholds the key of a file, or hands over another; a sender who leaves it out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit } from '../../src/commitment.ts';
import {
  type ContentPart,
  checkReceived,
  createContent,
  createStamp,
  discloseMessage,
  encodeAuthenticatedData,
  evidenceToJson,
  openContent,
  readEvidence,
  toBase64Url,
  verifyEvidence,
} from '../../src/index.ts';
import { closedForm } from '../../src/part.ts';
import { hex } from '../support/hex.ts';
import { flip, rawContent, zeros } from '../support/raw.ts';
import { asReceived, hubId, hubKey, makeHeader, makeScene } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import { at, change, refused } from './support/verdicts.ts';

const options = { keys: [hubKey], hubId };
const [one, two] = [file('one', 'A256GCM'), file('two', 'A256GCM-STREAM')];
const closed = 'closed-attachment';
const scene = makeScene({ header: { kind: 'media' }, parts: [{ type: 'text', text: 'look' }, one, two] });

test('a file is proven without what opens it: digests, size, name and place, and no key or nonce anywhere', () => {
  const evidence = discloseMessage({ ...scene, keys: [3] });
  const verified = verifyEvidence(evidence, options);
  assert.ok(verified.ok);
  assert.deepEqual(verified.parts, readEvidence(evidence).parts);
  const [, closed, open] = verified.parts.map(({ part }) => part);
  assert.ok(closed?.type === 'closed-attachment');
  const { key, nonce, ...said } = one.attachment;
  assert.deepEqual({ ...closed.attachment, keyCommitment: null }, { ...said, keyCommitment: null });
  assert.deepEqual(open, two);

  const bytes = hex(Uint8Array.from(evidence.revealed.flatMap(({ part }) => [...part])));
  assert.ok(bytes.includes(hex(two.attachment.key)), 'the search finds a key that is there');
  const { frankingKey } = openContent(scene.content);
  for (const secret of [key, nonce, frankingKey]) {
    assert.ok(!bytes.includes(hex(secret)));
    assert.ok(!JSON.stringify(evidenceToJson(evidence)).includes(toBase64Url(secret)));
  }
});

test('a caller who names no file to open hands no key over, however much of the message it discloses', () => {
  const all = [0, 1, 2, 3];
  for (const reveal of [undefined, all, [2]]) {
    const evidence = discloseMessage({ ...scene, ...(reveal && { reveal }) });
    const verified = verifyEvidence(evidence, options);
    assert.ok(verified.ok);
    const types = verified.parts.map(({ part }) => part.type).filter((type) => type !== 'text');
    assert.deepEqual(types, reveal === undefined || reveal === all ? Array(2).fill(closed) : [closed]);
    const bytes = hex(Uint8Array.from(evidence.revealed.flatMap(({ part }) => [...part])));
    for (const { attachment } of [one, two]) assert.ok(!bytes.includes(hex(attachment.key)));
  }
});

test('with the key and without, evidence is of one message with one tag', () => {
  const tags = [[], [2], [3], [2, 3]].map((keys) => {
    const verified = verifyEvidence(discloseMessage({ ...scene, keys }), options);
    assert.ok(verified.ok);
    return hex(verified.tag);
  });
  assert.deepEqual(new Set(tags), new Set([hex(scene.tag)]));
});

test('a medium is a medium without its key too, and a part that is kept back keeps its key back', () => {
  const parts = [one];
  const medium = makeScene({ header: { kind: 'media' }, parts });
  assert.ok(verifyEvidence(discloseMessage(medium), options).ok);
  const hidden = discloseMessage({ ...medium, reveal: [], keys: [1] });
  assert.deepEqual([hidden.revealed.length, hidden.hidden.length], [1, 1]);
  assert.throws(() => discloseMessage({ ...medium, keys: [2] }), { code: 'invalid-argument' });
});

test('A1: no bit of a description without its key can be altered', () => {
  const evidence = discloseMessage({ ...scene, keys: [] });
  for (const which of [2, 3]) {
    const { part } = at(evidence.revealed, which);
    for (let bit = 0; bit < 8 * part.length; bit++) {
      const forged = change(evidence, (copy) => {
        at(copy.revealed, which).part = flip(part, bit >> 3, bit & 7);
      });
      assert.equal(refused(forged), 'mac-mismatch');
    }
  }
});

test('A3: no file of a message has the key of another, in either direction', () => {
  const crossed = [one, two].map(({ attachment }, index) => {
    const { key, nonce } = [two, one][index]?.attachment ?? attachment;
    return { type: 'attachment' as const, attachment: { ...attachment, key, nonce } };
  });
  const { content } = createContent({ header: makeHeader({ kind: 'media' }), parts: crossed });
  const [, first, second] = openContent(content).encodedParts;
  const evidence = discloseMessage({ ...scene, keys: [2, 3] });
  for (const [which, part] of [
    [2, first],
    [3, second],
  ] as const) {
    const forged = change(evidence, (copy) => {
      at(copy.revealed, which).part = part ?? zeros(0);
    });
    assert.equal(refused(forged), 'mac-mismatch');
  }
});

test('B10: a description without its key is no message, whatever its tag', () => {
  const { frankingKey, encodedParts } = openContent(scene.content);
  const parts = encodedParts.map(closedForm);
  const tag = commit(frankingKey, parts);
  assert.deepEqual(tag, scene.tag, 'the tag alone could not tell');
  const content = rawContent({ frankingKey, parts });
  const stamp = createStamp({ key: hubKey, tag, context: scene.stamp.context });
  const received = checkReceived(
    asReceived({ ...scene, content, tag, stamp, authenticatedData: encodeAuthenticatedData(tag) }),
  );
  assert.ok(!received.ok);
  assert.equal(received.code, 'content-malformed');
});

function file(label: string, algorithm: 'A256GCM' | 'A256GCM-STREAM'): Extract<ContentPart, { type: 'attachment' }> {
  const random = seeded(`reporter keys: ${label}`);
  const fields = {
    ...{ url: 'https://media.localhost/one', name: label, mediaType: 'image/png', size: 9, width: 1, height: 1 },
    ...{ key: random(32), nonce: random(12), ciphertextSha256: random(32), plaintextSha256: random(32) },
  };
  if (algorithm === 'A256GCM') return { type: 'attachment', attachment: { ...fields, algorithm } };
  return { type: 'attachment', attachment: { ...fields, algorithm, chunkSize: 4_096, chunkRoot: random(32) } };
}
