import type { Logger } from 'pino';
import type { Random } from '../../deps.ts';
import { isUnavailable } from '../database/database-error.ts';
import type { Database } from '../database/open-database.ts';
import { createFinisher } from './finish-batch.ts';
import { type JobHandlers, JobLeaseLost } from './job.ts';
import { createJobListener } from './job-listener.ts';
import { type ClaimedJob, createJobSource } from './job-source.ts';
import { extendLeases, pruneDone } from './job-statements.ts';
import { runJob } from './run-job.ts';

export interface WorkerOptions {
  readonly database: Database;
  readonly handlers: JobHandlers;
  readonly random: Random;
  readonly log: Logger;
  /** Jobs at work at the same time; default 8. */
  readonly concurrency?: number;
  /** Jobs taken by one statement; default 50. */
  readonly batch?: number;
  /** After this without a sign of life a job is taken by another worker; default 30 seconds. */
  readonly leaseMs?: number;
  /** Longest time between two looks at the table; notifications shorten it. Default 500 ms. */
  readonly pollMs?: number;
  /** What is done again and again, beside the jobs and by every process; not while draining. */
  readonly chores?: readonly Chore[];
  /** Hold a connection to hear of new jobs at once; default true. Without it they are found when the table is looked at. */
  readonly listens?: boolean;
}

export interface Chore {
  readonly everyMs: number;
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

export interface Worker {
  start(): void;
  /** Takes no more jobs and waits for those at work; after `patienceMs` it aborts their signals, and then gives up on them. */
  stop(patienceMs?: number): Promise<void>;
  /** Works off everything that is due now and returns how many jobs it ran. For tests and drills, instead of start. */
  drain(): Promise<number>;
}

/**
 * Works off jobs, `concurrency` at a time. At-least-once, unless a handler ends its job in its own transaction
 * (`context.finish`). While there is no database it waits for one.
 */
export function createWorker(options: WorkerOptions): Worker {
  const { database, handlers, log } = options;
  const concurrency = options.concurrency ?? 8;
  const leaseMs = options.leaseMs ?? 30_000;
  const pollMs = options.pollMs ?? 500;
  const source = createJobSource(database, { kinds: Object.keys(handlers), batch: options.batch ?? 50, leaseMs });
  const finish = createFinisher(database);
  const running = new Map<ClaimedJob, AbortController>();
  const sleeper = createSleeper();
  const listener = options.listens === false ? null : createJobListener(database, sleeper.wake);
  let stopping = false;
  let started: Promise<unknown> | null = null;

  async function run(job: ClaimedJob): Promise<void> {
    const handler = handlers[job.kind];
    if (handler === undefined) return;
    const abort = new AbortController();
    running.set(job, abort);
    try {
      await runJob(job, handler, { database, log, random: options.random, finish, signal: abort.signal });
    } catch (error) {
      // The end could not be written: the lease runs out and the job is tried again.
      report(error, `write the end of job ${job.job_id}`);
    } finally {
      running.delete(job);
    }
  }

  async function lane(): Promise<void> {
    while (!stopping) {
      const idle = sleeper.begin();
      let wait = pollMs;
      try {
        const job = await source.take();
        if (job !== undefined) {
          await run(job);
          continue;
        }
        wait = Math.max(1, Math.min(pollMs, (await source.untilNext()) ?? pollMs));
      } catch (error) {
        report(error, 'take jobs');
        wait = Math.max(pollMs, 1_000);
      }
      await idle(wait);
    }
  }

  async function heartbeat(): Promise<void> {
    const jobs = [...running.keys(), ...source.waiting];
    if (jobs.length === 0) return;
    const ids = jobs.map((job) => job.job_id);
    const leases = [...new Set(jobs.map((job) => job.leaseId))];
    const held = await database.query<{ job_id: string }>(extendLeases, [leases, leaseMs, ids]);
    const still = new Set(held.map((row) => row.job_id));
    for (const [job, abort] of running) {
      if (ids.includes(job.job_id) && !still.has(job.job_id)) abort.abort(new JobLeaseLost('the lease ran out'));
    }
  }

  async function work(): Promise<void> {
    const every = (ms: number, what: string, task: () => Promise<unknown>) =>
      setInterval(() => task().catch((error: unknown) => report(error, what)), ms);
    const timers = [
      every(leaseMs / 3, 'extend leases', heartbeat),
      every(60_000, 'remove old jobs', () => database.query(pruneDone, [7])),
      every(5_000, 'listen for jobs', async () => listener?.ensure()),
      ...(options.chores ?? []).map((chore) => every(chore.everyMs, chore.what, chore.run)),
    ];
    await listener?.ensure();
    await Promise.all(Array.from({ length: concurrency }, lane));
    for (const timer of timers) clearInterval(timer);
    await source.giveBack().catch((error: unknown) => report(error, 'give jobs back'));
  }

  function report(error: unknown, what: string): void {
    if (isUnavailable(error)) log.warn({ err: error }, `cannot ${what}: no database`);
    else log.error({ err: error }, `cannot ${what}`);
  }

  return {
    start() {
      started ??= work();
    },
    async stop(patienceMs = 10_000) {
      stopping = true;
      sleeper.wake();
      const patience = setTimeout(() => {
        for (const abort of running.values()) abort.abort(new Error('the process is stopping'));
      }, patienceMs);
      // Twice the patience at most: a handler that ignores its signal cannot keep the process alive.
      const limit = new Promise<void>((resolve) => setTimeout(resolve, patienceMs * 2).unref());
      await Promise.race([started, limit]);
      clearTimeout(patience);
      listener?.close();
    },
    async drain() {
      let count = 0;
      const drainLane = async () => {
        for (let job = await source.take(); job !== undefined; job = await source.take()) {
          await run(job);
          count += 1;
        }
      };
      // A lane that found nothing may have stopped while another's job was enqueuing more.
      for (let before = -1; before < count; ) {
        before = count;
        await Promise.all(Array.from({ length: concurrency }, drainLane));
      }
      return count;
    },
  };
}

/** Lets every lane sleep until a wake or a time; a wake between `begin` and the sleep is not lost. */
function createSleeper() {
  let wakes = 0;
  const sleepers = new Set<() => void>();
  return {
    wake() {
      wakes += 1;
      for (const end of sleepers) end();
    },
    begin() {
      const seen = wakes;
      return (ms: number) =>
        new Promise<void>((resolve) => {
          if (wakes !== seen) return resolve();
          const end = () => {
            clearTimeout(timer);
            sleepers.delete(end);
            resolve();
          };
          const timer = setTimeout(end, ms);
          sleepers.add(end);
        });
    },
  };
}
