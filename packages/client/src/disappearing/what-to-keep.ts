import type { HubNow } from './hub-time.ts';

/** Until when a message lives, as `receive` said and the messenger wrote down. Milliseconds of hub time; null: for ever. */
export interface KeptLife {
  visibleUntil: number | null;
  reportableUntil: number | null;
  /** `whatToKeep` has answered `stub` before: the words never come back, whatever a clock says later. */
  vanished?: boolean;
}

/**
 * What a messenger keeps of a message now (`Wellhouse.hubTime`):
 * - `all`: words and pictures may be shown.
 * - `stub`: the words leave every view; content, stamp and ciphertexts stay for a report and for nothing else.
 * - `nothing`: content, stamp, cached ciphertexts and every copy of the words are deleted.
 */
export function whatToKeep(life: KeptLife, { time, deleteUpTo }: HubNow): 'all' | 'stub' | 'nothing' {
  if (life.reportableUntil !== null && deleteUpTo >= life.reportableUntil) return 'nothing';
  const isOver = life.visibleUntil !== null && time >= life.visibleUntil;
  return isOver || life.vanished === true ? 'stub' : 'all';
}
