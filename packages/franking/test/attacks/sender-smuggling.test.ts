/** A sender who hides words where reports do not look: in kinds and parts that should carry none. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commit, computeLeaf } from '../../src/commitment.ts';
import {
  type AttachmentDescriptor,
  type ContentPart,
  createContent,
  encodeAuthenticatedData,
} from '../../src/index.ts';
import { encodeHeaderPart, encodePart } from '../../src/part.ts';
import { ascii, bytes, join, put, rawContent, vector, zeros } from '../support/raw.ts';
import { makeHeader } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import { inventEvidence } from './support/accomplice.ts';
import { sealEnvelope } from './support/envelope.ts';
import { draft, judge, judgement, mustVerify, openHouse, receive, report, submit, verdict } from './support/house.ts';

const words: ContentPart = { type: 'text', text: 'hidden here' };
const kinds = { text: 1, edit: 2, delete: 3, reaction: 4, media: 5, 'key-update': 6 } as const;

/** Any bytes as parts, with an honest commitment to them: what a modified client can write. */
function raw(parts: readonly Uint8Array[]) {
  const frankingKey = seeded('smuggler')(32);
  return { content: rawContent({ frankingKey, parts }), tag: commit(frankingKey, parts) };
}

/** Puts such a message through hub and receiver. */
async function attempt(parts: (house: ReturnType<typeof openHouse>) => readonly Uint8Array[]) {
  const house = openHouse();
  const { mal, group } = house;
  const { content, tag } = raw(parts(house));
  const envelope = sealEnvelope(group, mal, { content, authenticatedData: encodeAuthenticatedData(tag) });
  return receive(house, await submit(house.hub, mal.account, envelope));
}

function headerOf(house: ReturnType<typeof openHouse>, kind: number, refersTo: Uint8Array | null): Uint8Array {
  const { account: sender } = house.mal;
  const header = encodeHeaderPart(makeHeader({ sender, groupId: house.group.groupId }));
  const optional = refersTo ? join(bytes(1), refersTo) : bytes(0);
  return join(header.subarray(0, header.length - 6), bytes(kind), optional, zeros(4));
}

function describedFile(): AttachmentDescriptor {
  return {
    ...{ url: 'https://x', name: 'n', mediaType: 'a/b', size: 3, width: 0, height: 0, algorithm: 'A256GCM' },
    ...{ key: zeros(32), nonce: zeros(12), ciphertextSha256: zeros(32), plaintextSha256: zeros(32) },
  };
}

describe('B10: words in a message that should carry none', () => {
  test('B10: the encoder refuses them', () => {
    for (const kind of ['delete', 'reaction', 'key-update'] as const) {
      const header = makeHeader({ kind, refersTo: kind === 'key-update' ? null : zeros(16) });
      assert.throws(() => createContent({ header, parts: [words] }), { code: 'kind-mismatch' });
    }
  });

  for (const kind of ['delete', 'reaction', 'key-update'] as const) {
    test(`B10: so does every receiver, where a modified client writes ${kind} past the encoder`, async () => {
      const refersTo = kind === 'key-update' ? null : zeros(16);
      const received = await attempt((house) => [headerOf(house, kinds[kind], refersTo), encodePart(words)]);
      assert.equal(verdict(received), 'content-malformed');
      assert.match(received.ok ? '' : received.detail, /^kind-mismatch/);
    });
  }

  test('B10: a deletion or an edit of no message, a key update that names one', async () => {
    const cases: [number, Uint8Array | null, Uint8Array[]][] = [
      [kinds.delete, null, []],
      [kinds.edit, null, [encodePart(words)]],
      [kinds.reaction, null, [encodePart({ type: 'reaction', emoji: '+' })]],
      [kinds['key-update'], zeros(16), []],
    ];
    for (const [kind, refersTo, parts] of cases) {
      const received = await attempt((house) => [headerOf(house, kind, refersTo), ...parts]);
      assert.match(received.ok ? 'shown' : received.detail, /^kind-mismatch/);
    }
  });

  test('B10: a text, an edit or a medium without a body, a medium without an attachment', async () => {
    const cases: [number, Uint8Array | null, Uint8Array[]][] = [
      [kinds.text, null, []],
      [kinds.edit, zeros(16), []],
      [kinds.media, null, []],
      [kinds.media, null, [encodePart(words)]],
    ];
    for (const [kind, refersTo, parts] of cases) {
      const received = await attempt((house) => [headerOf(house, kind, refersTo), ...parts]);
      assert.match(received.ok ? 'shown' : received.detail, /^kind-mismatch/);
    }
  });

  test('B10: a reaction of several parts, and a reaction part beside words', async () => {
    const emoji = encodePart({ type: 'reaction', emoji: '+' });
    const two = await attempt((house) => [headerOf(house, kinds.reaction, zeros(16)), emoji, emoji]);
    const beside = await attempt((house) => [headerOf(house, kinds.text, null), encodePart(words), emoji]);
    for (const received of [two, beside]) assert.match(received.ok ? 'shown' : received.detail, /^kind-mismatch/);
  });

  test('B10: a reaction as long as a letter', async () => {
    const long = join(bytes(5), vector(ascii('x'.repeat(65))));
    const received = await attempt((house) => [headerOf(house, kinds.reaction, zeros(16)), long]);
    assert.match(received.ok ? 'shown' : received.detail, /^too-long/);
    const header = makeHeader({ kind: 'reaction', refersTo: zeros(16) });
    const parts: ContentPart[] = [{ type: 'reaction', emoji: 'x'.repeat(65) }];
    assert.throws(() => createContent({ header, parts }), { code: 'too-long' });
  });
});

describe('B10: kinds and parts that nobody knows', () => {
  test('B10: an unknown message kind is not shown, so that no newer client can be told what older reports cannot say', async () => {
    for (const kind of [0, 7, 64, 255]) {
      const received = await attempt((house) => [headerOf(house, kind, null), encodePart(words)]);
      assert.match(received.ok ? 'shown' : received.detail, /^invalid-value/);
    }
  });

  test('B10: an unknown part type beside words that are shown', async () => {
    for (const type of [7, 0x40, 0xff]) {
      const unknown = join(bytes(type), vector(ascii('hidden here')));
      const received = await attempt((house) => [headerOf(house, kinds.text, null), encodePart(words), unknown]);
      assert.match(received.ok ? 'shown' : received.detail, /^invalid-value/, `part type ${type}`);
    }
  });

  test('B10: a file in a way of encryption that nobody knows', async () => {
    const chunked = { algorithm: 'A256GCM-STREAM', chunkSize: 4_096, chunkRoot: zeros(32) } as const;
    const file = encodePart({ type: 'attachment', attachment: { ...describedFile(), ...chunked } });
    const at = file.length - (32 + 12 + 32 + 32 + 4 + 32) - 1;
    assert.equal(file[at], 2);
    for (const algorithm of [0, 3, 255]) {
      const unknown = put(file, at, bytes(algorithm));
      const received = await attempt((house) => [headerOf(house, kinds.media, null), unknown]);
      assert.match(received.ok ? 'shown' : received.detail, /^invalid-value/, `algorithm ${algorithm}`);
    }
  });

  test('B10: a second header, and a first part that is none', async () => {
    const second = await attempt((house) => [headerOf(house, 1, null), headerOf(house, 1, null)]);
    const none = await attempt(() => [encodePart(words)]);
    const disguised = await attempt((house) => [put(headerOf(house, 1, null), 0, bytes(1)), encodePart(words)]);
    for (const received of [second, none, disguised])
      assert.match(received.ok ? 'shown' : received.detail, /^part-order/);
  });

  test('B10: a sixty-fifth part', async () => {
    const many = Array.from({ length: 64 }, () => encodePart(words));
    const received = await attempt((house) => [headerOf(house, 1, null), ...many]);
    assert.match(received.ok ? 'shown' : received.detail, /^part-count/);
  });

  test('B10: an encoder that is handed an unknown kind or part refuses it', () => {
    const kind = JSON.parse('"whisper"');
    assert.throws(() => createContent({ header: makeHeader({ kind, refersTo: zeros(16) }), parts: [words] }), {
      code: 'invalid-argument',
    });
    const number = JSON.parse('{ "type": "text", "text": 5 }');
    assert.throws(() => createContent({ header: makeHeader(), parts: [number] }), { code: 'invalid-argument' });
    const attachment = Object.assign(describedFile(), JSON.parse('{ "algorithm": "XOR" }'));
    const media = makeHeader({ kind: 'media' });
    assert.throws(() => createContent({ header: media, parts: [{ type: 'attachment', attachment }] }), {
      code: 'invalid-argument',
    });
    const part = JSON.parse('{ "type": "whisper", "text": "hidden here" }');
    assert.throws(() => createContent({ header: makeHeader(), parts: [part] }), { code: 'invalid-argument' });
  });
});

describe('B10: what may carry words is reportable like any text', () => {
  test('B10: an edit proves its words and which message it changed', async () => {
    const house = openHouse();
    const { mal, group } = house;
    const refersTo = seeded('first message')(16);
    const made = draft(group, mal, 'the new words', { header: { kind: 'edit', refersTo } });
    const delivered = await submit(house.hub, mal.account, sealEnvelope(group, mal, made));
    const { header, parts } = mustVerify(judge(house, report(house, delivered)));
    assert.deepEqual([header.kind, header.refersTo], ['edit', refersTo]);
    assert.deepEqual(parts, [{ index: 1, part: { type: 'text', text: 'the new words' } }]);
  });

  test('B10: a reaction proves its emoji', async () => {
    const house = openHouse();
    const { mal, group } = house;
    const more = {
      header: { kind: 'reaction', refersTo: zeros(16) },
      parts: [{ type: 'reaction', emoji: 'x' }],
    } as const;
    const delivered = await submit(house.hub, mal.account, sealEnvelope(group, mal, draft(group, mal, '', more)));
    assert.equal(mustVerify(judge(house, report(house, delivered))).parts[0]?.part.type, 'reaction');
  });
});

/**
 * A hub and a reporter that collude can put anything behind a stamp; the verifier holds evidence to the table of §2.1 as far
 * as it can see, so that even then no words are shown to a reviewer that no device could have shown.
 */
test('B10: evidence of a message that no device would have shown is refused by the safety team', async () => {
  const house = openHouse();
  const { mal, group } = house;
  const cases: [number, Uint8Array | null, Uint8Array[], string][] = [
    [kinds.delete, zeros(16), [encodePart(words)], 'kind-mismatch'],
    [kinds.reaction, zeros(16), [encodePart(words)], 'kind-mismatch'],
    [kinds['key-update'], null, [encodePart(words)], 'kind-mismatch'],
    [kinds.edit, null, [encodePart(words)], 'kind-mismatch'],
    [kinds.text, null, [encodePart({ type: 'reaction', emoji: '+' })], 'kind-mismatch'],
    [kinds.text, null, [join(bytes(9), vector(ascii('hidden here')))], 'part-malformed'],
    [kinds.text, null, [join(encodePart(words), zeros(1))], 'part-malformed'],
    [9, null, [encodePart(words)], 'header-malformed'],
  ];
  for (const [kind, refersTo, body, code] of cases) {
    const { evidence } = await inventEvidence(house, group, mal.account, [headerOf(house, kind, refersTo), ...body]);
    assert.equal(judgement(house, evidence), code);
    if (code !== 'kind-mismatch') continue;
    const [, hiddenBody] = evidence.revealed;
    if (!hiddenBody || kind === kinds.text || kind === kinds.reaction) continue;
    const hidden = [{ index: 1, leaf: computeLeaf(hiddenBody.key, hiddenBody.part) }];
    const kept = { ...evidence, revealed: evidence.revealed.slice(0, 1), hidden };
    assert.equal(judgement(house, kept), code, 'also where the body is kept back');
  }
});
