/** Attacks by a sender who wants to be read and not to be reportable. Every one has to fail at the receiver. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tagComponentId } from '../../src/constants.ts';
import {
  type CheckReceivedInput,
  checkReceived,
  createContent,
  createStamp,
  encodeAuthenticatedData,
  encodeStamp,
  openContent,
  sha256,
  verifyEvidence,
} from '../../src/index.ts';
import { bytes, flip, join, rawAuthenticatedData, rawContent, rawItem, vector, zeros } from '../support/raw.ts';
import {
  acceptedAt,
  asEvidence,
  asReceived,
  groupId,
  hubId,
  hubKey,
  makeHeader,
  makeScene,
  otherGroupId,
  sender,
} from '../support/scene.ts';

const honest = makeScene();

function dropped(input: CheckReceivedInput): { rule: number; code: string } {
  const received = checkReceived(input);
  assert.ok(!received.ok, 'an unreportable message was shown');
  return { rule: received.rule, code: received.code };
}

/** As if the hub had stamped these very authenticated data and content: what a careless hub would let through. */
function stampedAs(content: Uint8Array, authenticatedData: Uint8Array, tag: Uint8Array): CheckReceivedInput {
  const message = join(authenticatedData, content);
  const context = { hubId, sender, groupId, epoch: 5n, sequence: 41n, acceptedAt, messageHash: sha256(message) };
  const stamp = encodeStamp(createStamp({ key: hubKey, tag, context }));
  return asReceived(honest, { content, authenticatedData, message, stamp });
}

test('an honest message is shown', () => {
  assert.ok(checkReceived(asReceived(honest)).ok);
});

test('B1: no tag', () => {
  for (const authenticatedData of [zeros(0), rawAuthenticatedData(), rawAuthenticatedData(rawItem(0x20, honest.tag))]) {
    assert.deepEqual(dropped(stampedAs(honest.content, authenticatedData, honest.tag)), {
      rule: 4,
      code: 'tag-missing',
    });
  }
});

test('B2: a wrong tag, in any bit, even if the hub stamps it', () => {
  for (let bit = 0; bit < 256; bit++) {
    const tag = flip(honest.tag, bit >> 3, bit & 7);
    const input = stampedAs(honest.content, encodeAuthenticatedData(tag), tag);
    assert.deepEqual(dropped(input), { rule: 4, code: 'tag-mismatch' });
  }
});

test('B3: two tags, a tag under another component, a tag of another length', () => {
  const item = rawItem(tagComponentId, honest.tag);
  const cases: [Uint8Array, string][] = [
    [rawAuthenticatedData(item, item), 'tag-duplicate'],
    [rawAuthenticatedData(item, rawItem(tagComponentId, zeros(32))), 'tag-duplicate'],
    [rawAuthenticatedData(rawItem(tagComponentId + 1, honest.tag)), 'tag-missing'],
    [rawAuthenticatedData(rawItem(tagComponentId, honest.tag.subarray(1))), 'authenticated-data-malformed'],
  ];
  for (const [authenticatedData, code] of cases) {
    assert.deepEqual(dropped(stampedAs(honest.content, authenticatedData, honest.tag)), { rule: 4, code });
  }
});

test('a tag beside items of other components is accepted', () => {
  const data = rawAuthenticatedData(
    rawItem(1, bytes(9)),
    rawItem(tagComponentId, honest.tag),
    rawItem(0x9000, zeros(3)),
  );
  assert.ok(checkReceived(stampedAs(honest.content, data, honest.tag)).ok);
});

test('B4: message m1 with the tag of message m2', () => {
  const other = makeScene({ label: 'm2', parts: [{ type: 'text', text: 'good morning' }] });
  const input = stampedAs(honest.content, other.authenticatedData, other.tag);
  assert.deepEqual(dropped(input), { rule: 4, code: 'tag-mismatch' });
});

describe('B5: bad franking keys', () => {
  test('all zero: refused by the encoder and by the receiver', () => {
    assert.throws(() => createContent({ header: makeHeader(), parts: [], random: zeros }), { name: 'FrankingError' });
    const { encodedParts } = openContent(honest.content);
    const content = rawContent({ frankingKey: zeros(32), parts: encodedParts });
    const { code } = dropped(stampedAs(content, honest.authenticatedData, honest.tag));
    assert.equal(code, 'content-malformed');
  });

  test('reused: each message still proves its own words and no others', () => {
    const random = () => new Uint8Array(32).fill(7);
    const [a, b] = ['first', 'second'].map((text) =>
      createContent({ header: makeHeader(), parts: [{ type: 'text', text }], random }),
    );
    assert.ok(a && b);
    const input = stampedAs(b.content, encodeAuthenticatedData(a.tag), a.tag);
    assert.equal(dropped(input).code, 'tag-mismatch');
  });
});

describe('B6: one content, one encoding', () => {
  const { frankingKey, encodedParts } = openContent(honest.content);
  const [header] = encodedParts;
  assert.ok(header);
  const cases: Record<string, Uint8Array> = {
    'a byte after the content': join(honest.content, zeros(1)),
    'a byte after the last part, counted in': rawContent({ frankingKey, parts: [...encodedParts, zeros(1)] }),
    'a longer length prefix': rawContent({ frankingKey, parts: [header, join(bytes(1, 0x40, 2), bytes(0x68, 0x69))] }),
    'an empty content': zeros(0),
    'invalid UTF-8': rawContent({ frankingKey, parts: [header, join(bytes(1), vector(bytes(0xff)))] }),
    'content of 64 KiB and one byte': join(honest.content, zeros(65_537 - honest.content.length)),
    'a text beyond its limit': rawContent({ frankingKey, parts: [header, join(bytes(1), vector(zeros(32_769)))] }),
  };
  for (const [name, content] of Object.entries(cases)) {
    test(name, () => {
      assert.deepEqual(dropped(asReceived(honest, { content })), { rule: 4, code: 'content-malformed' });
    });
  }

  test('lone surrogates never reach the wire', () => {
    for (const text of ['\ud800', 'a\udc00b', '\udbff\ud800']) {
      assert.throws(() => createContent({ header: makeHeader(), parts: [{ type: 'text', text }] }), {
        code: 'lone-surrogate',
      });
    }
  });
});

test('B7: the header claims another sender than the credential', () => {
  const scene = makeScene({ header: { sender: 'ana@messenger.localhost' } });
  assert.deepEqual(dropped(asReceived(scene)), { rule: 2, code: 'sender-mismatch' });
  const claimed = makeScene({
    header: { sender: 'ana@messenger.localhost' },
    context: { sender: 'ana@messenger.localhost' },
  });
  assert.deepEqual(dropped(asReceived(claimed)), { rule: 2, code: 'sender-mismatch' });
});

test('B7: names that look alike are different accounts', () => {
  for (const name of ['m\u0430l@messenger.localhost', 'mal@messenger.localhost ', 'MAL@messenger.localhost']) {
    assert.equal(dropped(asReceived(makeScene({ header: { sender: name } }))).code, 'sender-mismatch');
  }
});

test('B8: a stamp of a stale epoch, a header of another group', () => {
  assert.deepEqual(dropped(asReceived(honest, { epoch: 6n })), { rule: 3, code: 'epoch-mismatch' });
  const scene = makeScene({ header: { groupId: otherGroupId } });
  assert.deepEqual(dropped(asReceived(scene)), { rule: 3, code: 'group-mismatch' });
  assert.deepEqual(dropped(asReceived(honest, { groupId: otherGroupId })), { rule: 3, code: 'group-mismatch' });
});

test('B10: deletions, reactions and key updates carry no words', () => {
  const refersTo = zeros(16);
  const text = { type: 'text', text: 'hidden here' } as const;
  for (const kind of ['delete', 'reaction', 'key-update'] as const) {
    const header = makeHeader({ kind, refersTo: kind === 'key-update' ? null : refersTo });
    assert.throws(() => createContent({ header, parts: [text] }), { code: 'kind-mismatch' });
  }
});

test('B12: the sender’s clock is carried and decides nothing', () => {
  const scene = makeScene({ header: { clientTime: 0 } });
  const received = checkReceived(asReceived(scene));
  assert.ok(received.ok);
  assert.equal(received.opened.header.clientTime, 0);
  assert.equal(received.stamp.context.acceptedAt, acceptedAt);
  const verified = verifyEvidence(asEvidence(scene), { keys: [hubKey], hubId });
  assert.ok(verified.ok);
  assert.equal(verified.stamp.context.acceptedAt, acceptedAt);
});
