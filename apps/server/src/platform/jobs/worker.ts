import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Random } from '../../deps.ts';
import { isUnavailable } from '../database/database-error.ts';
import type { Database, Transaction } from '../database/open-database.ts';
import { backoffMs } from './backoff.ts';
import { type JobHandlers, JobLeaseLost, JobRefusal, JobRetry } from './job.ts';
import { createJobListener } from './job-listener.ts';
import * as statements from './job-statements.ts';

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
}

export interface Worker {
  start(): void;
  /** Takes no more jobs and waits for those at work; after `patienceMs` it aborts their signals and gives up on them. */
  stop(patienceMs?: number): Promise<void>;
  /** Works off everything that is due now and returns how many jobs ended (done, retried or dead). For tests and drills. */
  drain(): Promise<number>;
}

interface ClaimedJob {
  readonly job_id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly created_at: Date;
}

interface RunningJob {
  readonly leaseId: string;
  readonly abort: AbortController;
}

/**
 * Works off jobs: claims a batch, runs it `concurrency` at a time, ends finished ones together. At-least-once, unless
 * a handler ends its job in its own transaction (`context.finish`).
 */
export function createWorker(options: WorkerOptions): Worker {
  const { database, handlers, log, random } = options;
  const concurrency = options.concurrency ?? 8;
  const batch = options.batch ?? 50;
  const leaseMs = options.leaseMs ?? 30_000;
  const pollMs = options.pollMs ?? 500;
  const kinds = Object.keys(handlers);
  const running = new Map<string, RunningJob>();

  let loop: Promise<void> | null = null;
  let stopping = false;
  let wakeUp = () => {};
  let woken = false;
  const wake = () => {
    woken = true;
    wakeUp();
  };
  const listener = createJobListener(database, wake);

  async function runBatch(): Promise<number> {
    const leaseId = randomUUID();
    const jobs = await database.query<ClaimedJob>(statements.claimJobs, [batch, kinds, leaseMs, leaseId]);
    const queue = [...jobs].sort((a, b) => Number(BigInt(a.job_id) - BigInt(b.job_id)));
    for (const job of queue) running.set(job.job_id, { leaseId, abort: new AbortController() });
    const finished: string[] = [];
    const lane = async () => {
      for (
        let job = stopping ? undefined : queue.shift();
        job !== undefined;
        job = stopping ? undefined : queue.shift()
      ) {
        if (await runJob(job, leaseId)) finished.push(job.job_id);
        // Ending a few at a time keeps a long batch from holding back the jobs ordered behind it.
        if (finished.length >= 16) await finish(finished.splice(0), leaseId);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, lane));
      await finish(finished, leaseId);
      if (queue.length > 0) {
        const ids = queue.map((job) => job.job_id);
        await database.query(statements.returnJobs, [ids, leaseId]);
      }
    } finally {
      for (const job of jobs) running.delete(job.job_id);
    }
    return jobs.length - queue.length;
  }

  async function finish(ids: readonly string[], leaseId: string): Promise<void> {
    if (ids.length === 0) return;
    const ended = await database.query<{ job_id: string }>(statements.finishJobs, [ids, leaseId]);
    for (const id of ids) running.delete(id);
    if (ended.length < ids.length)
      log.warn({ jobs: ids.length - ended.length }, 'jobs finished after their lease ran out');
  }

  /** True when the job has yet to be marked done. */
  async function runJob(job: ClaimedJob, leaseId: string): Promise<boolean> {
    const handler = handlers[job.kind];
    const entry = running.get(job.job_id);
    if (handler === undefined || entry === undefined) return false;
    let finishedInside = false;
    const context = {
      jobId: job.job_id,
      attempt: job.attempts,
      maxAttempts: job.max_attempts,
      createdAt: job.created_at,
      signal: entry.abort.signal,
      async finish(tx: Transaction) {
        const done = await sql`update job set state = 'done', finished_at = now(), lease_id = null, lease_until = null,
          last_error = null where job_id = ${job.job_id}::bigint and lease_id = ${leaseId}::uuid`.execute(tx);
        if (done.numAffectedRows !== 1n) throw new JobLeaseLost(`finish job ${job.job_id}: another worker holds it`);
        finishedInside = true;
      },
    };
    try {
      await handler(job.payload, context);
      if (finishedInside) running.delete(job.job_id);
      return !finishedInside;
    } catch (error) {
      await failJob(job, leaseId, error);
      running.delete(job.job_id);
      return false;
    }
  }

  async function failJob(job: ClaimedJob, leaseId: string, error: unknown): Promise<void> {
    const text = describe(error);
    if (error instanceof JobLeaseLost) {
      log.warn({ jobId: job.job_id, kind: job.kind }, 'another worker took the job over');
    } else if (error instanceof JobRefusal || job.attempts >= job.max_attempts) {
      log.error({ jobId: job.job_id, kind: job.kind, error: text }, 'job is dead');
      await database.query(statements.buryJob, [job.job_id, leaseId, text]);
    } else {
      const delay = Math.round(error instanceof JobRetry ? error.delayMs : backoffMs(job.attempts, random));
      log.warn({ jobId: job.job_id, kind: job.kind, attempt: job.attempts, delay, error: text }, 'job failed');
      await database.query(statements.retryJob, [job.job_id, leaseId, delay, text]);
    }
  }

  async function extend(): Promise<void> {
    if (running.size === 0) return;
    const ids = [...running.keys()];
    const leases = [...new Set([...running.values()].map((entry) => entry.leaseId))];
    const held = await database.query<{ job_id: string }>(statements.extendLeases, [leases, leaseMs, ids]);
    const still = new Set(held.map((row) => row.job_id));
    for (const id of ids)
      if (!still.has(id)) running.get(id)?.abort.abort(new JobLeaseLost(`job ${id} was taken over`));
  }

  async function drain(): Promise<number> {
    let ended = 0;
    await database.query(statements.freeExpired, []);
    for (let count = await runBatch(); count > 0; count = await runBatch()) ended += count;
    return ended;
  }

  async function pause(ms: number): Promise<void> {
    if (woken || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = () => {};
  }

  async function work(): Promise<void> {
    const heartbeat = setInterval(() => extend().catch((error) => report(error, 'extend leases')), leaseMs / 3);
    const prune = setInterval(
      () => database.query(statements.pruneDone, [7]).catch((error) => report(error, 'prune jobs')),
      60_000,
    );
    try {
      while (!stopping) {
        woken = false;
        let wait = pollMs;
        try {
          await listener.ensure();
          if ((await drain()) === 0) {
            const [due] = await database.query<{ ms: number | null }>(statements.nextDue, [kinds]);
            wait = Math.max(1, Math.min(pollMs, due?.ms ?? pollMs));
          }
        } catch (error) {
          report(error, 'work off jobs');
          wait = Math.max(pollMs, 1_000);
          woken = false;
        }
        await pause(wait);
      }
    } finally {
      clearInterval(heartbeat);
      clearInterval(prune);
    }
  }

  function report(error: unknown, what: string): void {
    if (isUnavailable(error)) log.warn({ err: error }, `cannot ${what}: no database`);
    else log.error({ err: error }, `cannot ${what}`);
  }

  return {
    start() {
      loop ??= work();
    },
    async stop(patienceMs = 10_000) {
      stopping = true;
      wake();
      const ended = loop ?? Promise.resolve();
      const patience = setTimeout(() => {
        for (const entry of running.values()) entry.abort.abort(new Error('the process is stopping'));
      }, patienceMs);
      // Twice the patience at most: a handler that ignores its signal cannot keep the process alive.
      const limit = new Promise<void>((resolve) => setTimeout(resolve, patienceMs * 2).unref());
      await Promise.race([ended, limit]);
      clearTimeout(patience);
      listener.close();
    },
    drain,
  };
}

/** Class, code and message; enough to act on, and a handler's messages hold no message text. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 500);
  const code = 'code' in error && typeof error.code === 'string' ? ` [${error.code}]` : '';
  return `${error.name}${code}: ${error.message}`.slice(0, 500);
}
