/** A sender who writes one message in two ways, so that device and safety team might read different things. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tagComponentId } from '../../src/constants.ts';
import { createContent, openContent } from '../../src/index.ts';
import { bytes, join, rawAuthenticatedData, rawContent, rawItem, vector, zeros } from '../support/raw.ts';
import { asReceived, makeHeader, makeScene } from '../support/scene.ts';
import { dropped } from './support/verdicts.ts';

const honest = makeScene();

describe('B6: one content, one encoding', () => {
  const { frankingKey, encodedParts } = openContent(honest.content);
  const [header] = encodedParts;
  assert.ok(header);
  const cases: Record<string, Uint8Array> = {
    'a byte after the content': join(honest.content, zeros(1)),
    'a whole part after the content': join(honest.content, encodedParts[1] ?? zeros(0)),
    'a byte after the last part, counted in': rawContent({ frankingKey, parts: [...encodedParts, zeros(1)] }),
    'a longer length prefix': rawContent({ frankingKey, parts: [header, join(bytes(1, 0x40, 2), bytes(0x68, 0x69))] }),
    'an empty content': zeros(0),
    'invalid UTF-8': rawContent({ frankingKey, parts: [header, join(bytes(1), vector(bytes(0xff)))] }),
    'content of 64 KiB and one byte': join(honest.content, zeros(65_537 - honest.content.length)),
    'a text beyond its limit': rawContent({ frankingKey, parts: [header, join(bytes(1), vector(zeros(32_769)))] }),
  };
  for (const [name, content] of Object.entries(cases)) {
    test(`B6: ${name}`, () => {
      assert.deepEqual(dropped(asReceived(honest, { content })), { rule: 4, code: 'content-malformed' });
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
