import type { Transaction } from '../database/open-database.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface NewJob {
  readonly kind: string;
  /** References to rows; never message text, keys or tokens. The handler parses it with zod. */
  readonly payload: JsonValue;
  /** Not before this; default: at once. */
  readonly runAt?: Date;
  /**
   * Jobs with one key run one after another in the order of enqueuing. A failing one holds the later ones back until
   * it succeeds or is dead.
   */
  readonly orderKey?: string;
  /** Default 20: with the default backoff that is two hours of trying. */
  readonly maxAttempts?: number;
}

/** For a job that must be done however long it takes: with the longest backoff of ten minutes these are years. */
export const neverGiveUp = 1_000_000;

export interface JobContext {
  readonly jobId: string;
  /** 1 for the first start. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly createdAt: Date;
  /** Aborted when the lease was lost or the process is stopping and its patience is over. */
  readonly signal: AbortSignal;
  /**
   * Marks the job done inside the handler's own transaction, so that its effects and its end are one commit:
   * exactly once, whatever dies. Without it a job is at-least-once and its handler must be idempotent.
   * @throws JobLeaseLost when another worker holds the job by now; the transaction then rolls back
   */
  finish(tx: Transaction): Promise<void>;
}

/** Returns when the work is done; throws to be tried again later. */
export type JobHandler = (payload: unknown, context: JobContext) => Promise<void>;
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** Thrown by a handler: try again after this delay instead of the usual backoff. */
export class JobRetry extends Error {
  override readonly name = 'JobRetry';
  readonly code = 'job-retry';
  readonly delayMs: number;
  constructor(delayMs: number, message: string) {
    super(message);
    this.delayMs = delayMs;
  }
}

/** Thrown by a handler: trying again cannot help. The job goes to the dead letters at once. */
export class JobRefusal extends Error {
  override readonly name = 'JobRefusal';
  readonly code = 'job-refused';
}

/** The job was taken over after its lease ran out; what this handler did must not be committed. */
export class JobLeaseLost extends Error {
  override readonly name = 'JobLeaseLost';
  readonly code = 'job-lease-lost';
}
