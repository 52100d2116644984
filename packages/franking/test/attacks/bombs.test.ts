/**
 * D4: input that claims more than it is. Every test counts what the refusal cost (calls of the hash, bytes hashed, entries
 * read, private keys touched), so that a claim of gigabytes and one of kilobytes cost the same.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EvidenceItem, ReportPayload, reportLimits } from '@wellhouse/protocol';
import { defaultMaximumSealedLength, generateSealingKeyPair, openReport, sealReport } from '@wellhouse/sealing';
import {
  checkReceived,
  evidenceFromJson,
  evidenceToJson,
  type FrankedEvidence,
  openContent,
  readTag,
  verifyEvidence,
} from '../../src/index.ts';
import { bytes, join, put, rawAuthenticatedData, rawContent, rawItem, zeros } from '../support/raw.ts';
import { asEvidence, asReceived, hubId, hubKey, makeScene } from '../support/scene.ts';
import { countWork } from './support/count-work.ts';
import { sealEnvelope } from './support/envelope.ts';
import { draft, openHouse, submit } from './support/house.ts';

const options = { keys: [hubKey], hubId };
const honest = makeScene();
const nothing = { hashes: 0, hashedBytes: 0, verifications: 0 };

function judged(evidence: FrankedEvidence) {
  const { result, work } = countWork(() => verifyEvidence(evidence, options));
  const { hashes, hashedBytes, verifications } = work;
  return { code: result.ok ? 'verified' : result.code, work: { hashes, hashedBytes, verifications } };
}

function received(change: Parameters<typeof asReceived>[1]) {
  const { result, work } = countWork(() => checkReceived(asReceived(honest, change)));
  const { hashes, hashedBytes, verifications } = work;
  return { code: result.ok ? 'shown' : result.code, work: { hashes, hashedBytes, verifications } };
}

/** A list that says it has `length` entries and counts how many are looked at. */
function countedList<T>(length: number, entry: T): { list: T[]; reads: () => number } {
  let reads = 0;
  const list = new Proxy(new Array<T>(length).fill(entry), {
    get(target, key, self) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, self);
    },
  });
  return { list, reads: () => reads };
}

describe('D4: evidence of ten thousand parts', () => {
  const evidence = asEvidence(honest);
  const part = evidence.revealed[1] ?? assert.fail();

  test('D4: as objects: refused by its count before a single leaf is computed or an entry read', () => {
    for (const partCount of [10_000, 2 ** 31, 2 ** 53]) {
      const { list: revealed, reads } = countedList(10_000, part);
      assert.deepEqual(judged({ ...evidence, partCount, revealed }), { code: 'evidence-malformed', work: nothing });
      assert.equal(reads(), 0);
    }
    const { list: hidden, reads } = countedList(10_000, { index: 1, leaf: zeros(32) });
    assert.deepEqual(judged({ ...evidence, partCount: 4, hidden }), { code: 'evidence-malformed', work: nothing });
    assert.equal(reads(), 0);
  });

  test('D4: as JSON: refused by its length before an entry is read', () => {
    const json = evidenceToJson(evidence);
    for (const field of ['revealed', 'hidden']) {
      const { list, reads } = countedList(10_000, json.revealed[0]);
      assert.throws(() => evidenceFromJson({ ...json, [field]: list }), { code: 'too-long' });
      assert.equal(reads(), 0);
    }
  });

  test('D4: one part of ten megabytes, in bytes and in base64url', () => {
    const huge = { ...part, part: zeros(10 * 2 ** 20) };
    const revealed = evidence.revealed.map((item) => (item.index === 1 ? huge : item));
    assert.deepEqual(judged({ ...evidence, revealed }), { code: 'evidence-malformed', work: nothing });
    const json = evidenceToJson(evidence);
    assert.throws(() => evidenceFromJson({ ...json, stamp: 'A'.repeat(10 * 2 ** 20) }), { code: 'too-long' });
  });

  test('D4: a stamp of ten megabytes: refused, and none of it hashed', () => {
    const { code, work } = judged({ ...evidence, stamp: zeros(10 * 2 ** 20) });
    assert.equal(code, 'stamp-malformed');
    assert.ok(work.hashedBytes < 4_096, `${work.hashedBytes} bytes hashed for a message of four short parts`);
    assert.equal(work.verifications, 0);
  });

  test('D4: the largest evidence that the limits allow costs a bounded number of hashes', () => {
    const most = Array.from({ length: 64 }, (_, index) => ({ index, key: zeros(32), part: zeros(1_024) }));
    const { code, work } = judged({ ...evidence, partCount: 64, revealed: most, hidden: [] });
    assert.equal(code, 'mac-mismatch');
    assert.ok(work.hashes <= 2 * 64 + 3, `${work.hashes} hashes`);
  });
});

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
    for (const authenticatedData of [many, zeros(4_097), zeros(10 * 2 ** 20)]) {
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
    const outside = { sender: mal.account, groupId: group.groupId, epoch: 5n };
    const refused = [
      { ...outside, authenticatedData: many, message: zeros(64) },
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

describe('D4: malformed HPKE boxes', () => {
  /** A key that counts how often its private half is asked for. */
  async function countedKey() {
    const key = await generateSealingKeyPair({ keyId: 'sealing-1' });
    let touched = 0;
    const counted = {
      ...key,
      get privateKey() {
        touched++;
        return key.privateKey;
      },
    };
    return { key, counted, touched: () => touched };
  }

  test('D4: a box that claims four gigabytes, is cut at any place, or is padded with more bytes, reaches no private key', async () => {
    const { key, counted, touched } = await countedKey();
    const names = { hubId: 'hub.localhost', reportId: 'report-1' };
    const sealed = await sealReport({ key, ...names, payload: zeros(10) });
    const lengthAt = 4 + 1 + 6 + 1 + key.keyId.length;
    const broken = [
      put(sealed, lengthAt, bytes(0xff, 0xff, 0xff, 0xff)),
      put(sealed, 0, bytes(0x50)),
      put(sealed, 4, bytes(9)),
      put(sealed, 5, bytes(0, 0)),
      join(sealed, zeros(1)),
      zeros(defaultMaximumSealedLength + 1),
      zeros(0),
      ...[1, 5, 12, lengthAt, lengthAt + 4, 500, sealed.length - 1].map((length) => sealed.subarray(0, length)),
    ];
    for (const box of broken) {
      await assert.rejects(openReport({ keys: [counted], ...names, sealed: box }), { name: 'SealingError' });
    }
    assert.equal(touched(), 0);
    assert.deepEqual(await openReport({ keys: [counted], ...names, sealed }), zeros(10));
    assert.equal(touched(), 1);
  });

  test('D4: ten thousand items do not fit into a box: neither made nor opened', async () => {
    const { key, counted, touched } = await countedKey();
    const least = {
      scheme: 'reporter-asserted/1',
      role: 'context',
      sender: 'a',
      groupId: null,
      sentAt: null,
      text: '',
    };
    assert.ok(EvidenceItem.safeParse(least).success, 'the smallest item there is');
    const payload = new TextEncoder().encode(JSON.stringify(Array.from({ length: 10_000 }, () => least)));
    const names = { hubId: 'hub.localhost', reportId: 'report-1' };
    await assert.rejects(sealReport({ key, ...names, payload }), { code: 'oversized' });
    const sealed = await sealReport({ key, ...names, payload, maximumLength: 2 ** 22 });
    await assert.rejects(openReport({ keys: [counted], ...names, sealed }), { code: 'oversized' });
    assert.equal(touched(), 0);
  });
});

describe('D4: payloads of absurd shape', () => {
  const item = { scheme: 'reporter-asserted/1', role: 'context', sender: 'a', groupId: null, sentAt: null, text: '' };

  test('D4: one item more than the limit is refused by the schema, whatever the items are', () => {
    const { evidence } = ReportPayload.shape;
    const items = (length: number) => Array.from({ length }, () => item);
    assert.ok(evidence.safeParse(items(reportLimits.evidenceItems)).success);
    assert.ok(!evidence.safeParse(items(reportLimits.evidenceItems + 1)).success);
  });

  test('D4: JSON nested a hundred thousand deep is refused wherever it stands, not by a stack overflow', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const json = evidenceToJson(asEvidence(honest));
    for (const field of Object.keys(json)) {
      assert.throws(() => evidenceFromJson({ ...json, [field]: deep }), { name: 'FrankingError' });
      assert.ok(!EvidenceItem.safeParse({ ...json, role: 'reported', [field]: deep }).success);
    }
    assert.throws(() => evidenceFromJson(deep), { name: 'FrankingError' });
    assert.ok(!ReportPayload.safeParse(deep).success);
  });
});
