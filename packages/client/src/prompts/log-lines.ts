import type { StoredLogLine } from '../storage/prompt-records.ts';

/** The oldest line goes first. */
export const mostLogLines = 200;
export const logLineLifeMs = 30 * 24 * 3_600_000;

/**
 * What the log holds after one more line; what is too old or too much is not in it. A message that comes again after a crash is
 * written down once. Pure.
 */
export function addLogLine(lines: readonly StoredLogLine[], line: StoredLogLine, now: number): StoredLogLine[] {
  const kept = freshLines(lines, now);
  const last = kept.at(-1);
  if (line.what === 'unavailable' && last?.what === 'unavailable') {
    return [...kept.slice(0, -1), { ...last, count: last.count + line.count, until: line.until }];
  }
  return kept.some((other) => isSameNotice(other, line)) ? kept : [...kept, line].slice(-mostLogLines);
}

function isSameNotice(one: StoredLogLine, other: StoredLogLine): boolean {
  if (one.what !== 'noticed' || other.what !== 'noticed') return false;
  const { conversationId, messageId, kind } = other;
  return one.conversationId === conversationId && one.messageId === messageId && one.kind === kind;
}

/** Lines that are not too old. A line from ahead of this clock counts as written now, and goes by its count. */
export function freshLines(lines: readonly StoredLogLine[], now: number): StoredLogLine[] {
  return lines.filter((line) => now - (line.what === 'unavailable' ? line.until : line.at) < logLineLifeMs);
}
