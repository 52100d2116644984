import { type Numbers, Priority } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { DayRange } from './days.ts';

type Pace = Numbers['pace'][number];

interface ReviewRow {
  priority: Priority;
  reviewed: number;
  kept: number;
  quantiles: number[] | null;
}

interface DecideRow {
  priority: Priority;
  decided: number;
  kept: number;
  quantiles: number[] | null;
}

/** Time to the first look and to the decision, by priority, of what was looked at or decided in these days. */
export async function loadPace(executor: Executor, { from, to }: Pick<DayRange, 'from' | 'to'>): Promise<Pace[]> {
  const reviews = await sql<ReviewRow>`select priority, count(*)::integer as reviewed,
      count(*) filter (where first_review_at <= review_due_at)::integer as kept,
      percentile_cont(array[0.5, 0.95]) within group (
        order by greatest(0, extract(epoch from first_review_at - opened_at) / 60)
      ) as quantiles
    from case_file where first_review_at >= ${from} and first_review_at <= ${to} and not drill
    group by priority`.execute(executor);
  const decisions = await sql<DecideRow>`select priority, count(*)::integer as decided,
      count(*) filter (where decided_at <= due_at)::integer as kept,
      percentile_cont(array[0.5, 0.95]) within group (
        order by greatest(0, extract(epoch from decided_at - opened_at) / 60)
      ) as quantiles
    from case_file where state = 'decided' and decided_at >= ${from} and decided_at <= ${to} and not drill
    group by priority`.execute(executor);
  return Priority.options.map((priority) => {
    const review = reviews.rows.find((row) => row.priority === priority);
    const decision = decisions.rows.find((row) => row.priority === priority);
    return {
      priority,
      reviewed: review?.reviewed ?? 0,
      kept: review?.kept ?? 0,
      reviewMinutes: minutes(review?.quantiles),
      decided: decision?.decided ?? 0,
      decidedInTime: decision?.kept ?? 0,
      decideMinutes: minutes(decision?.quantiles),
    };
  });
}

function minutes(quantiles: number[] | null | undefined): { median: number; p95: number } | null {
  const [median, p95] = quantiles ?? [];
  return median === undefined || p95 === undefined ? null : { median: tenths(median), p95: tenths(p95) };
}

const tenths = (value: number) => Math.round(value * 10) / 10;
