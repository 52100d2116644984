import fc from 'fast-check';
import type { ContentPart, MessageHeader, StampContext } from '../../src/index.ts';

/** Objects as the decoders make them; fast-check would mix in some without a prototype. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

export const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Well-formed text of at most `maximum` bytes: a code point takes up to four. */
const text = (minimum: number, maximum: number) =>
  fc.string({ unit: 'binary', minLength: minimum, maxLength: Math.floor(maximum / 4) });

const uint32 = fc.oneof(
  fc.constantFrom(0, 2 ** 32 - 1),
  fc.maxSafeNat().map((value) => value % 2 ** 32),
);
const uint48 = fc.oneof(
  fc.constantFrom(0, 2 ** 48 - 1),
  fc.maxSafeNat().map((value) => value % 2 ** 48),
);

export const groupIds = fc.uint8Array({ minLength: 1, maxLength: 255 });

const attachmentFields = record({
  url: text(1, 2_048),
  name: text(0, 255),
  mediaType: text(1, 127),
  size: uint48,
  width: fc.nat(2 ** 31 - 1),
  height: fc.nat(2 ** 31 - 1),
  key: bytesOf(32),
  nonce: bytesOf(12),
  ciphertextSha256: bytesOf(32),
  plaintextSha256: bytesOf(32),
});
const wholeAttachment = attachmentFields.map((fields) => ({ ...fields, algorithm: 'A256GCM' as const }));
const chunkedAttachment = fc
  .tuple(attachmentFields, fc.integer({ min: 12, max: 22 }), bytesOf(32))
  .map(([fields, power, chunkRoot]) => ({
    ...fields,
    size: fields.size % (2 ** power * 2 ** 20),
    algorithm: 'A256GCM-STREAM' as const,
    chunkSize: 2 ** power,
    chunkRoot,
  }));
const attachment: fc.Arbitrary<ContentPart> = fc
  .oneof(wholeAttachment, chunkedAttachment)
  .map((value) => ({ type: 'attachment', attachment: value }));

const textPart: fc.Arbitrary<ContentPart> = text(1, 2_000).map((value) => ({ type: 'text', text: value }));
const quote: fc.Arbitrary<ContentPart> = record({
  messageId: bytesOf(16),
  sender: text(1, 255),
  text: text(0, 1_000),
}).map((value) => ({ type: 'quote', ...value }));
const preview: fc.Arbitrary<ContentPart> = record({ url: text(1, 2_048), title: text(0, 512) }).map((value) => ({
  type: 'preview',
  ...value,
}));
const reaction: fc.Arbitrary<ContentPart> = text(1, 64).map((emoji) => ({ type: 'reaction', emoji }));

const mention: fc.Arbitrary<ContentPart> = record({ account: text(1, 255), name: text(1, 255) }).map((value) => ({
  type: 'mention',
  ...value,
}));

export const parts = fc.oneof(textPart, attachment, quote, preview, reaction, mention);
const body = fc.array(fc.oneof(textPart, attachment, quote, preview, mention), { minLength: 1, maxLength: 6 });

const headerFields = {
  sender: text(1, 255),
  groupId: groupIds,
  messageId: bytesOf(16),
  clientTime: uint48,
  expiresAfter: uint32,
};
const header = (kind: MessageHeader['kind'], refersTo: fc.Arbitrary<Uint8Array | null>) =>
  record({ ...headerFields, kind: fc.constant(kind), refersTo });
const maybe = fc.option(bytesOf(16), { nil: null });

/** A message of any kind that §2.1 allows. */
export const messages: fc.Arbitrary<{ header: MessageHeader; parts: ContentPart[] }> = fc.oneof(
  record({ header: header('text', maybe), parts: body }),
  record({ header: header('edit', bytesOf(16)), parts: body }),
  record({
    header: header('media', maybe),
    parts: fc.tuple(attachment, body).map(([first, rest]) => [first, ...rest]),
  }),
  record({ header: header('delete', bytesOf(16)), parts: fc.constant<ContentPart[]>([]) }),
  record({ header: header('reaction', bytesOf(16)), parts: reaction.map((part) => [part]) }),
  record({ header: header('key-update', fc.constant(null)), parts: fc.constant<ContentPart[]>([]) }),
);

export const stampContexts: fc.Arbitrary<StampContext> = record({
  hubId: text(1, 255),
  keyId: uint32,
  sender: text(1, 255),
  groupId: groupIds,
  epoch: fc.bigInt(0n, 2n ** 64n - 1n),
  sequence: fc.bigInt(1n, 2n ** 53n - 1n),
  acceptedAt: uint48,
  messageHash: bytesOf(32),
});
