import { type BeginEvidenceView, type EvidenceView, ViewId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { loadCase } from './load-case.ts';
import { loadConversation } from './load-conversation.ts';
import { noteItems } from './note-items.ts';
import { writeEvent } from './write-event.ts';

/** Opens the evidence of a case for the person who claimed it, or for a reason. Logged, and only then read. */
export async function beginEvidenceView(
  deps: Deps,
  staffId: string,
  body: z.output<typeof BeginEvidenceView>,
): Promise<z.input<typeof EvidenceView>> {
  const startedAt = deps.clock();
  const { caseId, purpose, reason } = body;
  const row = await loadCase(deps.database.kysely, caseId);
  const claimed = row.claim_staff_id === staffId && row.claim_until !== null && row.claim_until > startedAt;
  if (!claimed && reason === null) {
    throw new ProblemError('not-claimed', 'Claim the case first, or say why you look at its evidence.');
  }
  if (row.erased_at !== null) throw new ProblemError('not-found', 'The evidence of this case was erased.');
  const viewId = newUuid(deps.random);
  await deps.database.transaction(async (tx) => {
    await tx
      .insertInto('evidence_view')
      .values({
        view_id: viewId,
        case_id: caseId,
        staff_id: staffId,
        purpose,
        reason,
        started_at: startedAt,
        visible_ms: 0,
        ended_at: null,
      })
      .execute();
    await tx
      .updateTable('case_file')
      .set({ first_review_at: startedAt })
      .where('case_id', '=', caseId)
      .where('first_review_at', 'is', null)
      .execute();
    const said = { code: 'viewed', purpose, reason } as const;
    await writeEvent(tx, { caseId, at: startedAt, kind: 'viewed', staffId, said });
    const details = { viewId, purpose, reason, claimed };
    await recordAudit(tx, { staffId, action: 'evidence.view', object: `case:${caseId}`, details });
  });
  const conversation = await loadConversation(deps, caseId);
  await noteItems(deps.database.kysely, viewId, conversation);
  return { viewId: ViewId.parse(viewId), caseId, startedAt: startedAt.toISOString(), conversation };
}
