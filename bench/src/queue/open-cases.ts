import { randomUUID } from 'node:crypto';
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
    // Scores and ages as a year brings them, in no order on disk.
    await filler.query(
      `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, state, level, score, rank, why,
         priority, due_at, report_count, reporter_count, danger, child, drill, opened_at)
       select gen_random_uuid(), 'bench.localhost', 'account', 'account-' || n, 'spam.bulk', 'open', 'VERIFIED', score,
         score - extract(epoch from opened) / 86400, '["Bulk messages: severity 20 of 100"]', 'P3',
         opened + interval '15 days', 1, 1, false, false, false, opened
       from (select n, random() * 200 as score, now() - random() * interval '365 days' as opened
         from generate_series(1, $1::integer) n) made`,
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
