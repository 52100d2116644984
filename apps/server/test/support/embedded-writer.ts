import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';

/** Starts the database of a folder and inserts numbers, printing each one after its commit, until it is killed. */
const { connectionString } = await startEmbeddedPostgres({ dataDirectory: process.argv[2] ?? '' });
const pool = new pg.Pool({ connectionString, max: 4 });
await pool.query('create table if not exists written (n bigint primary key)');
const start = Date.now() * 1_000;
for (let n = start; ; n += 4) {
  await Promise.all(
    [n, n + 1, n + 2, n + 3].map(async (each) => {
      await pool.query('insert into written values ($1)', [each]);
      process.stdout.write(`${each}\n`);
    }),
  );
}
