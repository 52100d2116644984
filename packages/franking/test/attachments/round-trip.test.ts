import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  chunkLayout,
  createChunkReader,
  openAttachment,
  openAttachmentStream,
  sealAttachment,
  sealAttachmentStream,
} from '../../src/index.ts';
import { join } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';
import { chunkSize, pattern, rangesOf, sealChunked } from './support/files.ts';
import { referenceSeal } from './support/reference.ts';

const boundaries = [0, 1, 15, 16, 17].concat(
  [1, 2, 3, 4, 8].flatMap((chunks) => [chunks * chunkSize - 1, chunks * chunkSize, chunks * chunkSize + 1]),
);

describe('what is sealed opens to the same bytes', () => {
  for (const size of boundaries) {
    test(`${size} bytes`, async () => {
      const plaintext = pattern(size);
      for (const algorithm of ['A256GCM', 'A256GCM-STREAM'] as const) {
        const { seal, ciphertext } = await sealAttachment({ plaintext, algorithm, chunkSize });
        assert.equal(seal.algorithm, algorithm);
        assert.equal(seal.size, size);
        const opened = await openAttachment(seal, ciphertext);
        assert.ok(opened.ok, opened.ok ? '' : opened.detail);
        assert.deepEqual(opened.plaintext, plaintext);
      }
    });
  }

  test('any file, in chunks of any size', async () => {
    const chunkSizes = fc.integer({ min: 12, max: 16 }).map((power) => 2 ** power);
    await fc.assert(
      fc.asyncProperty(fc.nat(40_000), chunkSizes, async (size, anySize) => {
        const plaintext = seeded('any file')(size);
        const { seal, ciphertext } = await sealAttachment({ plaintext, chunkSize: anySize });
        const opened = await openAttachment(seal, ciphertext);
        assert.ok(opened.ok, opened.ok ? '' : opened.detail);
        assert.deepEqual(opened.plaintext, plaintext);
      }),
      { numRuns: 50 },
    );
  });
});

test('the bytes are those of an implementation that shares nothing with this one', async () => {
  for (const size of boundaries) {
    const { seal, ciphertext } = await sealChunked(pattern(size));
    const { key, nonce } = seal;
    const reference = referenceSeal({ plaintext: pattern(size), key, nonce, chunkSize });
    assert.deepEqual(seal, reference.seal);
    assert.deepEqual(ciphertext, reference.ciphertext);
  }
});

test('the layout says where each chunk lies, and a reader opens them in any order', async () => {
  for (const size of boundaries) {
    const plaintext = pattern(size);
    const { seal, ciphertext } = await sealChunked(plaintext);
    const { count, length, leafList, chunk } = chunkLayout(seal);
    assert.equal(length, ciphertext.length);
    assert.equal(chunk(count - 1).end, leafList.start);
    const created = await createChunkReader(seal, rangesOf(ciphertext));
    assert.ok(created.ok);
    const { reader } = created;
    for (let index = count - 1; index >= 0; index--) {
      const opened = await reader.open(index);
      assert.ok(opened.ok);
      const { start, end } = reader.layout.plaintext(index);
      assert.equal(opened.offset, start);
      assert.deepEqual(opened.bytes, plaintext.slice(start, end));
    }
    await assert.rejects(reader.open(count), { code: 'invalid-argument' });
  }
});

/** `bytes` cut at places that the random numbers choose, some pieces empty. */
function cut(bytes: Uint8Array, numbers: readonly number[]): Uint8Array[] {
  const places = [0, ...numbers.map((number) => number % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}

test('a stream gives the same file, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(20_000), fc.array(fc.nat(), { maxLength: 9 }), async (size, numbers) => {
      const plaintext = pattern(size);
      const whole = await sealChunked(plaintext);
      const written: Uint8Array[] = [];
      const seal = await sealAttachmentStream({
        source: cut(plaintext, numbers),
        write: (bytes) => void written.push(bytes),
        ...{ chunkSize, random: seeded('file') },
      });
      assert.deepEqual(seal, whole.seal);
      assert.deepEqual(join(...written), whole.ciphertext);

      const shown: Uint8Array[] = [];
      const verdict = await openAttachmentStream(seal, {
        read: () => cut(whole.ciphertext, numbers),
        write: (bytes) => void shown.push(bytes),
      });
      assert.deepEqual(verdict, { ok: true });
      assert.deepEqual(join(...shown), plaintext);
    }),
    { numRuns: 60 },
  );
});

test('a large stream is held a few chunks at a time', async () => {
  const pieces = 256;
  const flow = { given: 0, taken: 0, most: 0 };
  const give = (bytes: Uint8Array) => {
    flow.given += bytes.length;
    flow.most = Math.max(flow.most, flow.given - flow.taken);
    return bytes;
  };
  const take = (bytes: Uint8Array) => {
    flow.taken += bytes.length;
  };
  async function* source() {
    for (let index = 0; index < pieces; index++) yield give(new Uint8Array(chunkSize).fill(index));
  }
  const stored: Uint8Array[] = [];
  const write = (bytes: Uint8Array) => {
    take(bytes);
    stored.push(bytes);
  };
  const seal = await sealAttachmentStream({ source: source(), chunkSize, write });
  assert.equal(seal.size, pieces * chunkSize);
  assert.ok(flow.most <= 4 * chunkSize, `${flow.most} bytes held while sealing`);

  Object.assign(flow, { given: 0, taken: 0, most: 0 });
  let readings = 0;
  async function* reading() {
    readings += 1;
    for (const bytes of stored) yield readings === 1 ? bytes : give(bytes);
  }
  assert.deepEqual(await openAttachmentStream(seal, { read: reading, write: take }), { ok: true });
  assert.equal(readings, 2);
  assert.ok(flow.most <= 4 * (chunkSize + 16), `${flow.most} bytes held while opening`);
});

test('key and nonce are drawn anew for each file', async () => {
  const plaintext = pattern(10);
  const [a, b] = [await sealAttachment({ plaintext }), await sealAttachment({ plaintext })];
  assert.notDeepEqual(a.seal.key, b.seal.key);
  assert.notDeepEqual(a.seal.nonce, b.seal.nonce);
  for (const algorithm of ['A256GCM', 'A256GCM-STREAM'] as const) {
    await assert.rejects(sealAttachment({ plaintext, algorithm, random: (length) => new Uint8Array(length) }), {
      code: 'invalid-argument',
    });
  }
});

test('chunk sizes that are no power of two, too small or too large are refused', async () => {
  for (const wrong of [2_048, 4_095, 5_000, 65_535, 8_388_608, 0, -4_096, Number.NaN, 4_096.5]) {
    await assert.rejects(sealAttachment({ plaintext: pattern(3), chunkSize: wrong }), { code: 'invalid-argument' });
  }
  assert.throws(() => chunkLayout({ size: chunkSize * 2 ** 20 + 1, chunkSize }), { code: 'invalid-argument' });
  assert.equal(chunkLayout({ size: chunkSize * 2 ** 20, chunkSize }).count, 2 ** 20);
});

test('bytes in shared memory are read like others', async () => {
  const { seal, ciphertext } = await sealChunked(pattern(5_000));
  const shared = new Uint8Array(new SharedArrayBuffer(ciphertext.length));
  shared.set(ciphertext);
  const opened = await openAttachment(seal, shared);
  assert.ok(opened.ok);
  assert.deepEqual(opened.plaintext, pattern(5_000));
});
