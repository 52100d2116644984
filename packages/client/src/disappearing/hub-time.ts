import type { ClientContext } from '../context.ts';
import type { StoredHubTime } from '../storage/wellhouse-storage.ts';

/** The hub's time as this device knows it. Milliseconds since the epoch. */
export interface HubTime {
  /** `heard`: what the delivery service says its time is, just now. */
  now(heard?: number): Promise<number>;
  /** The same, once it is known that the hub has stamped a message at `acceptedAt`. */
  afterStamp(acceptedAt: number): Promise<number>;
}

/** How far the device may be ahead of the hub before the hub corrects it: more than an answer can be under way. */
const aheadMs = 5 * 60_000;

/**
 * Hub time decides when a message disappears; this device's clock only measures how much of it has passed. The time is
 * kept, so it goes on over sleep and restarts, and a clock that is set back takes nothing of it away: it stands until the
 * clock moves on. A clock that is set forward moves it forward, until the hub says otherwise.
 */
export function createHubTime({ storage, clock, hubId }: Pick<ClientContext, 'storage' | 'clock' | 'hubId'>): HubTime {
  async function move(correct: (time: number) => number): Promise<number> {
    let hubTime = 0;
    await storage.update('hubTime', hubId, (kept) => {
      const readAt = clock();
      hubTime = correct(elapse(kept, readAt));
      return { hubTime, readAt };
    });
    return hubTime;
  }
  return {
    now: (heard) => move((time) => (heard === undefined ? time : agree(time, heard))),
    afterStamp: (acceptedAt) => move((time) => Math.max(time, acceptedAt)),
  };
}

function elapse(kept: StoredHubTime | undefined, clock: number): number {
  return kept ? kept.hubTime + Math.max(0, clock - kept.readAt) : clock;
}

function agree(time: number, heard: number): number {
  if (!Number.isSafeInteger(heard) || heard < 0) return time;
  return heard > time || time - heard > aheadMs ? heard : time;
}
