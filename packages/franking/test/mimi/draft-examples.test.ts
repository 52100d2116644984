/** draft-ietf-mimi-content-08: its own examples, by their published message ids. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { computeMessageId, decodeMimiContent, encodeMimiContent, reviewParts } from '../../src/mimi/index.ts';
import { hex } from '../support/hex.ts';
import { draftExamples } from './support/draft-examples.ts';
import { referenceMessageId } from './support/reference.ts';
import { utf8 } from './support/scene.ts';

describe('mimi-content-08 examples', () => {
  for (const { name, content, messageId } of draftExamples) {
    test(`${name}: our encoding has the message id that the draft prints`, () => {
      const { salt, senderUri, roomUri } = content;
      assert.ok(senderUri !== null && roomUri !== null);
      const bytes = encodeMimiContent(content);
      assert.equal(hex(referenceMessageId(bytes, salt, senderUri, roomUri)), messageId);
      assert.equal(hex(computeMessageId(bytes, { salt, senderUri, roomUri })), messageId);
      assert.deepEqual(decodeMimiContent(bytes), content);
    });
  }

  test('multipart-3: the reviewer sees every alternative, under the part indices of the draft', () => {
    const body = draftExamples.at(-1)?.content.body;
    assert.ok(body);
    const seen = reviewParts(body).map(({ partIndex, language, text }) => [partIndex, language, text !== null]);
    assert.deepEqual(seen, [
      ...[
        [3, 'en', true],
        [4, 'fr', true],
        [5, '', false],
      ],
      ...[
        [8, 'en', true],
        [9, 'fr', true],
        [10, '', false],
      ],
    ]);
  });

  test('attachment: the reviewer sees where it lies and what the sender calls it', () => {
    const body = draftExamples.find(({ name }) => name === 'attachment')?.content.body;
    assert.ok(body);
    const [part] = reviewParts(body);
    assert.deepEqual(part?.external, {
      url: 'https://example.com/storage/8ksB4bSrrRE.mp4',
      description: '2 hours of key signing video',
      filename: 'bigfile.mp4',
    });
    assert.equal(part?.size, 708_234_961n);
    assert.equal(part?.text, null);
  });

  test('a picture, and text that is not UTF-8, are no text for a reviewer', () => {
    const front = { disposition: 1, language: '', type: 'single' } as const;
    const seen = (contentType: string, content: Uint8Array) =>
      reviewParts({ ...front, contentType, content }).map(({ text, size }) => [text, size]);
    assert.deepEqual(seen('image/svg+xml', utf8('<svg/>')), [[null, 6n]]);
    assert.deepEqual(seen('TEXT/plain', Uint8Array.of(0xff)), [[null, 1n]]);
    assert.deepEqual(seen('TEXT/plain', utf8('said')), [['said', 4n]]);
  });
});
