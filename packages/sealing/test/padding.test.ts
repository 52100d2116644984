import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paddedLength } from '@wellhouse/sealing';
import fc from 'fast-check';
import { pad, unpad } from '../src/padding.ts';

test('padding is undone, and adds at most 12 % above the shortest length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4000 }), (payload) => {
      const padded = pad(payload);
      assert.equal(padded.length, paddedLength(4 + payload.length));
      assert.deepEqual(unpad(padded), Uint8Array.from(payload));
    }),
  );
  for (let length = 1025; length < 600_000; length += 97) {
    assert.ok(paddedLength(length) >= length && paddedLength(length) <= length * 1.12, `${length}`);
  }
});

test('a longer text never makes a shorter sealed report, and padding a padded length changes nothing', () => {
  let last = 0;
  for (let length = 0; length < 70_000; length++) {
    const padded = paddedLength(length);
    assert.ok(padded >= last);
    assert.equal(paddedLength(padded), padded);
    last = padded;
  }
});

test('lengths up to half a megabyte fall into fewer than two hundred classes', () => {
  const classes = new Set<number>();
  for (let length = 0; length <= 512 * 1024; length++) classes.add(paddedLength(length));
  assert.ok(classes.size < 200, `${classes.size}`);
});
