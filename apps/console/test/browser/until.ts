import { setTimeout as pause } from 'node:timers/promises';

/** For what comes of a request that no page waits for. @throws when it has not come within half a minute */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`wait until ${what}: half a minute was not enough`);
    await pause(20);
  }
}
