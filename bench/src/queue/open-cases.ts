import { randomUUID } from 'node:crypto';
import { taxonomy } from '@wellhouse/taxonomy';
import { migrate } from '../../../apps/server/src/platform/database/migrate.ts';
import { type Database, openDatabase } from '../../../apps/server/src/platform/database/open-database.ts';

export interface Queue {
  readonly database: Database;
  readonly clock: () => Date;
  /** Ids of the reviewers. */
  readonly staff: readonly string[];
}

/** A database of its own in this cluster, with the product's schema, this many open cases and some reviewers. */
export async function fillQueue(
  connectionString: string,
  name: string,
  { cases, reviewers }: { cases: number; reviewers: number },
): Promise<Queue> {
  const admin = openDatabase({ connectionString, poolSize: 1 });
  await admin.pool.query(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  await admin.close();
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  const database = openDatabase({ connectionString: url.toString(), poolSize: reviewers });
  await migrate(database);
  const staff = Array.from({ length: reviewers }, () => randomUUID());
  await database.pool.query(
    `insert into staff (staff_id, name, email, roles, active, password_hash)
     select id, 'Reviewer', id::text || '@team.example', array['reviewer'], true, null from unnest($1::uuid[]) id`,
    [staff],
  );
  const filler = await database.pool.connect();
  try {
    // Filling takes longer than any statement of the product may.
    await filler.query('set statement_timeout = 0');
    // Every kind in seven regions, each with its clock: the lanes that a team of some countries has.
    const kinds = taxonomy.leaves.map(({ id, clock }) => ({ id, minutes: clock.firstReviewMinutes }));
    await filler.query(
      `insert into queue_lane (queue_id, category, region, standing, clock_minutes, pace_minutes, head_start)
       select 'main', kind->>'id', region, 'usual', (kind->>'minutes')::integer, (kind->>'minutes')::integer,
         floor(0.6 * ln(21600 / (kind->>'minutes')::float8) / ln(2) * 1048576) / 1048576
       from jsonb_array_elements($1::jsonb) kind, unnest(array['DE', 'FR', 'ES', 'GB', 'US', 'EG', null]) region`,
      [JSON.stringify(kinds)],
    );
    // Scores as they come, ages within the clock of the kind, in no order on disk.
    await filler.query(
      `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, region, state, level, score, rank, why,
         priority, due_at, review_due_at, report_count, reporter_count, danger, child, drill, opened_at, lane_id)
       select gen_random_uuid(), 'bench.localhost', 'account', 'account-' || n, category, region, 'open', 'VERIFIED', score,
         floor((log(2, score::numeric)::float8 - 12 * extract(epoch from opened)::float8 / (clock_minutes * 60)) * 1048576) / 1048576,
         '[{"code": "harm", "gravity": "lesser"}]', 'P3', opened + clock_minutes * interval '1 minute',
         opened + clock_minutes / 3 * interval '1 minute', 1, 1, false, false,
         false, opened, lane_id
       from (select n, 1 + random() * 200 as score, now() - random() * clock_minutes * interval '1 minute' as opened, lane.*
         from generate_series(1, $1::integer) n
         join queue_lane lane on lane.lane_id = 1 + n % (select count(*)::integer from queue_lane)) made`,
      [cases],
    );
    // The same state for every size: pages known to be all visible, fresh statistics, nothing left to write.
    await filler.query('vacuum (analyze, freeze) case_file');
    await filler.query('checkpoint');
  } finally {
    filler.release(true);
  }
  return { database, clock: () => new Date(), staff };
}

/** Decides these cases as makeDecision leaves them, so that the queue moves on. */
export async function decideCases({ database }: Queue, caseIds: readonly string[]): Promise<void> {
  await database.pool.query(
    `update case_file set state = 'decided', decided_at = now(), claim_staff_id = null, claim_until = null
     where case_id = any($1::uuid[])`,
    [caseIds],
  );
}
