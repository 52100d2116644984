import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createDataKey,
  createMasterKey,
  createMasterKeyring,
  decryptAtRest,
  encryptAtRest,
  retireMasterKey,
  rewrap,
  rotateMasterKey,
  unwrapDataKey,
  wrapDataKey,
  wrappingKeyId,
  zeroize,
} from '@wellhouse/sealing';
import fc from 'fast-check';
import { flipBit, rejectsWith, text } from './helpers.ts';

const master = (keyId: string) => createMasterKey({ keyId, createdAt: 1_790_000_000_000 });
const ring = createMasterKeyring(master('m1'));
const context = 'case:1/report:1';

describe('data at rest', () => {
  test('any bytes come back under the key and the context they were encrypted with', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.string({ minLength: 1, maxLength: 80 }),
        async (data, where) => {
          const dataKey = createDataKey();
          const box = await encryptAtRest(dataKey, data, where);
          assert.equal(box.length, data.length + 85);
          assert.deepEqual(await decryptAtRest(dataKey, box, where), Uint8Array.from(data));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('every prefix and every flipped bit is refused, and the refusal says which', async () => {
    const dataKey = createDataKey();
    const box = await encryptAtRest(dataKey, text('evidence'), context);
    for (let length = 0; length < 85; length++) {
      await rejectsWith('truncated', () => decryptAtRest(dataKey, box.subarray(0, length), context), `${length} bytes`);
    }
    for (let length = 85; length < box.length; length++) {
      await rejectsWith('tampered', () => decryptAtRest(dataKey, box.subarray(0, length), context), `${length} bytes`);
    }
    const codeAt = (at: number) =>
      at < 3
        ? 'malformed'
        : at === 3
          ? 'unsupported-version'
          : at === 4
            ? 'unsupported-suite'
            : at < 69
              ? 'wrong-key'
              : 'tampered';
    for (let at = 0; at < box.length; at++) {
      await rejectsWith(codeAt(at), () => decryptAtRest(dataKey, flipBit(box, at, at % 8), context), `byte ${at}`);
    }
  });

  test('evidence moved to another case or another place in the case is refused', async () => {
    const dataKey = createDataKey();
    const box = await encryptAtRest(dataKey, text('evidence'), context);
    await rejectsWith('wrong-key', () => decryptAtRest(dataKey, box, 'case:1/report:2'));
    await rejectsWith('wrong-key', () => decryptAtRest(createDataKey(), box, context));
  });

  test('the same evidence encrypted twice shares no salt, commitment or ciphertext', async () => {
    const dataKey = createDataKey();
    const first = await encryptAtRest(dataKey, text('evidence'), context);
    const second = await encryptAtRest(dataKey, text('evidence'), context);
    for (const [from, to] of [
      [5, 37],
      [37, 69],
      [69, first.length],
    ] as const) {
      assert.notDeepEqual(first.subarray(from, to), second.subarray(from, to));
    }
  });

  test('a key of another length is refused', async () => {
    await rejectsWith('invalid-input', () => encryptAtRest(new Uint8Array(31), text('x'), context));
    await rejectsWith('invalid-input', () => encryptAtRest(new Uint8Array(64), text('x'), context));
    await rejectsWith('invalid-input', () => encryptAtRest(createDataKey(), text('x'), ''));
  });
});

describe('a wrapped data key', () => {
  test('unwraps under its master key and context only', async () => {
    const dataKey = createDataKey();
    const wrapped = await wrapDataKey(ring, dataKey, 'case:1');
    assert.deepEqual(await unwrapDataKey(ring, wrapped, 'case:1'), dataKey);
    await rejectsWith('wrong-key', () => unwrapDataKey(ring, wrapped, 'case:2'));
    await rejectsWith('wrong-key', () => unwrapDataKey(createMasterKeyring(master('m1')), wrapped, 'case:1'));
    await rejectsWith('unknown-key', () => unwrapDataKey(createMasterKeyring(master('m2')), wrapped, 'case:1'));
  });

  test('every prefix and every flipped bit is refused', async () => {
    const wrapped = await wrapDataKey(ring, createDataKey(), 'case:1');
    for (let length = 0; length < wrapped.length; length++) {
      await assert.rejects(() => unwrapDataKey(ring, wrapped.subarray(0, length), 'case:1'), { name: 'SealingError' });
    }
    for (let at = 0; at < wrapped.length; at++) {
      await assert.rejects(() => unwrapDataKey(ring, flipBit(wrapped, at), 'case:1'), { name: 'SealingError' });
    }
  });

  test('does not pass for evidence, nor evidence for a wrapped key, even under the same key and context', async () => {
    const key = ring.keys[0]?.key ?? new Uint8Array();
    const wrapped = await wrapDataKey(ring, createDataKey(), 'case:1');
    const box = await encryptAtRest(key, createDataKey(), 'case:1');
    await rejectsWith('malformed', () => decryptAtRest(key, wrapped, 'case:1'));
    await rejectsWith('malformed', () => unwrapDataKey(ring, box, 'case:1'));
    // With the headers swapped too, the purpose inside the derivation still tells them apart.
    const disguised = Uint8Array.of(...wrapped.subarray(0, 8), ...box.subarray(5));
    await rejectsWith('wrong-key', () => unwrapDataKey(ring, disguised, 'case:1'));
  });
});

describe('rotating the master key', () => {
  test('keeps old wrappings readable until they are rewrapped, and then the old key can go', async () => {
    const dataKey = createDataKey();
    const old = await wrapDataKey(ring, dataKey, 'case:1');
    const both = rotateMasterKey(ring, master('m2'));
    assert.deepEqual(await unwrapDataKey(both, old, 'case:1'), dataKey);
    const renewed = await rewrap(both, old, 'case:1');
    assert.equal(wrappingKeyId(renewed), 'm2');
    const retired = retireMasterKey(both, 'm1');
    assert.deepEqual(await unwrapDataKey(retired, renewed, 'case:1'), dataKey);
    await rejectsWith('unknown-key', () => unwrapDataKey(retired, old, 'case:1'));
  });

  test('leaves the evidence as it is', async () => {
    const dataKey = createDataKey();
    const box = await encryptAtRest(dataKey, text('evidence'), context);
    const both = rotateMasterKey(ring, master('m2'));
    const renewed = await rewrap(both, await wrapDataKey(ring, dataKey, 'case:1'), 'case:1');
    const again = await unwrapDataKey(retireMasterKey(both, 'm1'), renewed, 'case:1');
    assert.deepEqual(await decryptAtRest(again, box, context), text('evidence'));
  });

  test('a rewrapping that is current already is left alone, and a broken one is refused', async () => {
    const wrapped = await wrapDataKey(ring, createDataKey(), 'case:1');
    assert.equal(await rewrap(ring, wrapped, 'case:1'), wrapped);
    await rejectsWith('wrong-key', () => rewrap(ring, wrapped, 'case:2'));
  });

  test('never drops the current key, reuses an id or forgets a key', () => {
    assert.throws(() => retireMasterKey(ring, 'm1'), { code: 'invalid-input' });
    assert.throws(() => retireMasterKey(ring, 'm9'), { code: 'unknown-key' });
    assert.throws(() => rotateMasterKey(ring, master('m1')), { code: 'invalid-input' });
    assert.deepEqual(
      rotateMasterKey(ring, master('m2')).keys.map(({ keyId }) => keyId),
      ['m2', 'm1'],
    );
    assert.deepEqual(
      ring.keys.map(({ keyId }) => keyId),
      ['m1'],
    );
  });
});

test('destroying the one wrapped key of a case erases that case, and no other', async () => {
  const everything = rotateMasterKey(ring, master('m2'));
  const wrappedKeys = new Map<string, Uint8Array>();
  const evidence = new Map<string, Uint8Array>();
  for (const id of ['case:1', 'case:2']) {
    const dataKey = createDataKey();
    wrappedKeys.set(id, await wrapDataKey(everything, dataKey, id));
    evidence.set(id, await encryptAtRest(dataKey, text(`evidence of ${id}`), `${id}/report:1`));
    zeroize(dataKey);
    assert.ok(dataKey.every((byte) => byte === 0));
  }
  wrappedKeys.delete('case:1');

  // Everything that is left: both master keys, the other case's key, all ciphertext.
  const left = await Promise.all([...wrappedKeys].map(([id, wrapped]) => unwrapDataKey(everything, wrapped, id)));
  for (const key of [...left, ...everything.keys.map((entry) => entry.key)]) {
    const box = evidence.get('case:1') ?? new Uint8Array();
    for (const where of ['case:1/report:1', 'case:2/report:1']) {
      await rejectsWith('wrong-key', () => decryptAtRest(key, box, where));
    }
  }
  const [kept] = left;
  assert.ok(kept);
  const still = await decryptAtRest(kept, evidence.get('case:2') ?? new Uint8Array(), 'case:2/report:1');
  assert.deepEqual(still, text('evidence of case:2'));
});
