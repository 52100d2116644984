import { type PolicyVersion, StaffId } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { PolicyVersionTable } from '../schema/policy-version.ts';

type Times = Pick<Selectable<PolicyVersionTable>, 'policy_id' | 'version' | 'state' | 'effective_from' | 'answered_at'>;
type State = z.infer<typeof PolicyVersion>['state'];

/** Pure: what a version is at a time, beside all others of its policy. */
export function stateOf(one: Times, all: readonly Times[], now: Date): State {
  if (one.state !== 'approved') return one.state;
  if (one.effective_from > now) return 'coming';
  const inForce = all
    .filter((other) => other.policy_id === one.policy_id && other.state === 'approved' && other.effective_from <= now)
    .sort(
      (a, b) =>
        b.effective_from.getTime() - a.effective_from.getTime() ||
        (b.answered_at?.getTime() ?? 0) - (a.answered_at?.getTime() ?? 0),
    )[0];
  return inForce?.version === one.version ? 'in-force' : 'retired';
}

/** Every wording of every policy, newest first. */
export async function listPolicyVersions(deps: Deps): Promise<{ versions: z.input<typeof PolicyVersion>[] }> {
  return { versions: await loadPolicyVersions(deps.database.kysely, deps.clock()) };
}

export async function loadPolicyVersions(executor: Executor, now: Date): Promise<z.input<typeof PolicyVersion>[]> {
  const rows = await executor
    .selectFrom('policy_version')
    .leftJoin('staff as proposer', 'proposer.staff_id', 'policy_version.proposed_by')
    .leftJoin('staff as answerer', 'answerer.staff_id', 'policy_version.answered_by')
    .selectAll('policy_version')
    .select(['proposer.name as proposer_name', 'answerer.name as answerer_name'])
    .orderBy('policy_id')
    .orderBy('effective_from', 'desc')
    .orderBy('proposed_at', 'desc')
    .execute();
  return rows.map((row) => ({
    policyId: row.policy_id,
    version: row.version,
    titles: row.titles,
    summaries: row.summaries,
    texts: row.texts,
    categories: row.categories,
    ladder: row.ladder,
    strikeRule: row.strike_rule,
    state: stateOf(row, rows, now),
    effectiveFrom: row.effective_from.toISOString(),
    ends: row.ends,
    changeNote: row.change_note,
    proposedBy: memberOf(row.proposed_by, row.proposer_name),
    proposedAt: row.proposed_at.toISOString(),
    answeredBy: memberOf(row.answered_by, row.answerer_name),
    answeredAt: row.answered_at?.toISOString() ?? null,
    answerReason: row.answer_reason,
  }));
}

function memberOf(staffId: string | null, name: string | null) {
  return staffId === null ? null : { staffId: StaffId.parse(staffId), name: name ?? '' };
}
