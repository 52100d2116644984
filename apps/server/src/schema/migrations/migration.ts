import type { Kysely } from 'kysely';

/** One step forward, in one transaction. Steps are never edited once released; a change is a new step. */
export interface Migration {
  up(db: Kysely<unknown>): Promise<void>;
}
