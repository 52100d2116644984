/** A sender who wants to be read and not to be reportable: no tag, a wrong one, or one too many. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commit } from '../../src/commitment.ts';
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
} from '../../src/index.ts';
import { bytes, flip, join, rawAuthenticatedData, rawContent, rawItem, zeros } from '../support/raw.ts';
import { acceptedAt, asReceived, groupId, hubId, hubKey, makeHeader, makeScene, sender } from '../support/scene.ts';
import { sealEnvelope } from './support/envelope.ts';
import { draft, openHouse, receive, say, submit, verdict } from './support/house.ts';
import { dropped } from './support/verdicts.ts';

const honest = makeScene();

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

test('B1: the hub takes no such message either, so it gets no number and no stamp', async () => {
  const house = openHouse();
  const { mal, group } = house;
  const { content } = draft(group, mal, 'nobody may report this');
  for (const authenticatedData of [zeros(0), rawAuthenticatedData(), rawAuthenticatedData(rawItem(0x20, zeros(32)))]) {
    const envelope = sealEnvelope(group, mal, { content, authenticatedData });
    await assert.rejects(submit(house.hub, mal.account, envelope), { code: 'tag-missing' });
  }
  assert.equal((await say(house, mal, 'the next one')).sequence, 1n);
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

test('B3: refused by the hub too, which reads the authenticated data out of the very message that it delivers', async () => {
  const house = openHouse();
  const { mal, group } = house;
  const { content, tag } = draft(group, mal, 'which tag is it?');
  const item = rawItem(tagComponentId, tag);
  const cases: [Uint8Array, string][] = [
    [rawAuthenticatedData(item, rawItem(tagComponentId, zeros(32))), 'tag-duplicate'],
    [rawAuthenticatedData(rawItem(tagComponentId + 1, tag)), 'tag-missing'],
    [rawAuthenticatedData(rawItem(tagComponentId, join(tag, zeros(1)))), 'authenticated-data-malformed'],
    [rawAuthenticatedData(item, rawItem(1, zeros(1))), 'authenticated-data-malformed'],
    [join(rawAuthenticatedData(item), zeros(1)), 'authenticated-data-malformed'],
    [join(rawAuthenticatedData(rawItem(1, zeros(4_100)), item)), 'authenticated-data-malformed'],
  ];
  for (const [authenticatedData, code] of cases) {
    const envelope = sealEnvelope(group, mal, { content, authenticatedData });
    await assert.rejects(submit(house.hub, mal.account, envelope), { code });
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

test('B4: the same through a real hub, which cannot see the difference; every honest receiver can', async () => {
  const house = openHouse();
  const { mal, group } = house;
  const { authenticatedData } = draft(group, mal, 'good morning');
  const { content } = draft(group, mal, 'I will hurt you');
  const delivered = await submit(house.hub, mal.account, sealEnvelope(group, mal, { content, authenticatedData }));
  assert.equal(verdict(receive(house, delivered)), 'tag-mismatch');
});

describe('B5: bad franking keys', () => {
  test('B5: all zero: refused by the encoder and by the receiver', () => {
    const parts = [{ type: 'text', text: 'x' }] as const;
    const drawing = () => createContent({ header: makeHeader(), parts, random: zeros });
    assert.throws(drawing, { code: 'franking-key-zero' });
    const { encodedParts } = openContent(honest.content);
    const content = rawContent({ frankingKey: zeros(32), parts: encodedParts });
    const tag = commit(zeros(32), encodedParts);
    const { code } = dropped(stampedAs(content, encodeAuthenticatedData(tag), tag));
    assert.equal(code, 'content-malformed');
  });

  test('B5: reused: each message still proves its own words and no others', () => {
    const random = () => new Uint8Array(32).fill(7);
    const [a, b] = ['first', 'second'].map((text) =>
      createContent({ header: makeHeader(), parts: [{ type: 'text', text }], random }),
    );
    assert.ok(a && b);
    const input = stampedAs(b.content, encodeAuthenticatedData(a.tag), a.tag);
    assert.equal(dropped(input).code, 'tag-mismatch');
  });
});
