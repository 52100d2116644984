import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Tables } from '../../schema/tables.ts';

/** One transaction; also accepted wherever a `Kysely<Tables>` is. */
export type Transaction = KyselyTransaction<Tables>;

/** Either the database itself or a transaction in it. */
export type Executor = Kysely<Tables>;

/**
 * A hot statement. The name makes PostgreSQL plan it once a connection; name and text belong together for ever,
 * so a changed text gets a new name.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export interface Database {
  readonly pool: pg.Pool;
  readonly kysely: Kysely<Tables>;
  /** Commits what `work` did, or rolls all of it back and rethrows. Never retried: `work` may have had effects. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs one named statement on a free connection, in its own implicit transaction. */
  query<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly poolSize: number;
  readonly log?: Logger;
  /** False: a commit does not wait for the disk. For what can be made anew; a crash loses its last moments, and breaks nothing. */
  readonly durable?: boolean;
}

/**
 * Opens a pool; connects on first use, so it succeeds while the database is down. bigint columns arrive as strings.
 * @throws by each query, not here: what `isUnavailable` recognises means "try again later".
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.poolSize,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'wellhouse',
    ...(options.durable === false && { options: '-c synchronous_commit=off' }),
    // A statement that runs this long holds locks that others wait for; migrations run without it.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks raises an error beside the one that its query gets: in the pool when it was idle, on the
  // connection itself when it was in use. Without a listener on either Node would end the process.
  pool.on('error', (error) => options.log?.warn({ err: error }, 'lost an idle database connection'));
  pool.on('connect', (client) => {
    client.on('error', (error) => options.log?.debug({ err: error }, 'lost a database connection'));
  });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | null = null;
  return {
    pool,
    kysely,
    transaction: (work) => kysely.transaction().execute(work),
    async query<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]) {
      const result = await pool.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
      return result.rows;
    },
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}
