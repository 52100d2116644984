/** When two videos are the same one: the rule of vPDQ, held against a twin that compares every frame with every other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createVideoIndex,
  matchVideo,
  type VideoFrameCode,
  type VideoOverlap,
  type VideoRule,
} from '@wellhouse/matching';
import fc from 'fast-check';
import { distanceUpTo } from '../support/brute-force.ts';
import { flipBits, randomCodes, seededNumbers } from '../support/random-codes.ts';

/** As vPDQ's description has it, one loop after the other: filter, make unique, count on both sides, compare percents. */
function twin(query: VideoFrameCode[], known: VideoFrameCode[], rule: VideoRule): VideoOverlap {
  const unique = (frames: VideoFrameCode[]) => {
    const good = frames.filter(({ quality }) => quality >= rule.quality);
    return good.filter(({ hash }, n) => good.findIndex((other) => Buffer.compare(other.hash, hash) === 0) === n);
  };
  const near = (a: Uint8Array, b: Uint8Array) => distanceUpTo(a, 0, b, 0, rule.distance) <= rule.distance;
  const percent = (of: VideoFrameCode[], among: VideoFrameCode[]) => {
    const found = of.filter(({ hash }) => among.some((other) => near(hash, other.hash))).length;
    return of.length === 0 ? 0 : (found * 100) / of.length;
  };
  const [q, k] = [unique(query), unique(known)];
  const [ofKnown, ofQuery] = [percent(k, q), percent(q, k)];
  return { matches: ofKnown > 0 && ofKnown >= rule.ofKnown && ofQuery >= rule.ofQuery, ofKnown, ofQuery };
}

const usual: VideoRule = { distance: 31, quality: 50, ofKnown: 80, ofQuery: 0 };

/** Videos whose frames are near to those of a few scenes, so that they share some, repeat some and have some alone. */
function drawVideos(seed: number, count: number): VideoFrameCode[][] {
  const next = seededNumbers(seed);
  const scenes = Array.from({ length: 6 }, () => randomCodes(1, next));
  const frame = (): VideoFrameCode => {
    const scene = scenes[next() % scenes.length] ?? randomCodes(1, next);
    const hash = next() % 5 === 0 ? randomCodes(1, next) : flipBits(scene, next() % 3 === 0 ? 0 : next() % 40, next);
    return { hash, quality: next() % 4 === 0 ? next() % 50 : 50 + (next() % 51) };
  };
  return Array.from({ length: count }, () => Array.from({ length: next() % 9 }, frame));
}

const rules = fc.record({
  distance: fc.constantFrom(0, 10, 30, 31, 32, 45, 255),
  quality: fc.constantFrom(0, 50, 80, 100),
  ofKnown: fc.constantFrom(0, 20, 50, 66.7, 80, 100),
  ofQuery: fc.constantFrom(0, 33, 50, 100),
});

test('one video is compared with another as the twin compares them', () => {
  const property = fc.property(fc.nat(), rules, (seed, rule) => {
    const [query = [], known = []] = drawVideos(seed, 2);
    assert.deepEqual(matchVideo(query, known, rule), twin(query, known, rule));
    assert.deepEqual(matchVideo(query, known), twin(query, known, usual));
  });
  fc.assert(property, { numRuns: 300 });
});

test('an index finds the videos that the twin matches, with their percents, and no other', () => {
  const property = fc.property(fc.nat(), rules, (seed, rule) => {
    const [query = [], ...known] = drawVideos(seed, 25);
    const index = createVideoIndex(
      known.map((frames, id) => ({ id, frames })),
      rule,
    );
    const expected = known.map((frames, id) => ({ id, ...twin(query, frames, rule) })).filter(({ matches }) => matches);
    const found = index.search(query);
    assert.deepEqual(
      [...found].sort((a, b) => a.id - b.id),
      expected,
    );
    assert.deepEqual(
      found.map(({ ofKnown }) => ofKnown),
      found.map(({ ofKnown }) => ofKnown).sort((a, b) => b - a),
    );
    assert.equal(index.count, 24);
  });
  fc.assert(property, { numRuns: 120 });
});

const next = seededNumbers(3);
const frames = (count: number, quality = 100) =>
  Array.from({ length: count }, () => ({ hash: randomCodes(1, next), quality }));

test('four fifths of the known video are enough, and nothing less', () => {
  const known = frames(5);
  assert.deepEqual(matchVideo(known.slice(1), known), { matches: true, ofKnown: 80, ofQuery: 100 });
  assert.deepEqual(matchVideo(known.slice(2), known), { matches: false, ofKnown: 60, ofQuery: 100 });
});

test('a known video inside a long one is found; the other way round it is not', () => {
  const known = frames(5);
  const long = [...frames(95), ...known];
  assert.deepEqual(matchVideo(long, known), { matches: true, ofKnown: 100, ofQuery: 5 });
  assert.deepEqual(matchVideo(known, long), { matches: false, ofKnown: 5, ofQuery: 100 });
  assert.equal(matchVideo(long, known, { ofQuery: 6 }).matches, false);
});

test('31 bits are the same frame, 32 are another', () => {
  const [frame = { hash: new Uint8Array(32), quality: 100 }] = frames(1);
  const off = (bits: number) => [{ hash: flipBits(frame.hash, bits, next), quality: 100 }];
  assert.equal(matchVideo(off(31), [frame]).matches, true);
  assert.equal(matchVideo(off(32), [frame]).matches, false);
});

test('quality 50 counts, 49 does not, on either side', () => {
  const [frame = { hash: new Uint8Array(32), quality: 100 }] = frames(1);
  const rated = (quality: number) => [{ ...frame, quality }];
  assert.equal(matchVideo(rated(50), rated(50)).matches, true);
  assert.deepEqual(matchVideo(rated(49), rated(50)), { matches: false, ofKnown: 0, ofQuery: 0 });
  assert.deepEqual(matchVideo(rated(50), rated(49)), { matches: false, ofKnown: 0, ofQuery: 0 });
});

test('a frame that stands still counts once', () => {
  const [still, moving] = [frames(1), frames(4)];
  const known = [
    ...Array.from({ length: 96 }, () => still[0] ?? { hash: new Uint8Array(32), quality: 100 }),
    ...moving,
  ];
  assert.deepEqual(matchVideo(still, known), { matches: false, ofKnown: 20, ofQuery: 100 });
  assert.deepEqual(matchVideo(moving, known), { matches: true, ofKnown: 80, ofQuery: 100 });
});

test('videos without usable frames match nothing, even when no percent is asked for', () => {
  const rule = { ofKnown: 0, ofQuery: 0 };
  for (const none of [[], frames(3, 10)]) {
    assert.equal(matchVideo(none, frames(2), rule).matches, false);
    assert.equal(matchVideo(frames(2), none, rule).matches, false);
    assert.equal(matchVideo(none, none, rule).matches, false);
    const index = createVideoIndex([{ id: 'none', frames: none }], rule);
    assert.deepEqual([index.search(frames(2)), index.search(none), index.count], [[], [], 1]);
  }
  assert.equal(matchVideo(frames(2), frames(2), rule).matches, false, 'not one frame in both');
});

test('a frame that a thousand videos share finds none of them by itself', () => {
  const shared = frames(1);
  const known = Array.from({ length: 1000 }, (_, id) => ({ id, frames: [...shared, ...frames(4)] }));
  const index = createVideoIndex(known);
  assert.deepEqual(index.search([...shared, ...frames(3)]), []);
  assert.deepEqual(index.search(known[77]?.frames ?? []), [{ id: 77, matches: true, ofKnown: 100, ofQuery: 100 }]);
  assert.equal(index.frames, 4001);
});

test('rules and frames that cannot be are refused', () => {
  const bad: Partial<VideoRule>[] = [{ distance: 256 }, { quality: -1 }, { ofKnown: 101 }, { ofQuery: Number.NaN }];
  for (const rule of bad) assert.throws(() => matchVideo([], [], rule), { code: 'invalid-argument' });
  for (const frame of [
    { hash: new Uint8Array(31), quality: 1 },
    { hash: new Uint8Array(32), quality: 101 },
  ]) {
    assert.throws(() => matchVideo([frame], []), { code: 'invalid-argument' });
    assert.throws(() => createVideoIndex([{ id: 1, frames: [frame] }]), { code: 'invalid-argument' });
  }
});
