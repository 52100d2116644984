import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { isReceiptToken, receiptToken } from '../../src/intake/receipt-token.ts';
import { createReference, isReference } from '../../src/platform/reference.ts';

const bytes = fc.uint8Array({ minLength: 7, maxLength: 7 });

test('a reference reads WH-XXXX-XXXX and its check character fits', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const reference = createReference('WH', random);
      assert.match(reference, /^WH-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      assert.ok(isReference('WH', reference));
      assert.ok(!isReference('D', reference));
    }),
  );
});

test('one mistyped character of a reference is noticed', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  fc.assert(
    fc.property(bytes, fc.nat(7), fc.integer({ min: 1, max: 31 }), (random, place, shift) => {
      const reference = createReference('D', random);
      const at = place < 4 ? 2 + place : 3 + place;
      const wrong = alphabet[(alphabet.indexOf(reference[at] ?? '') + shift) % 32];
      assert.ok(!isReference('D', reference.slice(0, at) + wrong + reference.slice(at + 1)));
    }),
  );
});

test('a receipt token opens its own report under its own key only', () => {
  const key = randomBytes(32);
  const token = receiptToken(key, 'one');
  assert.ok(isReceiptToken(key, 'one', token));
  assert.ok(!isReceiptToken(key, 'two', token));
  assert.ok(!isReceiptToken(randomBytes(32), 'one', token));
  assert.ok(!isReceiptToken(key, 'one', `${token}A`));
});
