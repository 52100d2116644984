import { CaseId, type CaseLimits, type RelatedCases, SignalKind } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { comparedCases, findRelated, type SharingCase } from '../signals/find-related.ts';
import { selectCases, summaryOf } from './case-summary.ts';
import { loadCase } from './load-case.ts';

const shownCases = 50;
/** A batch, less the case itself. */
const togetherCases = 199;

/** What one case shares with others, and which of those are alike enough to be decided with it. */
export async function getRelatedCases(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  caseId: string,
  limits: CaseLimits,
): Promise<z.input<typeof RelatedCases>> {
  const { kysely } = database;
  const { state, category } = await loadCase(kysely, caseId);
  const found = await findRelated(kysely, caseId, limits);
  const isAlike = (one: SharingCase): boolean =>
    state === 'open' &&
    one.state === 'open' &&
    one.category === category &&
    one.kinds.some((kind) => kind === 'text' || kind === 'picture');
  const shown = found.slice(0, shownCases);
  const rows = await selectCases(kysely)
    .where(sql<boolean>`case_file.case_id = any(${shown.map((one) => one.caseId)}::uuid[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.case_id, row]));
  const now = clock();
  return {
    cases: shown.flatMap((one) => {
      const row = byId.get(one.caseId);
      return row === undefined
        ? []
        : [{ summary: summaryOf(row, now), shared: [...one.kinds], together: isAlike(one) }];
    }),
    counts: SignalKind.options.flatMap((kind) => {
      const cases = found.filter((one) => one.kinds.includes(kind)).length;
      return cases === 0 ? [] : [{ kind, cases, more: cases >= comparedCases }];
    }),
    together: found
      .filter(isAlike)
      .slice(0, togetherCases)
      .map((one) => CaseId.parse(one.caseId)),
  };
}
