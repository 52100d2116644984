import { computeLeaf, derivePartKey } from '../../src/commitment.ts';
import {
  type ContentPart,
  createContent,
  createStamp,
  type DisclosedPart,
  discloseMessage,
  encodeAuthenticatedData,
  encodeCompactStamp,
  encodeStamp,
  evidenceToJson,
  type HubKey,
  type MessageHeader,
  openContent,
  sha256,
} from '../../src/index.ts';
import { closedForm } from '../../src/part.ts';
import { hex } from '../support/hex.ts';
import { acceptedAt, groupId, hubId, makeHeader } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import type { PositiveVector } from './vector-format.ts';

const bytes = seeded('positive vectors');
const referred = bytes(16);
const attachment: Extract<ContentPart, { type: 'attachment' }> = {
  type: 'attachment',
  attachment: {
    url: 'https://media.messenger.localhost/blobs/4f1c',
    name: 'drill.png',
    mediaType: 'image/png',
    size: 48_213,
    width: 640,
    height: 480,
    algorithm: 'A256GCM',
    key: bytes(32),
    nonce: bytes(12),
    ciphertextSha256: bytes(32),
    plaintextSha256: bytes(32),
  },
};

const chunked: ContentPart = {
  type: 'attachment',
  attachment: {
    ...attachment.attachment,
    algorithm: 'A256GCM-STREAM',
    ...{ key: bytes(32), nonce: bytes(12), ciphertextSha256: bytes(32), plaintextSha256: bytes(32) },
    ...{ chunkSize: 65_536, chunkRoot: bytes(32) },
  },
};

interface Case {
  name: string;
  header?: Partial<MessageHeader>;
  parts: ContentPart[];
  reveal?: number[][];
  /** Once more everything of the message, without the key of any attachment but these. */
  keys?: number[][];
  macOnly?: true;
}

const cases: Case[] = [
  { name: 'one text', parts: [{ type: 'text', text: 'I will hurt you' }], reveal: [[0, 1], [0]] },
  {
    name: 'a picture with caption, quote and preview; parts withheld one by one',
    header: { kind: 'media', expiresAfter: 86_400 },
    parts: [
      attachment,
      { type: 'text', text: 'look' },
      { type: 'quote', messageId: referred, sender: 'ana@messenger.localhost', text: '' },
      { type: 'preview', url: 'https://example.org/', title: '' },
    ],
    reveal: [
      [0, 1, 2, 3, 4],
      [0, 1],
      [0, 2, 4],
    ],
    keys: [[]],
  },
  {
    name: 'two files in one message, whole and in chunks; their keys withheld one by one',
    header: { kind: 'media' },
    parts: [attachment, { type: 'text', text: 'both' }, chunked],
    reveal: [
      [0, 1, 2, 3],
      [0, 3],
    ],
    keys: [[], [1], [3]],
  },
  {
    name: 'a reply in several scripts, with a byte order mark and a decomposed letter',
    header: { refersTo: referred },
    parts: [{ type: 'text', text: '\ufeffسلام – e\u0301 – 👩🏽‍🚀 – \u{10ffff}' }],
    reveal: [[0, 1]],
  },
  {
    name: 'a text whose length takes two bytes, and one whose length takes four',
    parts: [
      { type: 'text', text: 'a'.repeat(64) },
      { type: 'text', text: 'b'.repeat(16_384) },
    ],
    reveal: [[0, 1]],
  },
  {
    name: 'an edit',
    header: { kind: 'edit', refersTo: referred },
    parts: [{ type: 'text', text: 'I meant nothing by it' }],
    reveal: [[0, 1]],
  },
  { name: 'a deletion', header: { kind: 'delete', refersTo: referred }, parts: [], reveal: [[0]] },
  {
    name: 'a reaction',
    header: { kind: 'reaction', refersTo: referred },
    parts: [{ type: 'reaction', emoji: '👎🏿' }],
    reveal: [[0, 1]],
  },
  { name: 'a key update', header: { kind: 'key-update' }, parts: [], reveal: [[0]] },
  {
    name: 'the most parts: 64',
    parts: Array.from({ length: 63 }, (_, index) => ({ type: 'text' as const, text: `line ${index + 1}` })),
    reveal: [[0, 63]],
  },
  {
    name: 'names of other people inside a text, kept back one by one',
    parts: [
      { type: 'text', text: 'Tell ' },
      { type: 'mention', account: 'ana@messenger.localhost', name: '@ana' },
      { type: 'text', text: ' and ' },
      { type: 'mention', account: 'ben@messenger.localhost', name: '@ben' },
      { type: 'text', text: ' that I know where they live' },
    ],
    reveal: [
      [0, 1, 3, 5],
      [0, 1, 2, 3, 5],
    ],
  },
  {
    name: 'the largest integers and the shortest ids',
    header: { sender: 's', groupId: new Uint8Array([0]), clientTime: 2 ** 48 - 1, expiresAfter: 2 ** 32 - 1 },
    parts: [{ type: 'text', text: '.' }],
    reveal: [[0, 1]],
  },
  {
    name: 'a text under a MAC-only key, for messengers that accept those',
    parts: [{ type: 'text', text: 'only the safety team can check this stamp' }],
    reveal: [[0, 1], [0]],
    macOnly: true,
  },
];

export function positiveVectors(key: HubKey, macOnly: HubKey): PositiveVector[] {
  return cases.map((item, index) => build(item, item.macOnly ? macOnly : key, BigInt(index + 1)));
}

function build(
  { name, header: change, parts, reveal = [], keys = [] }: Case,
  key: HubKey,
  sequence: bigint,
): PositiveVector {
  const random = seeded(`positive: ${name}`);
  const header = makeHeader({ groupId, messageId: random(16), ...change });
  const { content, tag } = createContent({ header, parts, random });
  const { frankingKey, encodedParts } = openContent(content);
  const message = random(96);
  const largest = header.sender === 's';
  const stamp = createStamp({
    key,
    tag,
    context: {
      hubId,
      sender: header.sender,
      groupId: header.groupId,
      epoch: largest ? 2n ** 64n - 1n : 5n,
      sequence: largest ? 2n ** 53n - 1n : sequence,
      acceptedAt: acceptedAt + Number(sequence),
      messageHash: sha256(message),
    },
  });
  const all = [...encodedParts.keys()];
  const partKeys = encodedParts.map((_, index) => derivePartKey(frankingKey, index));
  const { context, mac, signature } = stamp;
  return {
    name,
    header: {
      ...header,
      groupId: hex(header.groupId),
      messageId: hex(header.messageId),
      refersTo: header.refersTo && hex(header.refersTo),
    },
    parts: parts.map(toJson),
    frankingKey: hex(frankingKey),
    content: hex(content),
    encodedParts: encodedParts.map(hex),
    closedParts: encodedParts.map((part) => hex(closedForm(part))),
    partKeys: partKeys.map(hex),
    leaves: partKeys.map((partKey, index) => hex(computeLeaf(partKey, encodedParts[index] ?? new Uint8Array()))),
    tag: hex(tag),
    authenticatedData: hex(encodeAuthenticatedData(tag)),
    message: hex(message),
    context: {
      ...context,
      groupId: hex(context.groupId),
      epoch: String(context.epoch),
      sequence: String(context.sequence),
      messageHash: hex(context.messageHash),
    },
    mac: hex(mac),
    signature: signature && hex(signature),
    stamp: hex(encodeStamp(stamp)),
    compactStamp: hex(encodeCompactStamp(stamp)),
    evidence: [
      ...reveal.map((indices) => {
        const open = indices.filter((index) => parts[index - 1]?.type === 'attachment');
        return {
          reveal: indices,
          ...(open.length > 0 && { keys: open }),
          item: evidenceToJson(discloseMessage({ content, stamp, reveal: indices, keys: open })),
        };
      }),
      ...keys.map((open) => {
        const named = open.length > 0 && { keys: open };
        return { reveal: all, ...named, item: evidenceToJson(discloseMessage({ content, stamp, ...named })) };
      }),
    ],
  };
}

/** Byte fields in hexadecimal, one level of nesting (the attachment). */
export function toJson(part: DisclosedPart): Record<string, unknown> {
  const readable = (object: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(object).map(([field, value]: [string, unknown]) => [
        field,
        value instanceof Uint8Array ? hex(value) : value,
      ]),
    );
  return part.type === 'attachment' || part.type === 'closed-attachment'
    ? { type: part.type, attachment: readable(part.attachment) }
    : readable(part);
}
