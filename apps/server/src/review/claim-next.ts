import type { CaseSummary } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { summaryOf } from './case-summary.ts';
import { claimLeaseMs, claimNextStatement } from './claim.ts';
import { loadCase } from './load-case.ts';

/** Claims the worst case that nobody holds; two people never get the same. */
export async function claimNext(
  deps: Pick<Deps, 'database' | 'clock'>,
  staffId: string,
): Promise<z.input<typeof CaseSummary>> {
  const now = deps.clock();
  const until = new Date(now.getTime() + claimLeaseMs);
  const [claimed] = await deps.database.query<{ case_id: string }>(claimNextStatement, [staffId, now, until]);
  if (claimed === undefined) throw new ProblemError('queue-empty');
  return summaryOf(await loadCase(deps.database.kysely, claimed.case_id), now);
}
