import { setTimeout as pause } from 'node:timers/promises';
import type { HubVerifyKey } from '@wellhouse/franking';
import { type Hub, PublishHubKeysError, type RetiredHubKey } from '@wellhouse/hub';
import type { KeptHubKeys } from './hub-keys.ts';

export interface KeepHubKeysOptions {
  keys: KeptHubKeys;
  hub: Hub;
  /** Gives the safety server the keys; throws {@link PublishHubKeysError}. */
  publish: (keys: readonly HubVerifyKey[], retired: readonly RetiredHubKey[]) => Promise<void>;
  stopped: AbortSignal;
  /** Between two looks at the keys; an hour if left out. */
  everyMs?: number;
  /** Says that something needs a person. */
  complain?: (message: string) => void;
}

const longestPauseMs = 60_000;

/**
 * Looks after the stamp keys while the service runs: renews and retires them, lets the hub go on with them, and tells the
 * safety server, again and again until it has taken them. Ends when stopped; failures are tried again, never thrown.
 */
export async function keepHubKeys(options: KeepHubKeysOptions): Promise<void> {
  const { keys, hub, publish, stopped, everyMs = 3_600_000, complain = () => {} } = options;
  let failures = 0;
  while (!stopped.aborted) {
    try {
      if (await keys.advance()) hub.replaceKeys(keys.current());
      await keys.tell((retired) => publish(hub.verifyKeys(), retired));
      failures = 0;
    } catch (error) {
      // away for a moment is nothing to complain about
      if (!(error instanceof PublishHubKeysError && error.code === 'unreachable')) complain(String(error));
      failures += 1;
    }
    const delay = failures === 0 ? everyMs : Math.min(250 * 2 ** failures, longestPauseMs);
    await pause(delay, undefined, { signal: stopped, ref: false }).catch(() => {});
  }
}
