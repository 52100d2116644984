/** From logits to scores, and from scores to when a person is interrupted. */
import { promptOrder, type TextKind } from '../packages/classifiers/src/index.ts';
import type { Judged } from './measures.ts';

export type Points = [logit: number, score: number][];

/**
 * A logistic curve through judged logits, both answers weighing the same: a score of 0.5 is where half of each would be
 * expected if they were equally many. Newton's method; a head without both answers keeps the plain logistic function.
 * @returns points of the curve, rising, for the header of a pack
 */
export function calibrationPoints(rows: readonly Judged[]): Points {
  const [slope, shift] = fitLogistic(rows);
  if (!(slope > 0)) throw new Error(`a head falls where it should rise: slope ${slope}`);
  const points: Points = [];
  for (let x = -12; x <= 12; x += 0.5) {
    points.push([Number(((x - shift) / slope).toFixed(4)), Number(logistic(x).toFixed(8))]);
  }
  return points;
}

function fitLogistic(rows: readonly Judged[]): [slope: number, shift: number] {
  const positives = rows.filter((row) => row.label === 1).length;
  const weightOf = (label: number) => 0.5 / (label === 1 ? positives : rows.length - positives);
  let [slope, shift] = [1, 0];
  if (positives < 20 || rows.length - positives < 20) return [slope, shift];
  const loss = (a: number, b: number) =>
    rows.reduce(
      (sum, { label, score: z }) => sum + weightOf(label) * softplus((label === 1 ? -1 : 1) * (a * z + b)),
      0,
    );
  for (let round = 0; round < 50; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const { label, score: z } of rows) {
      const p = logistic(slope * z + shift);
      const error = (p - label) * weightOf(label);
      const curve = p * (1 - p) * weightOf(label);
      g0 += error * z;
      g1 += error;
      h00 += curve * z * z;
      h01 += curve * z;
      h11 += curve;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [toSlope, toShift] = [(g0 * h11 - g1 * h01) / determinant, (g1 * h00 - g0 * h01) / determinant];
    const before = loss(slope, shift);
    // shorter steps until one leads down
    let step = 1;
    while (step > 1e-6 && !(loss(slope - step * toSlope, shift - step * toShift) < before)) step /= 2;
    if (step <= 1e-6) break;
    slope -= step * toSlope;
    shift -= step * toShift;
  }
  return [slope, shift];
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

export type Parts = Readonly<Record<TextKind, number>>;

/** How the prompts that may be false are divided among the kinds; what threatens a person gets the greater part. */
export const usualParts: Parts = {
  threat: 2,
  hate: 1.2,
  insult: 0.8,
  sexual: 1,
  spam: 0.5,
  sextortion: 0.15,
};

/**
 * Thresholds by which at most `most` of the benign messages prompt, all kinds together: each kind is cut at its part of a common
 * rate, and the rate is raised as far as the whole allows.
 * @param benign scores of benign messages by kind; kinds that are absent have no threshold
 * @param least thresholds that are not gone below, whatever harmless messages score
 */
export function cutThresholds(
  benign: readonly Readonly<Partial<Record<TextKind, number>>>[],
  most: number,
  parts = usualParts,
  least: Partial<Record<TextKind, number>> = {},
): Partial<Record<TextKind, number>> {
  const kinds = promptOrder.filter((kind) => benign.every((scores) => scores[kind] !== undefined));
  const sorted = new Map(kinds.map((kind) => [kind, benign.map((scores) => scores[kind] ?? 0).sort((a, b) => b - a)]));
  const cutAt = (rate: number) =>
    Object.fromEntries(
      kinds.map((kind) => {
        const scores = sorted.get(kind) ?? [];
        const allowed = Math.floor(rate * parts[kind] * benign.length);
        // between the last that may prompt and the first that may not
        const [above, below] = [scores[allowed - 1] ?? 1, scores[allowed] ?? 1];
        return [kind, Math.max(least[kind] ?? 0, allowed === 0 ? (1 + below) / 2 : (above + below) / 2)];
      }),
    ) as Partial<Record<TextKind, number>>;
  const prompted = (thresholds: Partial<Record<TextKind, number>>) =>
    benign.filter((scores) => kinds.some((kind) => (scores[kind] ?? 0) >= (thresholds[kind] ?? 2))).length;
  let [low, high] = [0, most * 2];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (prompted(cutAt(middle)) <= most * benign.length) low = middle;
    else high = middle;
  }
  return cutAt(low);
}
