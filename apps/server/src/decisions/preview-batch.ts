import { type BatchPreview, CaseId, type PreviewBatchDecision } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { loadFacts, propose } from './decide-case.ts';
import { departs, type Refusal, refusalOf } from './decision-rules.ts';
import { type LockedCase, readCase } from './lock-case.ts';
import { loadPolicies, type PolicyInForce } from './policies.ts';
import { scopeRefusalOf } from './work-scope.ts';

export type BatchAsked = Omit<z.output<typeof PreviewBatchDecision>, 'caseIds'>;

/** How many of these cases would be decided together as they stand now, and why the others would not. Changes nothing. */
export async function previewBatchDecision(
  deps: Deps,
  staffId: string,
  body: z.output<typeof PreviewBatchDecision>,
): Promise<z.input<typeof BatchPreview>> {
  return deps.database.transaction(async (tx) => {
    const policy = (await loadPolicies(tx, deps.clock())).find((one) => one.policyId === body.policyId);
    const decidable: z.input<typeof BatchPreview>['decidable'] = [];
    const refused: z.input<typeof BatchPreview>['refused'] = [];
    const subjects = new Set<string>();
    let reporters = 0;
    let departing = 0;
    for (const caseId of new Set(body.caseIds)) {
      const row = await readCase(tx, caseId);
      if (row === undefined) {
        refused.push({ caseId, number: null, code: 'not-found' });
        continue;
      }
      const number = `C-${row.case_number}`;
      const { refusal, departing: departs } = await judgeForBatch(deps, tx, row, {
        asked: body,
        staffId,
        policy,
        reportCount: row.report_count,
      });
      if (refusal !== null) refused.push({ caseId, number, code: refusal.code });
      else {
        decidable.push({ caseId: CaseId.parse(caseId), number, reportCount: row.report_count });
        subjects.add(`${row.hub_id} ${row.subject_kind} ${row.subject_id}`);
        reporters += row.reporter_count;
        if (departs) departing += 1;
      }
    }
    return { count: decidable.length, departing, decidable, refused, people: subjects.size, reporters };
  });
}

/** Why one case cannot be decided with the others, or null: the rules of a single decision, and a few of the batch's own. */
export async function batchRefusalOf(
  deps: Deps,
  tx: Transaction,
  row: LockedCase,
  given: ForBatch,
): Promise<Refusal | null> {
  return (await judgeForBatch(deps, tx, row, given)).refusal;
}

interface ForBatch {
  readonly asked: BatchAsked;
  readonly staffId: string;
  readonly policy: PolicyInForce | undefined;
  readonly reportCount: number;
}

async function judgeForBatch(deps: Deps, tx: Transaction, row: LockedCase, given: ForBatch) {
  const { asked, staffId, policy, reportCount } = given;
  if (row.category !== asked.category) return refused({ code: 'other-kind', detail: 'The case is of another kind.' });
  const outside = await scopeRefusalOf(tx, staffId, row, deps.clock());
  if (outside !== null) return refused(outside);
  const { facts } = await loadFacts(deps, tx, row, { action: asked.action, policyId: asked.policyId, reportCount });
  // Together none is decided unread: every report counts that the preview did not, whoever sent it.
  if (row.report_count !== reportCount) {
    return refused({ code: 'case-changed', detail: `The case has ${row.report_count} reports by now; read it again.` });
  }
  const body = { action: asked.action, policyId: asked.policyId, days: asked.days, reportCount, reason: '' };
  const refusal = refusalOf({ ...facts, claimedBy: facts.claimedBy ?? staffId }, body, staffId, policy);
  if (refusal !== null || policy === undefined) return { refusal, departing: false };
  return { refusal, departing: departs(await propose(tx, row, facts, policy, deps.clock()), body) };
}

function refused(refusal: Refusal) {
  return { refusal, departing: false };
}
