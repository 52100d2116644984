import { Action, type Agreement, tooFew } from '@wellhouse/protocol';
import { type Kappa, kappaInterval, kappaOf, linearWeights, nominalWeights, pabakOf } from './kappa.ts';

/** One case, judged twice. */
export interface Judged {
  readonly first: Action;
  readonly second: Action;
  readonly samePolicy: boolean;
}

export const ladder = Action.options;

/** First action by second action, in the order of the ladder. */
export function matrixOf(judged: readonly Judged[]): number[][] {
  const counts = ladder.map(() => ladder.map(() => 0));
  for (const { first, second } of judged) {
    const row = counts[ladder.indexOf(first)];
    const column = ladder.indexOf(second);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

/** How far the two agree. What is said of fewer than `tooFew` cases would be chance, so nothing is. */
export function agreementOf(judged: readonly Judged[]): Agreement {
  const n = judged.length;
  const counts = matrixOf(judged);
  const enough = n >= tooFew;
  const given = ladder.map((action) =>
    judged.reduce((sum, one) => sum + Number(one.first === action) + Number(one.second === action), 0),
  );
  return {
    n,
    same: judged.filter((one) => one.first === one.second).length,
    samePolicy: judged.filter((one) => one.samePolicy).length,
    kappa: enough ? estimate(kappaOf(counts, nominalWeights(ladder.length))) : null,
    weighted: enough ? estimate(kappaOf(counts, linearWeights(ladder.length))) : null,
    pabak: enough ? pabakOf(counts) : null,
    commonest: n === 0 ? null : Math.max(...given) / (2 * n),
  };
}

function estimate(kappa: Kappa | null): Agreement['kappa'] {
  return kappa === null ? null : { value: kappa.value, interval: kappaInterval(kappa) };
}

/** The same two people whatever turn each had: the rows are always the one whose id comes first. */
export function turned<One extends Judged>(one: One, isTurned: boolean): Judged {
  return isTurned ? { first: one.second, second: one.first, samePolicy: one.samePolicy } : one;
}
