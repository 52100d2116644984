import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as noble from '../src/primitives-noble.ts';
import * as node from '../src/primitives-node.ts';
import { bytesOf } from './support/arbitraries.ts';
import { hex, unhex } from './support/hex.ts';
import { ascii, flip, join, zeros } from './support/raw.ts';

const data = fc.uint8Array({ maxLength: 2_000 });

for (const [name, primitives] of Object.entries({ node, noble })) {
  describe(`${name} primitives`, () => {
    test('rfc4231: HMAC-SHA-256 test cases 1, 2, 6', () => {
      const hmac = (key: string, text: string) => hex(primitives.hmacSha256(unhex(key), ascii(text)));
      assert.equal(
        hmac('0b'.repeat(20), 'Hi There'),
        'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      );
      assert.equal(
        hmac(hex(ascii('Jefe')), 'what do ya want for nothing?'),
        '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      );
      assert.equal(
        hmac('aa'.repeat(131), 'Test Using Larger Than Block-Size Key - Hash Key First'),
        '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      );
    });

    test('rfc8032 §7.1 test 2: Ed25519', () => {
      const seed = unhex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
      const signature = primitives.ed25519Sign(seed, unhex('72'));
      assert.equal(
        hex(primitives.ed25519PublicKey(seed)),
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      );
      assert.equal(
        hex(signature),
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      );
      assert.ok(primitives.ed25519Verify(primitives.ed25519PublicKey(seed), unhex('72'), signature));
      assert.ok(!primitives.ed25519Verify(primitives.ed25519PublicKey(seed), unhex('73'), signature));
    });

    test('rfc6234: SHA-256 in pieces is SHA-256 of the whole', () => {
      fc.assert(
        fc.property(fc.array(data, { maxLength: 5 }), (pieces) => {
          const stream = primitives.createSha256();
          for (const piece of pieces) stream.update(piece);
          const digest = stream.digest();
          assert.equal(Object.getPrototypeOf(digest), Uint8Array.prototype);
          assert.equal(
            hex(digest),
            createHash('sha256')
              .update(join(...pieces))
              .digest('hex'),
          );
        }),
      );
    });

    test('constantTimeEqual compares content and length', () => {
      assert.ok(primitives.constantTimeEqual(ascii('same'), ascii('same')));
      assert.ok(primitives.constantTimeEqual(zeros(0), zeros(0)));
      assert.ok(!primitives.constantTimeEqual(ascii('same'), ascii('sane')));
      assert.ok(!primitives.constantTimeEqual(ascii('same'), ascii('samee')));
    });

    test('results are plain Uint8Arrays with memory of their own length', () => {
      for (const bytes of [
        primitives.sha256(zeros(1)),
        primitives.hmacSha256(zeros(32), zeros(1)),
        primitives.randomBytes(16),
      ]) {
        assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
      }
    });

    test('random bytes have the length asked for and differ', () => {
      assert.equal(primitives.randomBytes(16).length, 16);
      assert.notDeepEqual(primitives.randomBytes(32), primitives.randomBytes(32));
    });

    test('a signing key that is overwritten in place is used as overwritten', () => {
      const seed = new Uint8Array(32).fill(1);
      const before = primitives.ed25519Sign(seed, ascii('x'));
      seed.fill(2);
      const after = primitives.ed25519Sign(seed, ascii('x'));
      assert.notDeepEqual(before, after);
      assert.deepEqual(after, primitives.ed25519Sign(new Uint8Array(32).fill(2), ascii('x')));
    });
  });
}

describe('both implementations give equal results', () => {
  test('sha256 and hmacSha256, over any chunks and key lengths', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), data, data, (key, a, b) => {
        assert.deepEqual(node.sha256(a), noble.sha256(a));
        assert.deepEqual(node.hmacSha256(key, a, b), noble.hmacSha256(key, a, b));
        const whole = createHmac('sha256', key).update(join(a, b)).digest();
        assert.equal(hex(node.hmacSha256(key, a, b)), whole.toString('hex'));
      }),
    );
  });

  test('ed25519: keys, signatures, and each accepts what the other signs', () => {
    fc.assert(
      fc.property(bytesOf(32), data, (seed, message) => {
        const publicKey = node.ed25519PublicKey(seed);
        const signature = node.ed25519Sign(seed, message);
        assert.deepEqual(noble.ed25519PublicKey(seed), publicKey);
        assert.deepEqual(noble.ed25519Sign(seed, message), signature);
        assert.ok(noble.ed25519Verify(publicKey, message, signature));
        assert.ok(node.ed25519Verify(publicKey, message, signature));
      }),
      { numRuns: 20 },
    );
  });

  test('ed25519: both refuse what has any bit turned over', () => {
    const seed = new Uint8Array(32).fill(9);
    const publicKey = node.ed25519PublicKey(seed);
    const message = ascii('message');
    const signature = node.ed25519Sign(seed, message);
    fc.assert(
      fc.property(fc.nat(63), fc.nat(31), fc.nat(7), (signatureAt, keyAt, bit) => {
        for (const { ed25519Verify } of [node, noble]) {
          assert.ok(!ed25519Verify(publicKey, message, flip(signature, signatureAt, bit)));
          assert.ok(!ed25519Verify(flip(publicKey, keyAt, bit), message, signature));
        }
      }),
      { numRuns: 30 },
    );
  });
});
