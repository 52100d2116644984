import type { SubmitReport } from '@wellhouse/protocol';
import type { z } from 'zod';
import { loadPauses } from '../appeals/standing-measures.ts';
import type { Deps } from '../deps.ts';
import type { Reporter } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** A pause takes effect everywhere after so long, so that reports of all others need no look at the table. */
const knownForMs = 5_000;

/**
 * Refuses reports of accounts that were paused for misusing them (DSA Art. 23(2)); not those that say that somebody is in
 * danger or that are about a child: one true one among a hundred false is worth reading them. What they say is sealed, so
 * the device says so, and only when asked: verify-report.ts holds it against what was said. Nor those that were acknowledged
 * before: their receipt is theirs.
 * @throws ProblemError `reporting-paused`
 */
export function createPauseCheck(deps: Pick<Deps, 'database' | 'clock'>) {
  let known: { readonly until: ReadonlyMap<string, Date>; readonly at: number } | null = null;
  let loading: Promise<ReadonlyMap<string, Date>> | null = null;

  async function pauses(): Promise<ReadonlyMap<string, Date>> {
    const now = deps.clock();
    if (known !== null && Math.abs(now.getTime() - known.at) < knownForMs) return known.until;
    loading ??= loadPauses(deps.database.kysely, 'report', now)
      .then((until) => {
        known = { until, at: now.getTime() };
        return until;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  }

  return async ({ hubId, accountId }: Reporter, body: z.output<typeof SubmitReport>): Promise<void> => {
    const until = (await pauses()).get(`${hubId}\n${accountId}`);
    if (until === undefined || until <= deps.clock() || body.urgent === true) return;
    const stored = await deps.database.kysely
      .selectFrom('report')
      .select('report_id')
      .where('report_id', '=', body.reportId)
      .executeTakeFirst();
    if (stored === undefined) {
      throw new ProblemError('reporting-paused', `This account may not report until ${until.toISOString()}.`);
    }
  };
}
