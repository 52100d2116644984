/**
 * Claim-next, as the server runs it, on the embedded PostgreSQL: with ten thousand open cases and with a million, in one
 * run, with eight reviewers at a time, and with as many claims standing as a team of that size has. Rounds alternate
 * between the two databases, so that a machine that gets slower does so for both.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/database/embedded-postgres.ts';
import { migrate } from '../../apps/server/src/platform/database/migrate.ts';
import { type Database, openDatabase } from '../../apps/server/src/platform/database/open-database.ts';
import { claimLeaseMs, claimNextStatement } from '../../apps/server/src/review/claim.ts';

const reviewers = 8;
const claimsARound = 400;
const rounds = 5;

export async function runQueueBench(): Promise<Record<string, number>> {
  const directory = await mkdtemp(join(tmpdir(), 'wh-queue-'));
  const postgres = await startEmbeddedPostgres({ dataDirectory: join(directory, 'data') });
  const small = await prepare(postgres.connectionString, 'queue_10k', 10_000);
  const large = await prepare(postgres.connectionString, 'queue_1m', 1_000_000);
  try {
    const latencies = { small: [] as number[], large: [] as number[] };
    process.stderr.write('warming up …\n');
    await claimRound(small);
    await claimRound(large);
    for (let round = 1; round <= rounds; round += 1) {
      process.stderr.write(`round ${round} of ${rounds} …\n`);
      latencies.small.push(...(await claimRound(small)));
      latencies.large.push(...(await claimRound(large)));
    }
    const p99Small = percentile(latencies.small, 0.99);
    const p99Large = percentile(latencies.large, 0.99);
    return {
      p50_ms_10k: hundredths(percentile(latencies.small, 0.5)),
      p50_ms_1m: hundredths(percentile(latencies.large, 0.5)),
      p99_ms_10k: hundredths(p99Small),
      p99_ms_1m: hundredths(p99Large),
      p99_ratio_1m_to_10k: hundredths(p99Large / p99Small),
    };
  } finally {
    await small.database.close();
    await large.database.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Queue {
  readonly database: Database;
  readonly staff: readonly string[];
  /** Cases that were claimed; they are decided after a round, as reviewers do, so that the queue keeps moving. */
  readonly claimed: string[];
}

async function prepare(connectionString: string, name: string, cases: number): Promise<Queue> {
  process.stderr.write(`filling ${name} …\n`);
  const admin = openDatabase({ connectionString, poolSize: 2 });
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
  // Scores and ages as a year of reports brings them; the statement timeout is lifted for filling alone.
  const filler = await database.pool.connect();
  await filler.query('set statement_timeout = 0');
  await filler.query(
    `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, state, level, score, rank, why,
       priority, due_at, report_count, reporter_count, danger, child, drill, opened_at)
     select gen_random_uuid(), 'bench.localhost', 'account', 'account-' || n, 'spam.bulk', 'open', 'VERIFIED', score,
       score - extract(epoch from opened) / 86400, '["severity"]', 'P3', opened + interval '15 days', 1, 1, false, false,
       false, opened
     from (select n, random() * 200 as score, now() - random() * interval '365 days' as opened
       from generate_series(1, $1::integer) n) made`,
    [cases],
  );
  await filler.query('vacuum analyze case_file');
  await filler.query('checkpoint');
  filler.release(true);
  return { database, staff, claimed: [] };
}

/** Milliseconds of each claim. */
async function claimRound(queue: Queue): Promise<number[]> {
  const { database, staff, claimed } = queue;
  const times: number[] = [];
  await Promise.all(
    staff.map(async (staffId) => {
      for (let n = 0; n < claimsARound / reviewers; n += 1) {
        const now = new Date();
        const start = performance.now();
        const [row] = await database.query<{ case_id: string }>(claimNextStatement, [
          staffId,
          now,
          new Date(now.getTime() + claimLeaseMs),
        ]);
        times.push(performance.now() - start);
        if (row === undefined) throw new Error('the queue is empty');
        claimed.push(row.case_id);
      }
    }),
  );
  if (new Set(claimed).size !== claimed.length) throw new Error('a case was claimed twice');
  const decided = claimed.slice(0, -reviewers);
  await database.pool.query(
    `update case_file set state = 'decided', decided_at = now(), claim_staff_id = null, claim_until = null
     where case_id = any($1::uuid[]) and state = 'open'`,
    [decided],
  );
  return times;
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
