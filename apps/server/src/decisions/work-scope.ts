import type { Executor } from '../platform/database/open-database.ts';
import { loadWorker, type Worker } from '../queues/lane-scope.ts';
import { covers } from '../staff/case-limits.ts';
import type { Refusal } from './decision-rules.ts';
import type { LockedCase } from './lock-case.ts';

/**
 * Why the case is outside of what this person works on, or null: a batch must not reach where a claim does not, and what is
 * left of it when its author is locked or loses the right to decide is not decided any more.
 */
export async function scopeRefusalOf(
  executor: Executor,
  staffId: string,
  file: Pick<LockedCase, 'category' | 'region' | 'queue_id'>,
  now: Date,
): Promise<Refusal | null> {
  const worker = await loadWorker(executor, staffId, now);
  const outside = worker === null || isOutside(worker, file);
  return outside ? { code: 'out-of-scope', detail: 'This kind of case is not yours to work on.' } : null;
}

function isOutside({ grants, scope }: Worker, file: Pick<LockedCase, 'category' | 'region' | 'queue_id'>): boolean {
  const { category, region, queue_id } = file;
  return (
    !covers(grants.limits('decision.make'), file) ||
    scope.withoutCategories.includes(category) ||
    (scope.categories !== null && !scope.categories.includes(category)) ||
    (scope.regions !== null && (region === null || !scope.regions.includes(region))) ||
    (scope.queueIds !== null && !scope.queueIds.includes(queue_id))
  );
}
