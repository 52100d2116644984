import { toBase64Url } from '@wellhouse/franking';

/**
 * Where a delivery service keeps each group's numbering. One hub process accepts for a group at a time; the hub calls the
 * store for one message of a group after the other.
 */
export interface SequenceStore {
  /** The group's next number, from 1, without gaps or repetition. Durable before it returns. */
  next(groupId: Uint8Array): bigint | Promise<bigint>;
  /**
   * `acceptedAt` of the group's last message in milliseconds, or null if it has none. Asked once per group after a start, so
   * that a clock which went back meanwhile does not take the group's times back with it.
   */
  lastAcceptedAt?(groupId: Uint8Array): number | null | Promise<number | null>;
}

/** Numbering that lasts as long as the process: for tests and demonstrations. */
export function memorySequenceStore(): SequenceStore {
  const sequences = new Map<string, bigint>();
  return {
    next(groupId) {
      const group = toBase64Url(groupId);
      const sequence = (sequences.get(group) ?? 0n) + 1n;
      sequences.set(group, sequence);
      return sequence;
    },
  };
}
