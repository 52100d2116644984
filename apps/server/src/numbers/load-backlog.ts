import { ageBounds, type Numbers, Priority } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

type Backlog = Numbers['backlog'][number];

interface Row {
  priority: Priority;
  open: number;
  held: number;
  overdue: number;
  oldest: Date | null;
  ages: number[];
}

const hourMs = 3_600_000;

/** What is undecided, by priority; drills are left out. Plan: the index of the undecided cases, and the rows of those that are held by somebody. */
export async function loadBacklog(executor: Executor, now: Date): Promise<Backlog[]> {
  const bounds = ageBounds.map((hours) => new Date(now.getTime() - hours * hourMs));
  // Younger than the first bound, between each bound and the next, older than the last.
  const edges = [null, ...bounds].map((younger, index) => {
    const older = bounds[index];
    const upper = younger === null ? sql`true` : sql`opened_at <= ${younger}`;
    const lower = older === undefined ? sql`true` : sql`opened_at > ${older}`;
    return sql`count(*) filter (where state = 'open' and ${upper} and ${lower})`;
  });
  const { rows } = await sql<Row>`select priority,
      count(*) filter (where state = 'open')::integer as open,
      count(*) filter (where state = 'held')::integer as held,
      count(*) filter (where due_at < ${now}
        or (state = 'open' and first_review_at is null and review_due_at < ${now}))::integer as overdue,
      min(opened_at) filter (where state = 'open') as oldest,
      array[${sql.join(edges)}]::integer[] as ages
    from case_file where state <> 'decided' and not drill group by priority`.execute(executor);
  const found = new Map(rows.map((row) => [row.priority, row]));
  const claimed = await loadClaimed(executor, now);
  return Priority.options.map((priority) => {
    const { oldest, ...counts } = found.get(priority) ?? { ...empty, priority };
    return { ...counts, priority, claimed: claimed.get(priority) ?? 0, oldestOpenedAt: oldest?.toISOString() ?? null };
  });
}

/** How many of each priority are in somebody's hands: few, whatever waits. */
async function loadClaimed(executor: Executor, now: Date): Promise<Map<Priority, number>> {
  const { rows } = await sql<{ priority: Priority; claimed: number }>`select priority, count(*)::integer as claimed
    from case_file where claim_staff_id is not null and state = 'open' and claim_until > ${now} and not drill
    group by priority`.execute(executor);
  return new Map(rows.map((row) => [row.priority, row.claimed]));
}

const empty: Omit<Row, 'priority'> = {
  open: 0,
  held: 0,
  overdue: 0,
  oldest: null,
  ages: [...ageBounds, null].map(() => 0),
};
