import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { createWorker } from '../../src/platform/jobs/worker.ts';

/** Works off `effect` jobs, each writing one row in the transaction that ends it, until it is killed. */
const database = openDatabase({ connectionString: process.argv[2] ?? '', poolSize: 8 });
createWorker({
  database,
  random: randomBytes,
  log: pino({ level: 'silent' }),
  leaseMs: 400,
  pollMs: 50,
  handlers: {
    effect: (payload, context) =>
      database.transaction(async (tx) => {
        await sql`insert into effect (n) values (${Number(payload)})`.execute(tx);
        await context.finish(tx);
        process.stdout.write('.');
      }),
  },
}).start();
