import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { enqueue } from '../../src/platform/jobs/enqueue.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let db: TestDatabase;
before(async () => {
  db = await startTestDatabase();
  await db.database.pool.query('create table effect (n integer not null)');
});
after(() => db.close());

const script = join(import.meta.dirname, '../support/killable-worker.ts');

/** Starts a worker; resolves, once it has ended `jobs` jobs, with a way to kill it. */
function startWorker(jobs: number): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--conditions=wellhouse-src', script, db.connectionString], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let ended = 0;
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the worker ended by itself')));
    child.stdout.on('data', (chunk: Buffer) => {
      ended += chunk.length;
      if (ended < jobs) return;
      child.stdout.removeAllListeners('data');
      resolve(
        () =>
          new Promise((gone) => {
            child.once('exit', () => gone());
            child.kill('SIGKILL');
          }),
      );
    });
  });
}

test('workers killed at work lose no job and do none twice', async () => {
  const total = 1_500;
  const jobs = Array.from({ length: total }, (_, n) => ({
    kind: 'effect',
    payload: n,
    orderKey: `account-${n % 400}`,
  }));
  await enqueue(db.database.kysely, ...jobs);
  for (let round = 0; round < 4; round++) {
    // Each at once when it has done its part: one that waited for a slow starter would leave no jobs to it.
    await Promise.all([1, 2].map(async () => (await startWorker(60))()));
  }
  const last = await startWorker(1);
  const unfinished = "select from job where state in ('ready', 'running')";
  while ((await db.database.pool.query(unfinished)).rowCount !== 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await last();
  const { rows } = await db.database.pool.query<{ n: number; order_id: string }>('select n from effect');
  assert.equal(rows.length, total, 'one effect a job');
  assert.equal(new Set(rows.map((row) => row.n)).size, total);
  const { rows: dead } = await db.database.pool.query("select * from job where state = 'dead'");
  assert.deepEqual(dead, []);
});
