/** D4: contents made to exhaust or to mislead a reader. Each is refused with its code, by `FrankingError` and nothing else. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FrankingError } from '../../src/errors.ts';
import { decodeMimiContent, encodeMimiContent } from '../../src/mimi/index.ts';
import { ascii, bytes, flip, join } from '../support/raw.ts';
import {
  array,
  bstr,
  map,
  nestedArrays,
  nestedParts,
  nil,
  rawMimiContent,
  tag,
  tstr,
  uint,
  withExtensions,
} from './support/cbor.ts';
import { makeContent } from './support/scene.ts';
import { manyParts, negativeContents } from './vectors/negative-contents.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof FrankingError, `threw ${String(error)}`);
    return error.code;
  }
  return 'accepted';
}

describe('D4: CBOR that is refused', () => {
  for (const { name, reason, code, content } of negativeContents) {
    test(`${name} (${reason}): ${code}`, () =>
      assert.equal(
        codeOf(() => decodeMimiContent(content)),
        code,
      ));
  }
});

test('D4: a bignum over text as long as a bignum would be, and map keys that go down', () => {
  const bignum = withExtensions([uint(300), tag(2, tstr('xxxxxxxxx'))]);
  const descending = withExtensions([uint(301), nil], [uint(300), nil]);
  for (const [content, code] of [
    [bignum, 'invalid-value'],
    [descending, 'not-deterministic'],
  ] as const) {
    assert.equal(
      codeOf(() => decodeMimiContent(content)),
      code,
    );
  }
});

test('D4: text where bytes stand, and bytes where text stands, each of an allowed length', () => {
  const extensions = map([uint(1), bstr(ascii('mimi://b.example/u/alice'))], [uint(2), tstr('mimi://hub.example/r/1')]);
  const body = array(uint(1), tstr(''), uint(1), bstr(ascii('text/plain')), bstr(ascii('hello')));
  for (const content of [rawMimiContent({ extensions }), rawMimiContent({ body })]) {
    assert.equal(
      codeOf(() => decodeMimiContent(content)),
      'invalid-value',
    );
  }
});

describe('CBOR that is accepted, at the edge of what is refused', () => {
  const accepted: [string, Uint8Array][] = [
    ['1,024 parts', rawMimiContent({ body: manyParts(1_023) })],
    ['four levels of parts', rawMimiContent({ body: nestedParts(4) })],
    ['8,000 items', withExtensions([uint(300), array(...new Array<Uint8Array>(8_000).fill(nil))])],
    ['four levels in the extensions', withExtensions([uint(300), nestedArrays(3)])],
    [
      'the example of the draft: a tag at level four',
      withExtensions([uint(256), join(bytes(0x81, 0x81), tag(32, tstr('u')))]),
    ],
    ['keys in bytewise order', withExtensions([uint(300), nil], [bytes(0x20), nil], [tstr('k'), nil])],
    ['a float that half precision cannot hold', withExtensions([uint(300), bytes(0xfa, 0x3f, 0x80, 0x10, 0)])],
    ['a float that half precision holds', withExtensions([uint(300), bytes(0xf9, 0x3c, 0)])],
    ['a float below the smallest half', withExtensions([uint(300), bytes(0xfa, 0x33, 0, 0, 0)])],
    [
      'a float below 2^-14 with a bit more than half precision has',
      withExtensions([uint(300), bytes(0xfa, 0x38, 0, 0x20, 0)]),
    ],
    [
      'a key of -2^53 + 1 in a nested map',
      withExtensions([uint(300), map([join(bytes(0x3b), bytes(0, 0x1f, 255, 255, 255, 255, 255, 254)), nil])]),
    ],
    ['the one NaN', withExtensions([uint(300), bytes(0xf9, 0x7e, 0)])],
    ['undefined in an extension', withExtensions([uint(300), bytes(0xf7)])],
    [
      'a nested map with keys of three types',
      withExtensions([uint(300), map([uint(1), nil], [bytes(0x41, 1), nil], [tstr('k'), nil])]),
    ],
    ['an integer of 8 bytes', withExtensions([uint(300), join(bytes(0x1b), new Uint8Array(8).fill(255))])],
  ];
  for (const [name, content] of accepted) {
    test(name, () =>
      assert.equal(
        codeOf(() => decodeMimiContent(content)),
        'accepted',
      ),
    );
  }
});

test('a byte order mark in text stays: dropping it would give two messages one text', () => {
  const text = '\ufeff and thirty-two characters or more';
  const content = makeContent('x', { otherExtensions: new Map([['note', text]]) });
  assert.equal(decodeMimiContent(encodeMimiContent(content)).otherExtensions.get('note'), text);
});

test('the key __proto__ is an extension like any other', () => {
  const content = makeContent('x', { otherExtensions: new Map([['__proto__', 'polluted']]) });
  const decoded = decodeMimiContent(encodeMimiContent(content));
  assert.equal(decoded.otherExtensions.get('__proto__'), 'polluted');
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});

test('no result shares memory with the input', () => {
  const input = encodeMimiContent(makeContent('hello'));
  const decoded = decodeMimiContent(input);
  const before = structuredClone(decoded);
  input.fill(0);
  assert.deepEqual(decoded, before);
});

test('no flipped bit of a content gives a second encoding of any content', () => {
  const honest = encodeMimiContent(makeContent('hello', { otherExtensions: new Map([[300, [1, 'two', null]]]) }));
  let accepted = 0;
  for (let index = 0; index < honest.length; index++) {
    for (let bit = 0; bit < 8; bit++) {
      const altered = flip(honest, index, bit);
      let decoded: ReturnType<typeof decodeMimiContent>;
      try {
        decoded = decodeMimiContent(altered);
      } catch (error) {
        assert.ok(error instanceof FrankingError);
        continue;
      }
      accepted++;
      assert.deepEqual(encodeMimiContent(decoded), altered);
    }
  }
  assert.ok(accepted > 0);
});

test('random bytes and random heads throw nothing but FrankingError', () => {
  const heads = fc.array(
    fc.constantFrom(0x87, 0x81, 0x82, 0x85, 0xa1, 0xa2, 0x50, 0x60, 0x61, 0xc1, 0xf6, 0, 1, 0x9f, 0xff, 0x1b, 0xfb),
  );
  const input = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    heads.map((values) => Uint8Array.from(values)),
  );
  fc.assert(
    fc.property(input, fc.nat(60), (tail, keep) => {
      codeOf(() => decodeMimiContent(tail));
      codeOf(() => decodeMimiContent(join(rawMimiContent().subarray(0, keep), tail)));
    }),
    { numRuns: 500, seed: 8 },
  );
});
