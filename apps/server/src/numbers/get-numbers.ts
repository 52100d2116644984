import type { Numbers } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { lastDays } from './days.ts';
import { loadBacklog } from './load-backlog.ts';
import { loadDays } from './load-days.ts';
import { loadActions, loadAppeals, loadOutcomes } from './load-outcomes.ts';
import { loadPace } from './load-pace.ts';

/** A page that many people leave open asks the database this often. */
const keptMs = 15_000;

interface Kept {
  readonly at: number;
  readonly numbers: Promise<z.input<typeof Numbers>>;
}

/** The team's figures, counted at most every fifteen seconds for each length of time. */
export function createGetNumbers(deps: Deps): (days: number) => Promise<z.input<typeof Numbers>> {
  const kept = new Map<number, Kept>();
  return async (days) => {
    const at = deps.clock().getTime();
    const known = kept.get(days);
    if (known !== undefined && Math.abs(at - known.at) < keptMs) return known.numbers;
    const numbers = loadNumbers(deps, days);
    kept.set(days, { at, numbers });
    // What failed is not kept.
    numbers.catch(() => kept.delete(days));
    return numbers;
  };
}

async function loadNumbers(deps: Deps, count: number): Promise<z.input<typeof Numbers>> {
  const now = deps.clock();
  const range = lastDays(now, count);
  // One moment for all of them, so that they add up.
  return deps.database.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const backlog = await loadBacklog(tx, now);
      const undecided = backlog.reduce((sum, { open, held }) => sum + open + held, 0);
      return {
        at: now.toISOString(),
        days: await loadDays(tx, range, undecided),
        backlog,
        pace: await loadPace(tx, range),
        outcomes: await loadOutcomes(tx, range),
        appeals: await loadAppeals(tx, range),
        actions: await loadActions(tx, range),
      };
    });
}
