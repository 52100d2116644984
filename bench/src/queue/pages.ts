import { ListCasesQuery } from '@wellhouse/protocol';
import type { Deps } from '../../../apps/server/src/deps.ts';
import { readRows } from '../../../apps/server/src/numbers/exports/read-rows.ts';
import { exportedTables } from '../../../apps/server/src/numbers/exports/tables.ts';
import { createGetNumbers } from '../../../apps/server/src/numbers/get-numbers.ts';
import { getCalibration } from '../../../apps/server/src/quality/get-calibration.ts';
import { findCases } from '../../../apps/server/src/review/find-cases.ts';
import { listCases } from '../../../apps/server/src/review/list-cases.ts';
import { noLimits } from '../../../apps/server/src/staff/case-limits.ts';
import type { Queue } from './open-cases.ts';

const times = 5;

/** What people ask for beside the next case, in milliseconds: the median of some times each, one after the other. */
export async function measurePages(queue: Queue): Promise<Record<string, number>> {
  const { database, clock } = queue;
  const staffId = queue.staff[0] ?? '';
  // These read the database and the clock, and nothing else.
  const deps = { database, clock } as Deps;
  const first = await listCases(queue, ListCasesQuery.parse({ state: 'open' }));
  const number = first.cases[0]?.number ?? '';
  const found = await findCases(queue, staffId, { text: number, limits: noLimits });
  if (found.cases.length === 0) throw new Error(`${number} was not found`);
  return {
    // Each is counted anew: what the last one counted is kept by the function that it made.
    numbers_ms_1m: await median(() => createGetNumbers(deps)(28)),
    find_number_ms_1m: await median(() => findCases(queue, staffId, { text: number, limits: noLimits })),
    find_account_ms_1m: await median(() => findCases(queue, staffId, { text: 'account-5000', limits: noLimits })),
    list_search_ms_1m: await median(() => listCases(queue, ListCasesQuery.parse({ state: 'open', search: number }))),
    list_decided_ms_1m: await median(() => listCases(queue, ListCasesQuery.parse({ state: 'decided' }))),
    calibration_ms_1m: await median(() => getCalibration(deps, 90)),
    export_first_rows_ms_1m: await median(async () => {
      const rows = readRows(database.kysely, exportedTables.cases, { from: null, to: clock() }, (id) => id);
      await rows.next();
      await rows.return(undefined);
    }),
  };
}

async function median(ask: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await ask();
    taken.push(performance.now() - start);
  }
  const middle = taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
  return Math.round(middle * 10) / 10;
}
