import {
  createWellhouse,
  memoryStorage,
  type Wellhouse,
  type WellhouseOptions,
  type WellhouseStorage,
} from '@wellhouse/client';
import { cryptographyUnderWay } from './cryptography-under-way.ts';
import { createTestHub, hubId, startOfTime } from './hub.ts';
import { createSafetyServer } from './safety-server.ts';

export interface Timer {
  at: number;
  task: () => void;
}

/** Ana's device, a hub and a safety server, with a clock that only the test moves. */
export async function createWorld(options: Partial<WellhouseOptions> = {}) {
  const hub = createTestHub();
  const server = await createSafetyServer(hub.key);
  const time = { now: startOfTime + 3_600_000 };
  let timers: Timer[] = [];
  const tokens = { asked: 0 };

  function open(storage: WellhouseStorage, more: Partial<WellhouseOptions> = {}): Wellhouse {
    return createWellhouse({
      ...{ serverUrl: 'http://safety.example/', hubId, accountId: 'ana@hub.example', storage, fetch: server.fetch },
      getReporterToken: async () => {
        tokens.asked++;
        return server.state.validToken;
      },
      clock: () => time.now,
      schedule(delayMs, task) {
        const timer = { at: time.now + delayMs, task };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      ...options,
      ...more,
    });
  }

  const storage = options.storage ?? memoryStorage();
  return {
    ...{ hub, server, storage, tokens, open },
    wellhouse: open(storage),
    time,
    timers: () => timers,
    /** Moves the clock on and runs what is due. */
    async pass(ms: number): Promise<void> {
      time.now += ms;
      const due = timers.filter((timer) => timer.at <= time.now);
      timers = timers.filter((timer) => timer.at > time.now);
      for (const timer of due) timer.task();
      await settle();
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

/** Lets everything run that is ready to run: all I/O here is in memory, and cryptography in other threads is waited for. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (cryptographyUnderWay() > 0) turn = 0;
  }
}
