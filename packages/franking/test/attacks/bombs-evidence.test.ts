/**
 * D4: evidence that claims more than it is. Every test counts what the refusal cost, so that a claim of gigabytes and one of
 * kilobytes cost the same.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EvidenceItem, ReportPayload, reportLimits } from '@wellhouse/protocol';
import { evidenceFromJson, evidenceToJson, type FrankedEvidence, verifyEvidence } from '../../src/index.ts';
import { zeros } from '../support/raw.ts';
import { asEvidence, hubId, hubKey, makeScene } from '../support/scene.ts';
import { countWork } from './support/count-work.ts';

const options = { keys: [hubKey], hubId };
const honest = makeScene();
const nothing = { hashes: 0, hashedBytes: 0, verifications: 0 };

function judged(evidence: FrankedEvidence) {
  const { result, work } = countWork(() => verifyEvidence(evidence, options));
  const { hashes, hashedBytes, verifications } = work;
  return { code: result.ok ? 'verified' : result.code, work: { hashes, hashedBytes, verifications } };
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
    assert.ok(work.hashes >= 2 * 64 && work.hashes <= 2 * 64 + 3, `${work.hashes} hashes`);
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
