import type { MatchEffect } from '../lists/list-rules.ts';

export interface KeptMatch {
  /** What it came to when the picture was checked. */
  readonly kept: MatchEffect;
  /** What it would come to now. */
  readonly now: MatchEffect;
}

/**
 * What a kept match comes to after something happened to its entry. What did not hold the picture back then does not begin
 * to now, but for an entry that was set aside and that a person has released: a list that leaves its trial judges pictures
 * from then on. And what holds it goes on to until a person or the source has spoken: that the entry has flooded since is
 * neither.
 */
export function effectAfter({ kept, now }: KeptMatch): MatchEffect {
  switch (kept) {
    case 'hold':
      return now === 'set-aside' ? 'hold' : now;
    case 'set-aside':
    case 'harmless':
      return now;
    default:
      return kept;
  }
}

/** Whether everything that held the picture back is gone. */
export function isGroundless(matches: readonly KeptMatch[]): boolean {
  return matches.every(({ kept, now }) => kept !== 'hold' || now === 'gone');
}
