import { type CareKind, careKindOf } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import type { Executor } from '../platform/database/open-database.ts';
import { type CareState, loadCare } from './load-care.ts';

export interface CareLimits {
  /** Leaves of the taxonomy of which this person is given no new case. */
  readonly withoutCategories: string[];
  /** On a break until then: no new case at all. */
  readonly pausedUntil: Date | null;
  readonly why: { readonly optedOut: readonly string[]; readonly spent: readonly CareKind[] };
}

/**
 * What a person is not given now: kinds they have opted out of, and classes whose minutes are spent. Never about a case that
 * they hold already: that one can be finished. Nobody can lift it for them, a lead neither.
 */
export async function careLimits(executor: Executor, staffId: string, now: Date): Promise<CareLimits> {
  return careLimitsOf(await loadCare(executor, staffId, now));
}

/** Pure: the same of where somebody stands. */
export function careLimitsOf({
  own,
  spent,
  pausedUntil,
}: Pick<CareState, 'own' | 'spent' | 'pausedUntil'>): CareLimits {
  const beyond = taxonomy.leaves.map(({ id }) => id).filter((id) => spent.includes(careKindOf(id)));
  return {
    withoutCategories: [...new Set([...own.withoutCategories, ...beyond])],
    pausedUntil,
    why: { optedOut: own.withoutCategories, spent },
  };
}
