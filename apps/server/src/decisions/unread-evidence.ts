import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

/**
 * Which of these decisions rest on disclosed messages that this person has not opened since the decision was made: whoever is the second
 * person of one has read what the first did. A case without a message asks for none: nobody has to look again at a picture that lists hold
 * and a person has confirmed (docs/adr/0121).
 */
export async function loadUnread(
  executor: Executor,
  { staffId, decisionIds }: { readonly staffId: string; readonly decisionIds: readonly string[] },
): Promise<Set<string>> {
  if (decisionIds.length === 0) return new Set();
  const { rows } = await sql<{ decision_id: string }>`select decision_id from decision
    where decision_id = any(${decisionIds}::uuid[])
      and exists (select from evidence_item item where item.case_id = decision.case_id)
      and not exists (select from evidence_view look where look.case_id = decision.case_id and look.staff_id = ${staffId}::uuid
        and look.started_at >= decision.decided_at and look.items > 0)`.execute(executor);
  return new Set(rows.map((row) => row.decision_id));
}
