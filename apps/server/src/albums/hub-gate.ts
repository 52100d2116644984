import type { Clock } from '../deps.ts';

/** Keeps one delivery service that hangs or fails from filling the lanes of all. Counts in this process. */
export interface HubGate {
  /** Null: go, and call `leave` afterwards. Else milliseconds after which to ask again. */
  enter(hubId: string): number | null;
  /** `answered`: it was there, whatever it said. */
  leave(hubId: string, answered: boolean): void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * At most `most` jobs of one delivery service at a time; one that did not answer is left alone for a pause that doubles
 * with each further try, and then asked by one job alone.
 */
export function createHubGate(clock: Clock, most: number): HubGate {
  const hubs = new Map<string, { inside: number; failures: number; until: number }>();
  return {
    enter(hubId) {
      const hub = hubs.get(hubId) ?? { inside: 0, failures: 0, until: 0 };
      hubs.set(hubId, hub);
      const wait = hub.until - clock().getTime();
      if (wait > 0) return wait;
      if (hub.inside >= (hub.failures > 0 ? 1 : most)) return firstPauseMs;
      hub.inside += 1;
      return null;
    },
    leave(hubId, answered) {
      const hub = hubs.get(hubId);
      if (hub === undefined) return;
      hub.inside -= 1;
      hub.failures = answered ? 0 : hub.failures + 1;
      const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(hub.failures - 1, 10));
      hub.until = answered ? 0 : clock().getTime() + pause;
      if (answered && hub.inside === 0) hubs.delete(hubId);
    },
  };
}
