/** The pages of docs/ about the packs, and the figures and thresholds that stand in them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPack, releaseKeys } from '@wellhouse/classifiers';
import { cutThresholds } from '../../../../training/cut.ts';
import { areaUnderCurve } from '../../../../training/measures.ts';
import { writeCardPage } from '../../../../training/write-card-page.ts';

const packs = join(import.meta.dirname, '../../packs');
const docs = join(import.meta.dirname, '../../../../docs');

for (const name of readdirSync(packs).filter((name) => /^[a-z]{2}-\d+\.whpack$/.test(name))) {
  test(`the page about ${name} is what the pack says of itself`, async () => {
    const { header, size } = await openPack(readFileSync(join(packs, name)), { trustedKeys: releaseKeys });
    const page = readFileSync(join(docs, `classifier-card-${header.language}.md`), 'utf8');
    assert.equal(page, writeCardPage(header, size));
  });
}

test('the area under the curve counts a tie half', () => {
  const area = (...rows: [label: number, score: number][]) =>
    areaUnderCurve(rows.map(([label, score]) => ({ label, score })));
  assert.equal(area([0, 0.1], [1, 0.9]), 1);
  assert.equal(area([0, 0.9], [1, 0.1]), 0);
  assert.equal(area([0, 0.5], [1, 0.5]), 0.5);
  assert.equal(area([0, 0.2], [0, 0.5], [1, 0.5], [1, 0.7]), 0.875);
  assert.equal(area([1, 0.2]), null);
  assert.equal(area(), null);
});

test('thresholds let no more harmless messages prompt than they may, and nearly as many', () => {
  let state = 7;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const benign = Array.from({ length: 4000 }, () => ({ threat: next(), hate: next(), spam: next() }));
  for (const most of [0.001, 0.0035, 0.02]) {
    const thresholds = cutThresholds(benign, most);
    assert.deepEqual(Object.keys(thresholds).sort(), ['hate', 'spam', 'threat']);
    const { threat = 2, hate = 2, spam = 2 } = thresholds;
    const prompted = benign.filter((one) => one.threat >= threat || one.hate >= hate || one.spam >= spam).length;
    assert.ok(prompted <= most * benign.length, `${prompted} at ${most}`);
    assert.ok(prompted >= most * benign.length - 3, `${prompted} at ${most}`);
  }
});

test('what every harmless message scores alike never prompts', () => {
  const thresholds = cutThresholds(
    Array.from({ length: 1000 }, () => ({ threat: 0.5 })),
    0.0035,
  );
  assert.ok((thresholds.threat ?? 0) > 0.5);
});
