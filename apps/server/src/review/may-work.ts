import type { WorkBar } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { fallenSql } from '../decisions/fallen.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { type LaneScope, loadWorker } from '../queues/lane-scope.ts';
import { claimsSql, mostClaims } from './live-claims.ts';

export interface WorkFacts {
  readonly name: string;
  readonly mayRead: boolean;
  readonly mayDecide: boolean;
  /** Gives cases to others, and takes any. */
  readonly mayAssign: boolean;
  readonly scope: LaneScope;
  /** A second person has refused a decision of theirs about this case. */
  readonly refusedBefore: boolean;
  /** A decision of theirs about this case fell on appeal. */
  readonly fell: boolean;
  /** How many cases they hold. */
  readonly claims: number;
}

export interface WorkCase {
  readonly category: string;
  readonly region: string | null;
  readonly queueId: string;
}

/**
 * Pure: why somebody cannot work on a case, or null. Who assigns a case may do so to someone without the queue's skills, and to
 * someone who holds many.
 */
export function workBarOf(
  facts: WorkFacts,
  file: WorkCase,
  options: { readonly skills: boolean; readonly full: boolean },
): WorkBar | null {
  const { scope } = facts;
  if (!facts.mayDecide) return 'role';
  if (scope.categories !== null && !scope.categories.includes(file.category)) return 'limits';
  if (scope.regions !== null && (file.region === null || !scope.regions.includes(file.region))) return 'limits';
  if (scope.pausedUntil !== null || scope.withoutCategories.includes(file.category)) return 'care';
  if (facts.refusedBefore) return 'refused';
  if (facts.fell) return 'fell';
  if (options.skills && scope.queueIds !== null && !scope.queueIds.includes(file.queueId)) return 'skills';
  return options.full && facts.claims >= mostClaims ? 'full' : null;
}

export async function loadWorkFacts(
  executor: Executor,
  { staffId, caseId, now }: { readonly staffId: string; readonly caseId: string; readonly now: Date },
): Promise<WorkFacts | null> {
  const worker = await loadWorker(executor, staffId, now);
  if (worker === null) return null;
  const { permissions } = worker.grants;
  const fallen = sql.raw<boolean>(fallenSql({ caseId: 'asked.case_id', staffId: 'asked.staff_id' }));
  const { rows } = await sql<{ refused: boolean; fell: boolean; claims: number }>`select ${fallen} as fell,
      exists (select from decision where case_id = asked.case_id and decided_by = asked.staff_id and state = 'refused') as refused,
      ${claimsSql(staffId, now)} as claims
    from (select ${caseId}::uuid as case_id, ${staffId}::uuid as staff_id) asked`.execute(executor);
  const of = rows[0];
  if (of === undefined) throw new Error('ask about one case and get no answer');
  return {
    mayDecide: permissions.has('case.claim') && permissions.has('decision.make'),
    mayAssign: permissions.has('case.assign'),
    mayRead: permissions.has('case.read'),
    scope: worker.scope,
    refusedBefore: of.refused,
    fell: of.fell,
    claims: of.claims,
    name: worker.name,
  };
}
