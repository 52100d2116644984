/**
 * Claim-next and the queue's first page, by the server's own functions on the embedded PostgreSQL with fsync on: with ten
 * thousand open cases and with a million, in one run. Eight reviewers claim at the same time, one case after the other;
 * what they claimed stands until the round ends, then it is decided. Short rounds alternate between the two sizes, so
 * that a machine that gets slower does so for both. At the end, with the million: figures, search, decided cases, export.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/database/embedded-postgres.ts';
import { claimNext } from '../../apps/server/src/review/claim-next.ts';
import { listCases } from '../../apps/server/src/review/list-cases.ts';
import { hundredths, percentile } from './percentile.ts';
import { decideCases, fillQueue, type Queue } from './queue/open-cases.ts';
import { measurePages } from './queue/pages.ts';

const reviewers = 8;
/** Claims that stand at the end of a round: 20 for each reviewer, as many as one person may hold. */
const claimsARound = 160;
const rounds = 20;
const pagesARound = 25;

interface Times {
  readonly claims: number[];
  readonly pages: number[];
}

export async function runQueueBench(): Promise<Record<string, number>> {
  const directory = await mkdtemp(join(tmpdir(), 'wh-queue-'));
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory });
  const queues: Queue[] = [];
  try {
    const prepare = async (name: string, cases: number) => {
      process.stderr.write(`filling ${cases} open cases …\n`);
      const queue = await fillQueue(postgres.connectionString, name, { cases, reviewers });
      queues.push(queue);
      return queue;
    };
    const [small, large] = [await prepare('queue_10k', 10_000), await prepare('queue_1m', 1_000_000)];
    const times = { small: emptyTimes(), large: emptyTimes() };
    process.stderr.write('warming up …\n');
    for (const queue of [small, large, small, large]) await runRound(queue, emptyTimes());
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`round ${round} of ${rounds} …\n`);
      await runRound(small, times.small);
      await runRound(large, times.large);
    }
    const [smallP99, largeP99] = [percentile(times.small.claims, 0.99), percentile(times.large.claims, 0.99)];
    return {
      claim_p50_ms_10k: hundredths(percentile(times.small.claims, 0.5)),
      claim_p50_ms_1m: hundredths(percentile(times.large.claims, 0.5)),
      claim_p99_ms_10k: hundredths(smallP99),
      claim_p99_ms_1m: hundredths(largeP99),
      p99_ratio_1m_to_10k: hundredths(largeP99 / smallP99),
      list_p99_ms_10k: hundredths(percentile(times.small.pages, 0.99)),
      list_p99_ms_1m: hundredths(percentile(times.large.pages, 0.99)),
      ...(await measurePages(large)),
    };
  } finally {
    for (const { database } of queues) await database.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function runRound(queue: Queue, times: Times): Promise<void> {
  const claimed: string[] = [];
  await Promise.all(
    queue.staff.map(async (staffId) => {
      for (let turn = 0; turn < claimsARound / reviewers; turn++) {
        const start = performance.now();
        const { caseId } = await claimNext(queue, staffId);
        times.claims.push(performance.now() - start);
        claimed.push(caseId);
      }
    }),
  );
  if (new Set(claimed).size !== claimsARound) throw new Error('a case was claimed twice');
  for (let page = 0; page < pagesARound; page++) {
    const start = performance.now();
    const { cases } = await listCases(queue, { state: 'open', limit: 50 });
    times.pages.push(performance.now() - start);
    if (cases.length !== 50) throw new Error('the first page is not full');
  }
  await decideCases(queue, claimed);
}

function emptyTimes(): Times {
  return { claims: [], pages: [] };
}
