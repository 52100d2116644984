import type { ColumnType, Generated } from 'kysely';

export interface JobTable {
  /** Order of enqueuing; jobs with one order_key run by it. */
  job_id: Generated<string>;
  /** Name of the handler. */
  kind: string;
  /** JSON; a reference to rows, never a message's text. */
  payload: ColumnType<unknown, string, never>;
  /** Jobs that share it run one after another, in order of job_id; null: free. */
  order_key: string | null;
  state: Generated<'ready' | 'running' | 'done' | 'dead'>;
  /** Not before this. */
  run_at: Generated<Date>;
  /** Starts so far, the present one included. */
  attempts: Generated<number>;
  /** Gives up after this many starts. */
  max_attempts: Generated<number>;
  /** While running: after this the worker counts as dead and the job is taken again. */
  lease_until: Date | null;
  /** While running: which claim holds it; a worker that lost its lease cannot finish the job. */
  lease_id: string | null;
  /** Class and message of the last failure; no payload. */
  last_error: string | null;
  created_at: Generated<Date>;
  finished_at: Date | null;
}
