import type { ClientContext } from '../context.ts';
import { backoffMs } from './backoff.ts';

/** What waits in a queue, as far as its times go. */
export interface Waiting {
  attempts: number;
  /** Null: nothing is left to deliver. */
  nextAttemptAt: number | null;
  /** The server asked for no further try before this (`Retry-After`). */
  notBefore: number;
}

export interface WorkOff {
  /**
   * Tries now to deliver everything that waits, however long its own pause would last; only a server's `Retry-After`
   * is waited for. Resolves when each was tried once.
   */
  flush(): Promise<void>;
  close(): void;
}

/** Works a stored queue off: one run at a time, and again when the next item is due. */
export function createWorkOff<Item extends Waiting>(
  context: Pick<ClientContext, 'clock' | 'schedule'>,
  queue: { list(): Promise<Item[]>; deliver(item: Item): Promise<void> },
): WorkOff {
  let running: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  async function run(isDue: (item: Item) => boolean): Promise<void> {
    try {
      for (const item of await queue.list()) {
        if (closed || item.nextAttemptAt === null || !isDue(item)) continue;
        await queue.deliver(item);
      }
    } finally {
      await plan();
    }
  }

  /** Wakes up when the next item is due. */
  async function plan(): Promise<void> {
    cancelTimer?.();
    cancelTimer = null;
    if (closed) return;
    const times = (await queue.list()).flatMap((item) => item.nextAttemptAt ?? []);
    if (times.length === 0 || closed) return;
    const delay = Math.max(0, Math.min(...times) - context.clock());
    cancelTimer = context.schedule(delay, () => {
      void start((item) => (item.nextAttemptAt ?? 0) <= context.clock());
    });
  }

  /** One run at a time; a run that is asked for meanwhile follows. */
  function start(isDue: (item: Item) => boolean): Promise<void> {
    const next = (running ?? Promise.resolve()).catch(() => {}).then(() => run(isDue));
    running = next;
    return next;
  }

  return {
    flush: () => start((item) => item.notBefore <= context.clock()),
    close() {
      closed = true;
      cancelTimer?.();
    },
  };
}

/** The times of an item that was tried once more in vain. */
export function postponed(
  item: Waiting,
  retryAfterMs: number | null,
  { clock, random }: Pick<ClientContext, 'clock' | 'random'>,
): Waiting {
  const attempts = item.attempts + 1;
  const next = clock() + backoffMs(attempts, retryAfterMs, (random(1)[0] ?? 0) / 256);
  return { attempts, nextAttemptAt: next, notBefore: retryAfterMs === null ? 0 : next };
}
