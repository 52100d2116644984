import type { CaseSummary } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { scopeOf } from '../queues/lane-scope.ts';
import { summaryOf } from './case-summary.ts';
import { claimBest } from './claim.ts';
import { loadCase } from './load-case.ts';

/** Claims the worst case that nobody holds; two people never get the same. */
export async function claimNext(
  deps: Pick<Deps, 'database' | 'clock'>,
  staffId: string,
): Promise<z.input<typeof CaseSummary>> {
  const now = deps.clock();
  const scope = await scopeOf(deps.database.kysely, { staffId }, now);
  if (scope.pausedUntil !== null) throw new ProblemError('on-break');
  const caseId = await claimBest(deps.database, { staffId, scope, now });
  if (caseId === null) throw new ProblemError('queue-empty');
  return summaryOf(await loadCase(deps.database.kysely, caseId), now);
}
