import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isUnavailable } from './database-error.ts';

/**
 * Runs a step of the start again, for up to 30 s, while the database is down or goes down under it: a server that
 * starts together with its database, or during its crash recovery, waits instead of giving up. The step must do no
 * harm when it is run twice.
 */
export async function outwaitDatabase<T>(log: Logger, step: () => Promise<T>, pauseMs = 1_000): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await step();
    } catch (error) {
      if (!isUnavailable(error) || tries >= 30) throw error;
      if (tries === 1) log.warn({ err: error }, 'waiting for the database');
      await sleep(pauseMs);
    }
  }
}
