import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { pino } from 'pino';
import { combineWorkers } from '../../src/platform/jobs/combine-workers.ts';
import { enqueue, enqueueSql } from '../../src/platform/jobs/enqueue.ts';
import { type JobHandlers, JobLeaseLost, JobRefusal, JobRetry } from '../../src/platform/jobs/job.ts';
import { createWorker } from '../../src/platform/jobs/worker.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let db: TestDatabase;
before(async () => {
  db = await startTestDatabase();
});
after(() => db.close());
beforeEach(async () => {
  await db.database.pool.query('truncate job restart identity');
});

const log = pino({ level: 'silent' });

function workerOf(
  handlers: JobHandlers,
  options: { leaseMs?: number; pollMs?: number; concurrency?: number; batch?: number } = {},
) {
  return createWorker({ database: db.database, handlers, random: randomBytes, log, ...options });
}

async function rows() {
  return db.database.kysely.selectFrom('job').selectAll().orderBy('job_id').execute();
}

/** Makes every waiting job due, as if the time until then had passed. */
async function passTime() {
  await db.database.pool.query("update job set run_at = now() where state = 'ready'");
}

async function until(condition: () => boolean | Promise<boolean>) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('a job exists exactly if the transaction that enqueued it commits', async () => {
  const failed = db.database.transaction(async (tx) => {
    await enqueue(tx, { kind: 'k', payload: {} });
    throw new Error('roll back');
  });
  await assert.rejects(failed, /roll back/);
  assert.equal((await rows()).length, 0);
  await db.database.transaction((tx) => enqueue(tx, { kind: 'k', payload: { a: [1, 'two', null] } }));
  const seen: unknown[] = [];
  await workerOf({ k: async (payload) => void seen.push(payload) }).drain();
  assert.deepEqual(seen, [{ a: [1, 'two', null] }]);
  assert.equal((await rows())[0]?.state, 'done');
});

test('a statement can enqueue one job for each of its rows', async () => {
  const select = `select 'k', jsonb_build_object('n', n), null, 20 from generate_series(1, 3) as n`;
  await db.database.pool.query(`with queued as (${enqueueSql(select)}) select 1`);
  const seen: unknown[] = [];
  await workerOf({ k: async (payload) => void seen.push(payload) }, { concurrency: 1 }).drain();
  assert.deepEqual(seen, [{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('several workers run each of 500 jobs once', async () => {
  const jobs = Array.from({ length: 500 }, (_, n) => ({ kind: 'k', payload: n }));
  await enqueue(db.database.kysely, ...jobs);
  const seen: unknown[] = [];
  const workers = Array.from({ length: 4 }, () => workerOf({ k: async (payload) => void seen.push(payload) }));
  const counts = await Promise.all(workers.map((worker) => worker.drain()));
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    500,
  );
  assert.deepEqual(
    seen.sort((a, b) => Number(a) - Number(b)),
    jobs.map((job) => job.payload),
  );
});

test('jobs of one order key run one after another, in order, across workers', async () => {
  const keys = ['a', 'b', 'c'];
  for (let n = 0; n < 12; n++) {
    for (const orderKey of keys) await enqueue(db.database.kysely, { kind: 'k', payload: { orderKey, n }, orderKey });
  }
  const done: Record<string, number[]> = { a: [], b: [], c: [] };
  const running = new Set<string>();
  const handlers: JobHandlers = {
    k: async (payload) => {
      const { orderKey, n } = payload as { orderKey: string; n: number };
      assert(!running.has(orderKey), 'two jobs of one key at once');
      running.add(orderKey);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running.delete(orderKey);
      done[orderKey]?.push(n);
    },
  };
  const workers = [workerOf(handlers), workerOf(handlers)];
  await until(async () => {
    await Promise.all(workers.map((worker) => worker.drain()));
    return (await rows()).every((row) => row.state !== 'ready');
  });
  const order = Array.from({ length: 12 }, (_, n) => n);
  assert.deepEqual(done, { a: order, b: order, c: order });
});

test('a failing job holds back the later ones of its key and nothing else', async () => {
  const ordered = (payload: string) => ({ kind: 'k', payload, orderKey: 'account' });
  await enqueue(db.database.kysely, ordered('first'), ordered('second'), { kind: 'k', payload: 'free' });
  let broken = true;
  const seen: unknown[] = [];
  const worker = workerOf({
    k: async (payload) => {
      if (payload === 'first' && broken) throw new Error('target is down');
      seen.push(payload);
    },
  });
  for (let hour = 0; hour < 6; hour++) {
    await worker.drain();
    await passTime();
  }
  assert.deepEqual(seen, ['free']);
  broken = false;
  await worker.drain();
  assert.deepEqual(seen, ['free', 'first', 'second']);
});

test('concurrent enqueues under one key commit in the order of their ids', async () => {
  const enqueueSlowly = (n: number) =>
    db.database.transaction(async (tx) => {
      await enqueue(tx, { kind: 'k', payload: n, orderKey: 'same' });
      await new Promise((resolve) => setTimeout(resolve, (n % 3) * 5));
    });
  const seen: string[] = [];
  const worker = workerOf({ k: async (_payload, context) => void seen.push(context.jobId) });
  const enqueues = Promise.all(Array.from({ length: 9 }, (_, n) => enqueueSlowly(n)));
  await until(async () => {
    await worker.drain();
    return seen.length === 9;
  });
  await enqueues;
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => Number(a) - Number(b)),
  );
});

test('a failed job waits longer each time, and the wait is random within its upper half', async () => {
  const now = async () =>
    (await db.database.pool.query<{ at: Date }>('select clock_timestamp() as at')).rows[0]?.at.getTime() ?? 0;
  for (const [byte, share] of [
    [0, 0.5],
    [0xff, 1],
  ] as const) {
    await db.database.pool.query('truncate job restart identity');
    await enqueue(db.database.kysely, { kind: 'k', payload: 0 });
    const worker = createWorker({
      ...{ database: db.database, log, random: (length) => Buffer.alloc(length, byte), concurrency: 1 },
      handlers: { k: () => Promise.reject(new Error('no')) },
    });
    // Drained so late that a short wait may be over: then the job has failed more than once, and waits longer for that.
    for (let failed = 0; failed < 4; ) {
      await passTime();
      const before = await now();
      await worker.drain();
      const after = await now();
      const [row] = await rows();
      const { attempts = 0, run_at: runAt = new Date(0) } = row ?? {};
      assert(attempts > failed);
      failed = attempts;
      const wait = 1_000 * 2 ** (attempts - 1) * share;
      const [least, most] = [runAt.getTime() - after, runAt.getTime() - before];
      assert(least - 2 <= wait && wait <= most + 2, `after failure ${attempts} it waits ${least} to ${most} ms`);
    }
  }
});

test('a job that fails every time goes to the dead letters with its reason, and frees its key', async () => {
  await enqueue(
    db.database.kysely,
    { kind: 'k', payload: 'bad', maxAttempts: 3, orderKey: 'x' },
    { kind: 'k', payload: 'next', orderKey: 'x' },
  );
  const seen: unknown[] = [];
  const worker = workerOf({
    k: async (payload) => {
      seen.push(payload);
      if (payload === 'bad') throw new TypeError('cannot be done');
    },
  });
  for (let times = 0; times < 5; times++) {
    await worker.drain();
    await passTime();
  }
  assert.deepEqual(seen, ['bad', 'bad', 'bad', 'next']);
  const [bad] = await rows();
  assert.equal(bad?.state, 'dead');
  assert.equal(bad?.attempts, 3);
  assert.equal(bad?.last_error, 'TypeError: cannot be done');
});

test('a refusal is dead at once, and a retry waits as long as it asks', async () => {
  await enqueue(db.database.kysely, { kind: 'refuse', payload: 0 }, { kind: 'later', payload: 0 });
  const worker = workerOf({
    refuse: () => Promise.reject(new JobRefusal('never')),
    later: () => Promise.reject(new JobRetry(3_600_000, 'in an hour')),
  });
  await worker.drain();
  const [refused, later] = await rows();
  assert.equal(refused?.state, 'dead');
  assert.equal(refused?.attempts, 1);
  assert.equal(later?.state, 'ready');
  assert((later?.run_at.getTime() ?? 0) - Date.now() > 3_500_000);
});

test('a job planned for later is not run before', async () => {
  await enqueue(db.database.kysely, { kind: 'k', payload: 0, runAt: new Date(Date.now() + 60_000) });
  let runs = 0;
  const worker = workerOf({ k: async () => void runs++ });
  await worker.drain();
  assert.equal(runs, 0);
  await passTime();
  await worker.drain();
  assert.equal(runs, 1);
});

test('a kind without a handler is left for a worker that has one', async () => {
  await enqueue(db.database.kysely, { kind: 'unknown', payload: 0 });
  assert.equal(await workerOf({ k: async () => {} }).drain(), 0);
  assert.equal((await rows())[0]?.state, 'ready');
});

test('the job of a worker that died is taken over once its lease has run out', async () => {
  await enqueue(db.database.kysely, { kind: 'k', payload: 0 });
  const died =
    "update job set state = 'running', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '20 s'";
  await db.database.pool.query(died);
  let runs = 0;
  const worker = workerOf({ k: async () => void runs++ });
  await worker.drain();
  assert.equal(runs, 0, 'not while the lease lasts');
  await db.database.pool.query("update job set lease_until = now() - interval '1 s'");
  await worker.drain();
  assert.equal(runs, 1);
  assert.equal((await rows())[0]?.attempts, 2);
});

test('a job whose worker died is taken again at once, later after many deaths, and never given up for that', async () => {
  await enqueue(db.database.kysely, { kind: 'k', payload: 0, maxAttempts: 2 });
  let runs = 0;
  const worker = workerOf({ k: async () => void runs++ });
  const die = (attempts: number) =>
    db.database.pool.query(
      `update job set state = 'running', finished_at = null, attempts = $1, lease_id = gen_random_uuid(),
        lease_until = now() - interval '1 s'`,
      [attempts],
    );
  await die(1);
  await worker.drain();
  assert.equal(runs, 1);
  await die(30);
  await worker.drain();
  assert.equal(runs, 1, 'not for at least five minutes');
  const [waiting] = await rows();
  assert.deepEqual([waiting?.state, waiting?.last_error], ['ready', 'the worker stopped answering']);
  await passTime();
  await worker.drain();
  assert.equal(runs, 2);
  assert.equal((await rows())[0]?.state, 'done');
});

test('a worker that lost its lease cannot commit its effects', async () => {
  await enqueue(db.database.kysely, { kind: 'k', payload: 0 });
  const outcomes: string[] = [];
  const worker = workerOf({
    k: async (_payload, context) => {
      // Another worker takes the job over while this one is at work.
      await db.database.pool.query("update job set lease_id = gen_random_uuid(), lease_until = now() + interval '1 h'");
      await db.database
        .transaction(async (tx) => {
          await enqueue(tx, { kind: 'effect', payload: 0 });
          await context.finish(tx);
        })
        .catch((error: unknown) => {
          outcomes.push(error instanceof JobLeaseLost ? 'lost' : String(error));
          throw error;
        });
    },
  });
  await worker.drain();
  assert.deepEqual(outcomes, ['lost']);
  assert.deepEqual(
    (await rows()).map((row) => [row.kind, row.state]),
    [['k', 'running']],
  );
});

test('finishing inside the transaction makes effect and end one commit', async () => {
  await enqueue(db.database.kysely, { kind: 'k', payload: 0 });
  let fail = true;
  const worker = workerOf({
    k: (_payload, context) =>
      db.database.transaction(async (tx) => {
        await enqueue(tx, { kind: 'effect', payload: 0 });
        await context.finish(tx);
        if (fail) throw new Error('after finish, before commit');
      }),
  });
  await worker.drain();
  assert.deepEqual(
    (await rows()).map((row) => [row.kind, row.state]),
    [['k', 'ready']],
  );
  fail = false;
  await passTime();
  await worker.drain();
  assert.deepEqual(
    (await rows()).map((row) => [row.kind, row.state]),
    [
      ['k', 'done'],
      ['effect', 'ready'],
    ],
  );
});

test('a long job keeps its lease while its worker lives', async (context) => {
  await enqueue(db.database.kysely, { kind: 'long', payload: 0 });
  let starts = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const handlers: JobHandlers = {
    long: async () => {
      starts += 1;
      await held;
    },
  };
  // The workers' own beat is the test's to give: no lease runs out because this machine had something else to do.
  context.mock.timers.enable({ apis: ['setInterval'] });
  const leaseMs = 600_000;
  const first = workerOf(handlers, { leaseMs, pollMs: 20 });
  const second = workerOf(handlers, { leaseMs, pollMs: 20 });
  first.start();
  second.start();
  await until(() => starts > 0);
  const leaseLeft = async () => ((await rows())[0]?.lease_until?.getTime() ?? 0) - Date.now();
  for (let beat = 0; beat < 3; beat++) {
    // As if nearly all of the lease were over.
    await db.database.pool.query("update job set lease_until = now() + interval '2 minutes'");
    context.mock.timers.tick(leaseMs / 3);
    await until(async () => (await leaseLeft()) > leaseMs / 2);
  }
  release();
  await Promise.all([first.stop(), second.stop()]);
  assert.equal(starts, 1);
  assert.equal((await rows())[0]?.state, 'done');
});

test('an idle worker is woken by a notification, long before it would look by itself', async () => {
  const seen: unknown[] = [];
  const worker = workerOf({ k: async (payload) => void seen.push(payload) }, { pollMs: 600_000 });
  worker.start();
  const listening =
    "select from pg_stat_activity where query = 'listen wellhouse_job' and datname = current_database()";
  await until(async () => ((await db.database.pool.query(listening)).rowCount ?? 0) > 0);
  for (let n = 0; n < 3; n++) {
    await enqueue(db.database.kysely, { kind: 'k', payload: n });
    await until(() => seen.length === n + 1);
  }
  await worker.stop();
  assert.deepEqual(seen, [0, 1, 2]);
});

test('slow jobs occupy their lanes only', async () => {
  await enqueue(db.database.kysely, { kind: 'slow', payload: 0 });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seen: unknown[] = [];
  const handlers: JobHandlers = { slow: () => held, fast: async (payload) => void seen.push(payload) };
  const worker = workerOf(handlers, { concurrency: 2, pollMs: 20 });
  worker.start();
  await until(async () => (await rows())[0]?.state === 'running');
  await enqueue(db.database.kysely, ...Array.from({ length: 100 }, (_, n) => ({ kind: 'fast', payload: n })));
  await until(() => seen.length === 100);
  release();
  await worker.stop();
});

test('a stopping worker finishes what it has begun and gives the rest back unharmed', async () => {
  await enqueue(db.database.kysely, ...Array.from({ length: 20 }, (_, n) => ({ kind: 'k', payload: n })));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let starts = 0;
  const handlers: JobHandlers = {
    k: async () => {
      starts += 1;
      await held;
    },
  };
  const worker = workerOf(handlers, { concurrency: 3 });
  worker.start();
  await until(() => starts === 3);
  const stopped = worker.stop();
  release();
  await stopped;
  const states = (await rows()).map((row) => [row.state, row.attempts].join());
  assert.deepEqual(states.filter((state) => state === 'done,1').length, 3);
  assert.deepEqual(states.filter((state) => state === 'ready,0').length, 17);
});

test('a handler that hangs is told to stop when patience is over', async () => {
  await enqueue(db.database.kysely, { kind: 'k', payload: 0 });
  let aborted = false;
  const handlers: JobHandlers = {
    k: (_payload, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new JobRetry(0, 'stopped'));
        });
      }),
  };
  const worker = workerOf(handlers);
  worker.start();
  await until(async () => (await rows())[0]?.state === 'running');
  await worker.stop(50);
  assert(aborted);
  // It stops at the latest after twice its patience, whether the job's end is written by then or not.
  await until(async () => (await rows())[0]?.state === 'ready');
});

test('combined workers work off what their jobs enqueue for one another', async () => {
  await enqueue(db.database.kysely, { kind: 'here', payload: 0 });
  const seen: string[] = [];
  const next = (kind: string, then: string) => async () => {
    seen.push(kind);
    if (seen.length < 5) await enqueue(db.database.kysely, { kind: then, payload: 0 });
  };
  const both = combineWorkers(workerOf({ there: next('there', 'here') }), workerOf({ here: next('here', 'there') }));
  assert.equal(await both.drain(), 5);
  assert.deepEqual(seen, ['here', 'there', 'here', 'there', 'here']);
});

test('jobs that hang in one worker leave the lanes of the other free', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seen: unknown[] = [];
  const both = combineWorkers(
    workerOf({ remote: () => held }),
    workerOf({ near: async (payload) => void seen.push(payload) }),
  );
  await enqueue(db.database.kysely, ...Array.from({ length: 20 }, (_, n) => ({ kind: 'remote', payload: n })));
  both.start();
  await until(async () => (await rows()).some((row) => row.state === 'running'));
  await enqueue(db.database.kysely, { kind: 'near', payload: 1 });
  await until(() => seen.length === 1);
  release();
  await both.stop();
});
