import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
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
} from '../src/index.ts';
import { decodePart, encodePart } from '../src/part.ts';
import { Reader } from '../src/reader.ts';
import { bytesOf, messages, parts, stampContexts } from './support/arbitraries.ts';
import { flip } from './support/raw.ts';
import { seeded } from './support/seeded.ts';

test('content: what is created opens to the same header, parts and tag', () => {
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

test('part: each kind of part round-trips alone', () => {
  fc.assert(
    fc.property(parts, (part) => {
      const reader = new Reader(encodePart(part), 65_536, 'part');
      assert.deepEqual(decodePart(reader), part);
      assert.ok(reader.done);
    }),
  );
});

test('content: the decoder accepts one encoding only; a changed byte is another message or an error', () => {
  const { content } = createContent({
    header: {
      sender: 'ana@messenger.localhost',
      groupId: new Uint8Array(16),
      messageId: new Uint8Array(16),
      clientTime: 1,
      kind: 'media',
      refersTo: null,
      expiresAfter: 0,
    },
    parts: [
      { type: 'text', text: 'x'.repeat(70) },
      {
        type: 'attachment',
        attachment: {
          ...{ url: 'https://x', name: 'n', mediaType: 'a/b', size: 1, width: 2, height: 3, algorithm: 'A256GCM' },
          ...{ key: new Uint8Array(32), nonce: new Uint8Array(12) },
          ...{ ciphertextSha256: new Uint8Array(32), plaintextSha256: new Uint8Array(32) },
        },
      },
      { type: 'quote', messageId: new Uint8Array(16), sender: 's', text: '' },
      { type: 'preview', url: 'u', title: '' },
    ],
    random: seeded('canonical'),
  });
  const original = openContent(content);
  for (let index = 0; index < content.length; index++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = flip(content, index, bit);
      let opened: ReturnType<typeof openContent>;
      try {
        opened = openContent(changed);
      } catch (error) {
        assert.ok(error instanceof FrankingError, String(error));
        continue;
      }
      assert.notDeepEqual(opened.tag, original.tag);
      const again = createContent({ ...opened, random: () => opened.frankingKey });
      assert.deepEqual(again.content, changed);
    }
  }
});

test('decoders throw FrankingError, and nothing else, on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const decode of [openContent, readTag, decodeStamp]) {
        try {
          decode(bytes);
        } catch (error) {
          assert.ok(error instanceof FrankingError, String(error));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('authenticated data: the tag comes back; alone it takes 36 bytes', () => {
  fc.assert(
    fc.property(bytesOf(32), (tag) => {
      const encoded = encodeAuthenticatedData(tag);
      assert.equal(encoded.length, 36);
      assert.deepEqual(readTag(encoded), tag);
    }),
  );
});

test('stamp: full and compact forms give back the same stamp, with and without signature', () => {
  fc.assert(
    fc.property(stampContexts, bytesOf(16), fc.option(bytesOf(64), { nil: null }), (context, mac, signature) => {
      const stamp = { context, mac, signature };
      assert.deepEqual(decodeStamp(encodeStamp(stamp)), stamp);
      const message = context.messageHash;
      const known = { ...context, message };
      const expanded = expandStamp(encodeCompactStamp(stamp), known);
      assert.deepEqual(expanded, { ...stamp, context: { ...context, messageHash: sha256(message) } });
    }),
  );
});

test('evidence: any disclosure of any message verifies, through JSON, and shows what was revealed', () => {
  const key = generateHubKey({ keyId: 3, notBefore: 0, notAfter: 1_000, random: seeded('round trip') });
  fc.assert(
    fc.property(messages, fc.infiniteStream(fc.boolean()), (message, choose) => {
      const { content, tag } = createContent(message);
      const { sender, groupId } = message.header;
      const stamp = createStamp({
        key,
        tag,
        context: {
          ...{ hubId: 'h', sender, groupId, epoch: 0n, sequence: 1n, acceptedAt: 1_000 },
          messageHash: sha256(content),
        },
      });
      const reveal = message.parts.map((_, index) => index + 1).filter(() => choose.next().value);
      const evidence = discloseMessage({ content, stamp, reveal });
      const item = JSON.parse(JSON.stringify(evidenceToJson(evidence)));
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

test('base64url: agrees with Node, both ways', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64Url(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64url'));
      assert.deepEqual(fromBase64Url(text), bytes);
    }),
  );
});
