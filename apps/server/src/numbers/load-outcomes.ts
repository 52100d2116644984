import type { Numbers } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { DayRange } from './days.ts';

type Range = Pick<DayRange, 'from' | 'to'>;

/** How many of those who want to know the outcome have it on their device. */
export async function loadOutcomes(executor: Executor, { from, to }: Range): Promise<Numbers['outcomes']> {
  const { rows } = await sql<{ due: number; told: number }>`select count(*)::integer as due,
      count(report.told_at)::integer as told
    from case_file file join report on report.case_id = file.case_id
    where file.state = 'decided' and file.decided_at >= ${from} and file.decided_at <= ${to} and not file.drill
      and report.wants_notices`.execute(executor);
  return rows[0] ?? { due: 0, told: 0 };
}

/** What came of appeals that were heard, and how many wait now. */
export async function loadAppeals(executor: Executor, { from, to }: Range): Promise<Numbers['appeals']> {
  const { rows } = await sql<Numbers['appeals']>`select count(hearing.heard_at)::integer as heard,
      (count(*) filter (where outcome = 'uphold'))::integer as upheld,
      (count(*) filter (where outcome = 'milder'))::integer as milder,
      (count(*) filter (where outcome = 'overturn'))::integer as overturned,
      (count(*) filter (where outcome = 'reopen'))::integer as reopened,
      (count(*) filter (where hearing.state = 'open'))::integer as open
    from appeal_hearing hearing join case_file file using (case_id)
    where (hearing.state = 'open' or (hearing.heard_at >= ${from} and hearing.heard_at <= ${to})) and not file.drill`.execute(
    executor,
  );
  return rows[0] ?? { heard: 0, upheld: 0, milder: 0, overturned: 0, reopened: 0, open: 0 };
}

export async function loadActions(executor: Executor, { from, to }: Range): Promise<Numbers['actions']> {
  const { rows } = await sql<{ action: string; decisions: number }>`select decision.action,
      count(*)::integer as decisions
    from decision join case_file file using (case_id)
    where decision.decided_at >= ${from} and decision.decided_at <= ${to} and decision.state = 'in-force'
      and not file.drill
    group by decision.action order by 2 desc, 1`.execute(executor);
  return rows;
}
