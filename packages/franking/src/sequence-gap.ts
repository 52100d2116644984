/**
 * The numbers that the hub gave out between two messages of one group: messages that exist and that nobody disclosed, or
 * numbers that the hub lost (docs/spec/franking.md §7, §10.2). Whoever shows messages side by side shows this between them.
 * @param before sequence of the message before · @param after of the next one shown, not smaller
 * @returns null if nothing lies between
 */
export function sequenceGap(before: bigint, after: bigint): { from: bigint; to: bigint } | null {
  return after > before + 1n ? { from: before + 1n, to: after - 1n } : null;
}
