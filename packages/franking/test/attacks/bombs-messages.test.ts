/**
 * D4: a message that claims more than it is. Every test counts what the refusal cost, so that a claim of gigabytes and one of
 * kilobytes cost the same.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tagComponentId } from '../../src/constants.ts';
import { checkReceived, openContent, readTag } from '../../src/index.ts';
import { bytes, join, put, rawAuthenticatedData, rawContent, rawItem, zeros } from '../support/raw.ts';
import { asReceived, makeScene } from '../support/scene.ts';
import { countWork } from './support/count-work.ts';
import { sealEnvelope } from './support/envelope.ts';
import { draft, openHouse, submit } from './support/house.ts';

const honest = makeScene();
const nothing = { hashes: 0, hashedBytes: 0, verifications: 0 };

function received(change: Parameters<typeof asReceived>[1]) {
  const { result, work } = countWork(() => checkReceived(asReceived(honest, change)));
  const { hashes, hashedBytes, verifications } = work;
  return { code: result.ok ? 'shown' : result.code, work: { hashes, hashedBytes, verifications } };
}

describe('D4: messages that claim more than they are', () => {
  test('D4: content of ten megabytes is refused by its length: nothing is hashed', () => {
    assert.deepEqual(received({ content: zeros(10 * 2 ** 20) }), { code: 'content-malformed', work: nothing });
  });

  test('D4: a length of a gigabyte in ten bytes', () => {
    const { frankingKey } = openContent(honest.content);
    const claims = [bytes(0xbf, 0xff, 0xff, 0xff), bytes(0x80, 1, 0, 0)];
    for (const claim of claims) {
      const content = join(bytes(1), frankingKey, claim, zeros(6));
      assert.deepEqual(received({ content }), { code: 'content-malformed', work: nothing });
    }
  });

  test('D4: twenty thousand parts of three bytes: the sixty-fifth ends it', () => {
    const { frankingKey, encodedParts } = openContent(honest.content);
    const tiny = join(...Array.from({ length: 20_000 }, () => bytes(1, 1, 0x78)));
    const content = rawContent({ frankingKey, parts: [encodedParts[0] ?? zeros(0), tiny] });
    assert.deepEqual(received({ content }), { code: 'content-malformed', work: nothing });
  });

  test('D4: authenticated data of a thousand items, or of 4,097 bytes, before anything else is looked at', () => {
    const many = rawAuthenticatedData(...Array.from({ length: 1_000 }, (_, id) => rawItem(id, zeros(0))));
    const small = Array.from({ length: 16 }, (_, id) => rawItem(id, zeros(0)));
    const seventeen = rawAuthenticatedData(...small, rawItem(tagComponentId, honest.tag));
    for (const authenticatedData of [seventeen, many, zeros(4_097), zeros(10 * 2 ** 20)]) {
      assert.deepEqual(received({ authenticatedData }), { code: 'authenticated-data-malformed', work: nothing });
      assert.throws(() => readTag(authenticatedData), { code: 'authenticated-data-malformed' });
    }
  });

  test('D4: a stamp of ten megabytes costs what an empty one costs', () => {
    for (const stamp of [zeros(10 * 2 ** 20), put(zeros(10 * 2 ** 20), 0, bytes(2)), put(zeros(1_025), 0, bytes(1))]) {
      assert.deepEqual(received({ stamp }), { ...received({ stamp: zeros(0) }), code: 'stamp-malformed' });
    }
  });

  test('D4: the hub takes neither number nor hash for what it refuses', async () => {
    let numbers = 0;
    const house = openHouse({ store: { next: () => BigInt(++numbers) } });
    const { mal, group } = house;
    const { content, authenticatedData } = draft(group, mal, 'x');
    const many = rawAuthenticatedData(...Array.from({ length: 1_000 }, (_, id) => rawItem(id, zeros(0))));
    const longTag = rawAuthenticatedData(rawItem(tagComponentId, zeros(33)));
    const outside = { sender: mal.account, groupId: group.groupId, epoch: 5n };
    const refused = [
      { ...outside, authenticatedData: many, message: zeros(64) },
      { ...outside, authenticatedData: longTag, message: zeros(64) },
      { ...outside, authenticatedData, message: zeros(128 * 1024 + 1) },
      { ...outside, authenticatedData, message: zeros(0) },
      { ...outside, authenticatedData, message: zeros(64), sender: 'x'.repeat(10 * 2 ** 20) },
      { ...outside, authenticatedData, message: zeros(64), groupId: zeros(10 * 2 ** 20) },
      { ...outside, authenticatedData, message: zeros(64), epoch: 2n ** 64n },
      { ...outside, authenticatedData, message: zeros(64), epoch: -1n },
    ];
    for (const submission of refused) {
      const { result, work } = countWork(() => house.hub.accept(submission));
      await assert.rejects(result, { name: 'HubRefusal' });
      assert.equal(work.hashes, 0);
    }
    assert.equal(numbers, 0);
    assert.equal(
      (await submit(house.hub, mal.account, sealEnvelope(group, mal, { content, authenticatedData }))).sequence,
      1n,
    );
  });
});
