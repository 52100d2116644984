import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { mutateJson } from '../../../../scripts/fuzz/mutate-json.ts';
import type { Random } from '../../../../scripts/fuzz/random.ts';
import {
  type CheckReceivedInput,
  checkReceived,
  encodeCompactStamp,
  encodeStamp,
  evidenceFromJson,
  evidenceToJson,
  type FrankedEvidence,
  readEvidence,
  verifyEvidence,
} from '../../src/index.ts';
import { asEvidence, asReceived, hubId, hubKey, makeScene } from '../support/scene.ts';
import { behaviourOf, checkDetail, expectSameBytes } from './behaviour.ts';
import { corpus } from './corpus.ts';

const scene = makeScene();
const keys = [hubKey];

/** Evidence as any JSON value: what is read has one JSON form, and the fields that it names are the fields that stood there. */
export const evidenceJsonTarget: Target<unknown> = {
  name: 'evidence-json',
  seeds: corpus.evidence,
  mutate: mutateJson,
  run: (json) =>
    behaviourOf(() => {
      const evidence = evidenceFromJson(json);
      const again = JSON.stringify(evidenceToJson(evidence));
      if (again !== JSON.stringify(named(json))) throw new Error(`accepted, yet its one form is ${again}`);
      return `${Math.min(evidence.revealed.length, 3)}+${Math.min(evidence.hidden.length, 3)}`;
    }),
  show: (json) => JSON.stringify(json),
};

/** What a preview reads on the reporter's own device. */
export const readEvidenceTarget: Target<unknown> = {
  name: 'read-evidence',
  seeds: corpus.evidence,
  mutate: mutateJson,
  run: (json) =>
    behaviourOf(() => {
      const { header, parts } = readEvidence(evidenceFromJson(json));
      return `${header.kind} ${[...new Set(parts.map(({ part }) => part.type))].join('+')}`;
    }),
  show: (json) => JSON.stringify(json),
};

/**
 * Evidence of one message, changed anywhere: the verdict never throws, and what still verifies says about that message what the
 * honest evidence said (docs/spec/franking.md §10.7, T6).
 */
export const verdictTarget: Target<FrankedEvidence> = {
  name: 'verdict',
  seeds: [
    asEvidence(scene),
    asEvidence(scene, [0]),
    asEvidence(scene, [1, 3]),
    asEvidence(makeScene({ label: 'other' })),
  ],
  mutate: mutateEvidence,
  run: (evidence) => {
    const verdict = verifyEvidence(evidence, { keys, hubId });
    if (!verdict.ok) checkDetail(verdict.detail);
    if (!verdict.ok) return `${verdict.code} ${verdict.detail.replace(/[-\d.]+|".*"|NaN/g, '')}`;
    const scenes = [scene, makeScene({ label: 'other' })];
    const honest = scenes.find(({ stamp }) => Buffer.compare(encodeStamp(stamp), evidence.stamp) === 0);
    if (honest === undefined) throw new Error('verified under a stamp that nobody made');
    const indices = evidence.revealed.map(({ index }) => index);
    const expected = verifyEvidence(asEvidence(honest, indices), { keys, hubId });
    if (told(verdict) !== told(expected)) throw new Error('verified, yet says something else than the message');
    return `accepted ${indices.join(' ')}`;
  },
  show: (evidence) => JSON.stringify(evidenceToJson(evidence)),
};

/** A message on its way to a receiver, changed anywhere: the verdict never throws, and what is shown is what was stamped. */
export const receiverTarget: Target<CheckReceivedInput> = {
  name: 'receiver',
  seeds: [asReceived(scene), asReceived(scene, { stamp: encodeCompactStamp(scene.stamp) })],
  mutate: (random, input, other) => {
    const field = random.pick(['content', 'authenticatedData', 'stamp', 'stamp', 'message', 'groupId'] as const);
    return { ...input, [field]: mutateBytes(random, input[field], other[field]) };
  },
  run: (input) => {
    const verdict = checkReceived(input);
    if (!verdict.ok) checkDetail(verdict.detail);
    if (!verdict.ok) return `${verdict.rule} ${verdict.code} ${verdict.detail.split(':')[0]?.replace(/\d+/g, '')}`;
    expectSameBytes(input.content, scene.content);
    expectSameBytes(input.message, scene.message);
    expectSameBytes(verdict.stampBytes, encodeStamp(scene.stamp));
    return `accepted ${input.stamp[0]}`;
  },
  show: (input) => JSON.stringify(input, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
};

function mutateEvidence(random: Random, evidence: FrankedEvidence, other: FrankedEvidence): FrankedEvidence {
  const copy: FrankedEvidence = {
    ...evidence,
    revealed: evidence.revealed.map((part) => ({ ...part })),
    hidden: evidence.hidden.map((part) => ({ ...part })),
  };
  const revealed = copy.revealed[random.below(copy.revealed.length)];
  const hidden = copy.hidden[random.below(copy.hidden.length)];
  switch (random.below(9)) {
    case 0:
      copy.stamp = random.chance(8) ? other.stamp : mutateBytes(random, copy.stamp, other.stamp);
      break;
    case 1:
      if (revealed) revealed.part = mutateBytes(random, revealed.part, other.revealed[0]?.part ?? revealed.part);
      break;
    case 2:
      if (revealed) revealed.key = mutateBytes(random, revealed.key, other.revealed[0]?.key ?? revealed.key);
      break;
    case 3:
      if (hidden) hidden.leaf = mutateBytes(random, hidden.leaf, other.hidden[0]?.leaf ?? hidden.leaf);
      break;
    case 4:
      copy.partCount += random.pick([-1, 1, 0.5, Number.NaN, 64, -copy.partCount]);
      break;
    case 5:
      if (revealed) revealed.index = random.pick([-1, 0, 1, 2, 3, 4, 1.5, 64]);
      break;
    case 6:
      if (hidden) hidden.index = random.pick([-1, 0, 1, 2, 3, 4, 1.5, 64]);
      break;
    case 7:
      copy.revealed = swapped(random, copy.revealed, other.revealed);
      break;
    default:
      copy.hidden = swapped(random, copy.hidden, other.hidden);
  }
  return copy;
}

/** Another order, one more, one less, or one of the other message. */
function swapped<T>(random: Random, list: readonly T[], others: readonly T[]): T[] {
  if (list.length === 0) return [...others];
  const at = random.below(list.length);
  const taken = others[random.below(others.length)];
  switch (random.below(4)) {
    case 0:
      return list.toReversed();
    case 1:
      return list.filter((_, index) => index !== at);
    case 2:
      return taken === undefined ? [...list, ...list] : [...list, taken];
    default:
      return taken === undefined ? [...list] : list.with(at, taken);
  }
}

function told(verdict: unknown): string {
  return JSON.stringify(verdict, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** The fields of evidence JSON that §6 names, as they stand in `json`. */
function named(json: unknown): unknown {
  const { scheme, stamp, partCount, revealed, hidden } = fields(json);
  return {
    ...{ scheme, stamp, partCount },
    revealed: entries(revealed).map(({ index, key, part }) => ({ index, key, part })),
    hidden: entries(hidden).map(({ index, leaf }) => ({ index, leaf })),
  };
}

function entries(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
