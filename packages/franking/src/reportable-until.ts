import { FrankingError } from './errors.ts';
import type { MessageHeader } from './message-header.ts';
import type { StampContext } from './stamp-context.ts';

/** The longest time, in seconds, that a disappeared message may stay reportable (docs/spec/franking.md §5.1). */
export const maximumGraceSeconds = 86_400;

/** What decides how long a message lives: the sender's wish, and the hub's time. */
export interface MessageLife {
  header: Pick<MessageHeader, 'kind' | 'expiresAfter'>;
  stamp: { context: Pick<StampContext, 'acceptedAt'> };
}

/**
 * The first moment, in milliseconds of hub time, at which the words may not be shown any more; null: never.
 * `Header.clientTime` plays no part. A deletion and a key update have no words, and what they did has to last: they
 * never disappear.
 */
export function visibleUntil({ header, stamp }: MessageLife): number | null {
  if (header.expiresAfter === 0 || header.kind === 'delete' || header.kind === 'key-update') return null;
  // 48 bits of milliseconds and 32 bits of seconds add up to less than 2^53
  return stamp.context.acceptedAt + header.expiresAfter * 1_000;
}

/**
 * The first moment, in milliseconds of hub time, at which a device holds nothing of the message any more; null: never.
 *
 * @param graceSeconds the messenger's policy, 0 to 86,400
 * @throws {FrankingError} `invalid-argument` for another grace
 */
export function reportableUntil({ graceSeconds, ...message }: MessageLife & { graceSeconds: number }): number | null {
  if (!Number.isInteger(graceSeconds) || graceSeconds < 0 || graceSeconds > maximumGraceSeconds) {
    throw new FrankingError(
      'invalid-argument',
      `expected a grace of 0 to ${maximumGraceSeconds} s, got ${graceSeconds}`,
    );
  }
  const until = visibleUntil(message);
  return until === null ? null : until + graceSeconds * 1_000;
}
