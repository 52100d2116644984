import { type Measure, MeasureId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';

export function selectMeasures(executor: Executor) {
  return executor
    .selectFrom('misuse_measure')
    .innerJoin('staff as taker', 'taker.staff_id', 'misuse_measure.taken_by')
    .selectAll('misuse_measure')
    .select([
      'taker.name as taker_name',
      sql<string | null>`(select name from staff where staff.staff_id = misuse_measure.ended_by)`.as('ender_name'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectMeasures>['execute']>>[number];

export function measureView(row: Row): z.input<typeof Measure> {
  return {
    measureId: MeasureId.parse(row.measure_id),
    of: row.of,
    kind: row.kind,
    reason: row.reason,
    at: row.taken_at.toISOString(),
    until: row.until.toISOString(),
    figures: row.figures,
    by: row.taker_name,
    ended:
      row.ended_at === null
        ? null
        : { at: row.ended_at.toISOString(), by: row.ender_name ?? '', reason: row.ended_reason ?? '' },
  };
}
