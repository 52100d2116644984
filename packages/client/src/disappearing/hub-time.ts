import type { ClientContext } from '../context.ts';
import type { StoredHubTime } from '../storage/wellhouse-storage.ts';

/** What a device goes by, in milliseconds of hub time: one time for hiding, and one, never later, for deleting. */
export interface HubNow {
  /** The hub's time as this device knows it. Words whose time is over by it leave every view. */
  readonly time: number;
  /**
   * The same, but at most 25 hours ahead of what this device's own clock has reached: what is over by it is deleted. So
   * nobody who says what time it is can have everything deleted that somebody may still want to report.
   */
  readonly deleteUpTo: number;
}

export interface HubTime {
  /** `heard`: what the delivery service says its time is, just now. */
  now(heard?: number): Promise<HubNow>;
  /** The same, once it is known that the hub has stamped a message at `acceptedAt`. */
  afterStamp(acceptedAt: number): Promise<HubNow>;
  /** The later of this device's clock and the hub's time, without writing anything down. */
  latest(): Promise<number>;
  /** The earlier of the two, likewise: what is over by it is over by both. */
  earliest(): Promise<number>;
}

/** How far the device may be ahead of the hub before the hub corrects it: more than an answer can be under way. */
const aheadMs = 5 * 60_000;
/** The skew that docs/spec/franking.md §5 rule 7 tolerates: further than this the hub's word deletes nothing. */
const deletionLeadMs = 25 * 3_600_000;

/**
 * Hub time decides when a message disappears; this device's clock only measures how much of it has passed. The time is
 * kept, so it goes on over sleep and restarts, and a clock that is set back takes nothing of it away: it stands until the
 * clock moves on. A clock that is set forward moves it forward, until the hub says otherwise. Beside it stands `ownTime`,
 * the time that this device's clock has reached by itself: it bounds how far the hub's word can delete.
 */
export function createHubTime({ storage, clock, hubId }: Pick<ClientContext, 'storage' | 'clock' | 'hubId'>): HubTime {
  async function move(correct: (times: Times) => Times): Promise<HubNow> {
    let moved: Times = { hubTime: 0, ownTime: 0 };
    await storage.update('hubTime', hubId, (kept) => {
      const readAt = clock();
      moved = correct(elapse(kept, readAt));
      return { ...moved, readAt };
    });
    const { hubTime, ownTime } = moved;
    return { time: hubTime, deleteUpTo: Math.min(hubTime, ownTime + deletionLeadMs) };
  }
  async function bothTimes(): Promise<[clock: number, hubTime: number]> {
    const now = clock();
    return [now, elapse(await storage.get('hubTime', hubId), now).hubTime];
  }
  return {
    now: (heard) => move((times) => (heard === undefined ? times : agree(times, heard, clock()))),
    afterStamp: (acceptedAt) => move((times) => ({ ...times, hubTime: Math.max(times.hubTime, acceptedAt) })),
    latest: async () => Math.max(...(await bothTimes())),
    earliest: async () => Math.min(...(await bothTimes())),
  };
}

type Times = Pick<StoredHubTime, 'hubTime'> & { ownTime: number };

function elapse(kept: StoredHubTime | undefined, clock: number): Times {
  if (!kept) return { hubTime: clock, ownTime: clock };
  const passed = Math.max(0, clock - kept.readAt);
  // a copy from before `ownTime` was kept knows what its clock said last
  return { hubTime: kept.hubTime + passed, ownTime: Math.max(clock, (kept.ownTime ?? kept.readAt) + passed) };
}

/** The hub puts a device right that is behind, or well ahead. Its word lowers `ownTime`, and never raises it. */
function agree({ hubTime, ownTime }: Times, heard: number, clock: number): Times {
  if (!Number.isSafeInteger(heard) || heard < 0) return { hubTime, ownTime };
  return {
    hubTime: heard > hubTime || hubTime - heard > aheadMs ? heard : hubTime,
    ownTime: Math.max(clock, Math.min(ownTime, heard)),
  };
}
