/** A sender who writes one message in two ways, so that device and safety team might read different things. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commit } from '../../src/commitment.ts';
import { tagComponentId } from '../../src/constants.ts';
import { createContent, createStamp, encodeAuthenticatedData, encodeStamp, openContent } from '../../src/index.ts';
import { ascii, bytes, join, rawAuthenticatedData, rawContent, rawItem, vector, zeros } from '../support/raw.ts';
import { asReceived, hubKey, makeHeader, makeScene } from '../support/scene.ts';
import { dropped } from './support/verdicts.ts';

const honest = makeScene();

describe('B6: one content, one encoding', () => {
  const { frankingKey, encodedParts } = openContent(honest.content);
  const [header, words] = encodedParts;
  assert.ok(header && words);
  const text = (...encoded: Uint8Array[]) => join(bytes(1), ...encoded);
  const withBody = (...body: Uint8Array[]): [content: Uint8Array, parts: Uint8Array[]] => {
    const parts = [header, ...body];
    return [rawContent({ frankingKey, parts }), parts];
  };
  const most = text(vector(ascii('x'.repeat(32_768))));
  const rest = text(vector(ascii('x'.repeat(65_520 - header.length - most.length - 5))));
  const [manyBytes, manyParts] = withBody(most, rest);
  assert.ok(manyBytes.length > 65_536 && manyBytes.length < 65_600);

  /** The content, and the parts that a careless reader would find in it: the sender commits to those. */
  const cases: Record<string, [content: Uint8Array, parts: Uint8Array[]]> = {
    'a byte after the content': [join(honest.content, zeros(1)), encodedParts],
    'a whole part after the content': [join(honest.content, words), [...encodedParts, words]],
    'a byte after the last part, counted in': [
      rawContent({ frankingKey, parts: [...encodedParts, zeros(1)] }),
      encodedParts,
    ],
    'a longer length prefix': withBody(text(bytes(0x40, 2), ascii('hi'))),
    'a length in the form that RFC 9420 forbids': withBody(text(bytes(0xc0, 0, 0, 0, 0, 0, 0, 2), ascii('hi'))),
    'an empty content': [zeros(0), encodedParts],
    'invalid UTF-8': withBody(text(vector(bytes(0xff)))),
    'content of more than 64 KiB': [manyBytes, manyParts],
    'a text beyond its limit': withBody(text(vector(ascii('x'.repeat(32_769))))),
  };
  for (const [name, [content, parts]] of Object.entries(cases)) {
    test(`B6: ${name}`, () => {
      const tag = commit(frankingKey, parts);
      const stamp = encodeStamp(createStamp({ key: hubKey, tag, context: honest.stamp.context }));
      const authenticatedData = encodeAuthenticatedData(tag);
      const received = asReceived(honest, { content, authenticatedData, stamp });
      assert.deepEqual(dropped(received), { rule: 4, code: 'content-malformed' });
    });
  }

  test('B6: authenticated data with something behind its items, which one reader would see and another not', () => {
    const item = rawItem(tagComponentId, honest.tag);
    for (const behind of [zeros(1), rawItem(0x9000, zeros(0)), rawItem(0x9000, honest.tag)]) {
      const authenticatedData = join(rawAuthenticatedData(item), behind);
      assert.equal(dropped(asReceived(honest, { authenticatedData })).code, 'authenticated-data-malformed');
    }
  });

  test('B6: lone surrogates never reach the wire', () => {
    for (const text of ['\ud800', 'a\udc00b', '\udbff\ud800']) {
      assert.throws(() => createContent({ header: makeHeader(), parts: [{ type: 'text', text }] }), {
        code: 'lone-surrogate',
      });
    }
  });
});
