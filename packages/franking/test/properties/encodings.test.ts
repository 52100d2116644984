/**
 * parse(serialise(x)) = x for every structure of F1, and serialise(parse(b)) = b for every b that is accepted: one value, one
 * encoding (docs/spec/franking.md §1). Attachments' excerpts and profile F0 have theirs in test/attachments and test/mimi.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { tagComponentId } from '../../src/constants.ts';
import {
  createContent,
  createStamp,
  decodeStamp,
  discloseMessage,
  encodeAuthenticatedData,
  encodeCompactStamp,
  encodeStamp,
  evidenceFromJson,
  evidenceToJson,
  expandStamp,
  FrankingError,
  fromBase64Url,
  generateHubKey,
  openContent,
  readTag,
  sha256,
  toBase64Url,
  verifyEvidence,
} from '../../src/index.ts';
import { decodeWholeHeaderPart, decodeWholePart, encodeHeaderPart, encodePart } from '../../src/part.ts';
import { bytesOf, messages, parts, stampContexts } from '../support/arbitraries.ts';
import { flip, rawAuthenticatedData, rawItem } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';

const stamps = fc
  .tuple(stampContexts, bytesOf(16), fc.option(bytesOf(64), { nil: null }))
  .map(([context, mac, signature]) => ({ context, mac, signature }));

/** Turns over one bit anywhere; what is still accepted must be another value, whose one encoding these bytes are. */
function changesNothing<T>(
  bytes: Uint8Array,
  place: number,
  decode: (data: Uint8Array) => T,
  encode: (value: T) => Uint8Array,
) {
  const changed = flip(bytes, Math.floor(place / 8) % bytes.length, place % 8);
  let value: T;
  try {
    value = decode(changed);
  } catch (error) {
    assert.ok(error instanceof FrankingError, String(error));
    return;
  }
  assert.deepEqual(encode(value), changed);
  assert.notDeepEqual(value, decode(bytes));
}

const places = fc.nat(2 ** 20);

describe('content', () => {
  test('what is created opens to the same header, parts and tag', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const { content, tag } = createContent(message);
        const opened = openContent(content);
        assert.deepEqual(opened.header, message.header);
        assert.deepEqual(opened.parts, message.parts);
        assert.deepEqual(opened.tag, tag);
        assert.equal(opened.encodedParts.length, message.parts.length + 1);
      }),
    );
  });

  test('a changed bit makes another content with another tag, or none', () => {
    fc.assert(
      fc.property(messages, places, (message, place) => {
        const { content, tag } = createContent(message);
        const again = (opened: ReturnType<typeof openContent>) => {
          assert.notDeepEqual(opened.tag, tag);
          return createContent({ ...opened, random: () => opened.frankingKey }).content;
        };
        changesNothing(content, place, openContent, again);
      }),
      { numRuns: 300 },
    );
  });

  test('each kind of part alone, and the header', () => {
    fc.assert(
      fc.property(parts, messages, places, (part, { header }, place) => {
        assert.deepEqual(decodeWholePart(encodePart(part)), part);
        changesNothing(encodePart(part), place, decodeWholePart, encodePart);
        assert.deepEqual(decodeWholeHeaderPart(encodeHeaderPart(header)), header);
        changesNothing(encodeHeaderPart(header), place, decodeWholeHeaderPart, encodeHeaderPart);
      }),
      { numRuns: 300 },
    );
  });
});

describe('authenticated data', () => {
  test('the tag comes back; alone it takes 36 bytes, of which no bit can be another', () => {
    fc.assert(
      fc.property(bytesOf(32), places, (tag, place) => {
        const encoded = encodeAuthenticatedData(tag);
        assert.equal(encoded.length, 36);
        assert.deepEqual(readTag(encoded), tag);
        changesNothing(encoded, place, readTag, encodeAuthenticatedData);
      }),
    );
  });

  test('the tag comes back from among items of other components', () => {
    const others = fc.uniqueArray(
      fc.nat(0xffff).filter((id) => id !== tagComponentId),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(bytesOf(32), others, fc.uint8Array({ maxLength: 80 }), (tag, ids, data) => {
        const sorted = [...ids, tagComponentId].sort((a, b) => a - b);
        const items = sorted.map((id) => rawItem(id, id === tagComponentId ? tag : data));
        assert.deepEqual(readTag(rawAuthenticatedData(...items)), tag);
      }),
    );
  });
});

describe('stamp', () => {
  test('full: with and without signature', () => {
    fc.assert(
      fc.property(stamps, places, (stamp, place) => {
        assert.deepEqual(decodeStamp(encodeStamp(stamp)), stamp);
        changesNothing(encodeStamp(stamp), place, decodeStamp, encodeStamp);
      }),
    );
  });

  test('compact: what the receiver knows completes it', () => {
    fc.assert(
      fc.property(stamps, places, (stamp, place) => {
        const known = { ...stamp.context, message: stamp.context.messageHash };
        const expand = (bytes: Uint8Array) => expandStamp(bytes, known);
        const context = { ...stamp.context, messageHash: sha256(known.message) };
        assert.deepEqual(expand(encodeCompactStamp(stamp)), { ...stamp, context });
        changesNothing(encodeCompactStamp(stamp), place, expand, encodeCompactStamp);
      }),
    );
  });
});

describe('evidence', () => {
  test('any disclosure of any message verifies, through JSON, and shows what was revealed', () => {
    const key = generateHubKey({ keyId: 3, notBefore: 0, notAfter: 1_000, random: seeded('round trip') });
    fc.assert(
      fc.property(messages, fc.infiniteStream(fc.boolean()), (message, choose) => {
        const { content, tag } = createContent(message);
        const { sender, groupId } = message.header;
        const place = { hubId: 'h', sender, groupId, epoch: 0n, sequence: 1n, acceptedAt: 1_000 };
        const stamp = createStamp({ key, tag, context: { ...place, messageHash: sha256(content) } });
        const reveal = message.parts.map((_, index) => index + 1).filter(() => choose.next().value);
        const evidence = discloseMessage({ content, stamp, reveal, keys: reveal });
        const item: unknown = JSON.parse(JSON.stringify(evidenceToJson(evidence)));
        assert.deepEqual(evidenceFromJson(item), evidence);
        assert.deepEqual(evidenceToJson(evidenceFromJson(item)), item);
        const verified = verifyEvidence(evidenceFromJson(item), { keys: [key], hubId: 'h' });
        assert.ok(verified.ok, verified.ok ? '' : verified.detail);
        assert.deepEqual(verified.header, message.header);
        assert.deepEqual(
          verified.parts,
          reveal.map((index) => ({ index, part: message.parts[index - 1] })),
        );
        assert.equal(verified.hidden.length + reveal.length, message.parts.length);
      }),
      { numRuns: 50 },
    );
  });

  test('base64url: agrees with Node, both ways; a text that is read is the only one for its bytes', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ';
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.string({ unit: fc.constantFrom(...alphabet) }),
        (bytes, any) => {
          const text = toBase64Url(bytes);
          assert.equal(text, Buffer.from(bytes).toString('base64url'));
          assert.deepEqual(fromBase64Url(text), bytes);
          let read: Uint8Array;
          try {
            read = fromBase64Url(any);
          } catch (error) {
            assert.ok(error instanceof FrankingError);
            return;
          }
          assert.equal(toBase64Url(read), any);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
