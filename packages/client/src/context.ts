import type { AccountId, HubId } from '@wellhouse/protocol';
import type { WellhouseStorage } from './storage/wellhouse-storage.ts';

export type Audience = 'adult' | 'child';

/** What changed; the messenger reads the new state through the client. */
export type WellhouseEvent =
  | { type: 'reports' }
  | { type: 'appeals' }
  | { type: 'blocked' }
  /** What a person chose about pictures, whom they turn to, or where they are. */
  | { type: 'young' }
  | { type: 'dropped'; groupId: Uint8Array }
  /** A prompt, its settings, or the local log. */
  | { type: 'prompts' }
  | { type: 'recontact' };

/** Runs `task` once after `delayMs` and returns how to call it off. */
export type Schedule = (delayMs: number, task: () => void) => () => void;

/** What every part of the client works with; all of it comes from outside. */
export interface ClientContext {
  readonly serverUrl: string;
  readonly hubId: HubId;
  readonly accountId: AccountId;
  readonly locale: string;
  readonly audience: Audience;
  readonly acceptMacOnlyKeys: boolean;
  readonly storage: WellhouseStorage;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly schedule: Schedule;
  readonly getReporterToken: (groups: readonly string[]) => Promise<string>;
  readonly emit: (event: WellhouseEvent) => void;
}
