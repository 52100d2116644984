import type { CarePage, OwnCare, SetBreak } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { breakDue } from './exposure.ts';
import { loadCare, loadPictureMinutes, nothingChosen } from './load-care.ts';
import { loadUntaken } from './untaken.ts';

/** One's own page. There is no such page about anybody else. */
export async function getCare(deps: Deps, staffId: string): Promise<z.input<typeof CarePage>> {
  return carePage(deps.database.kysely, staffId, deps.clock());
}

async function carePage(executor: Executor, staffId: string, now: Date): Promise<z.input<typeof CarePage>> {
  const care = await loadCare(executor, staffId, now);
  const { own, team } = care;
  const untaken = own.withoutCategories.length === 0 ? [] : await loadUntaken(executor);
  const afterMinutes = own.breakAfterMinutes ?? team.breakAfterMinutes;
  return {
    at: now.toISOString(),
    team,
    own,
    budgets: care.budgets,
    days: care.days.map(({ day, minutes }) => ({ day, minutes })),
    week: care.week,
    pictures: await loadPictureMinutes(executor, staffId, care.days[0]?.from ?? now),
    spent: [...care.spent],
    pausedUntil: care.pausedUntil?.toISOString() ?? null,
    breakMinutes: own.breakMinutes ?? team.breakMinutes,
    breakDue:
      care.pausedUntil === null ? breakDue(care.stretches, { now, lastBreakAt: care.lastBreakAt, afterMinutes }) : null,
    nobodyElse: own.withoutCategories.filter((category) => untaken.includes(category)),
  };
}

/** Takes effect at once for new cases. In no log: nobody is asked why. */
export async function putCare(
  deps: Deps,
  staffId: string,
  own: z.output<typeof OwnCare>,
): Promise<z.input<typeof CarePage>> {
  const json = JSON.stringify(own);
  return deps.database.transaction(async (tx) => {
    await sql`insert into staff_care (staff_id, own) values (${staffId}, ${json}::jsonb)
      on conflict (staff_id) do update set own = excluded.own`.execute(tx);
    return carePage(tx, staffId, deps.clock());
  });
}

/** A break from now on; 0 minutes: none now, or no longer. */
export async function setBreak(
  deps: Deps,
  staffId: string,
  { minutes }: z.output<typeof SetBreak>,
): Promise<z.input<typeof CarePage>> {
  const now = deps.clock();
  const until = minutes === 0 ? null : new Date(now.getTime() + minutes * 60_000);
  return deps.database.transaction(async (tx) => {
    await sql`insert into staff_care (staff_id, own, paused_until, last_break_at)
      values (${staffId}, ${JSON.stringify(nothingChosen)}::jsonb, ${until}, ${now})
      on conflict (staff_id) do update set paused_until = excluded.paused_until, last_break_at = excluded.last_break_at
    `.execute(tx);
    return carePage(tx, staffId, now);
  });
}
