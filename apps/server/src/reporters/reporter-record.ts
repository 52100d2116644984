/** How a reporter's earlier reports ended. Both counts fade, each by its own half-life. */
export interface ReporterRecord {
  /** Reports that decisions upheld. */
  readonly upheld: number;
  /** Reports on which decisions saw no reason to act. */
  readonly dismissed: number;
  /** As of when the counts have faded. */
  readonly asOf: Date;
}

/** What is known of somebody who has never reported. Beta(2, 2): as likely right as wrong, and nothing is certain. */
const prior = 2;
const dayMs = 86_400_000;
/** A right report counts half after so long: slow to forget. */
export const upheldHalfLifeDays = 180;
/** A wrong one: quick to forgive. */
export const dismissedHalfLifeDays = 14;
/** More than so many right ones buy no more patience. */
export const mostUpheld = 30;
/** More than so many wrong ones are not held against anybody: nobody is written off for ever. */
export const mostDismissed = 12;
/** From this weight on a voice stands for itself; all that are lighter count together as one at most. */
const trustedWeight = 1;

/** The counts as they have faded by `now`. A moment before `asOf` changes nothing. */
export function fade(record: ReporterRecord, now: Date): ReporterRecord {
  const days = Math.max(0, now.getTime() - record.asOf.getTime()) / dayMs;
  return {
    upheld: record.upheld * 0.5 ** (days / upheldHalfLifeDays),
    dismissed: record.dismissed * 0.5 ** (days / dismissedHalfLifeDays),
    asOf: days > 0 ? now : record.asOf,
  };
}

/**
 * How much somebody's word counts, above 0 and below 2: twice the lower bound of the share of their reports that hold (mean less
 * one standard deviation of Beta(2 + upheld, 2 + dismissed)). A bound, and not the mean, so that trust takes several right
 * reports: 0.55 for a stranger, 1 after three, 1.5 after ten; three wrong ones in a row leave 0.25.
 */
export function weightOf(record: ReporterRecord | null, now: Date): number {
  const { upheld, dismissed } = record === null ? { upheld: 0, dismissed: 0 } : fade(record, now);
  const [a, b] = [prior + upheld, prior + dismissed];
  const mean = a / (a + b);
  const deviation = Math.sqrt((a * b) / (a + b + 1)) / (a + b);
  return 2 * (mean - deviation);
}

/** What a stranger's word counts. */
export const strangerWeight: number = weightOf(null, new Date(0));

export type Trust = 'trusted' | 'new' | 'doubted';

/** In words: trusted from three right reports on that nothing speaks against; doubted below half a stranger's weight. */
export function trustOf(record: ReporterRecord | null, now: Date): Trust {
  const weight = weightOf(record, now);
  if (weight >= trustedWeight) return 'trusted';
  return weight < strangerWeight / 2 ? 'doubted' : 'new';
}

/** A case that was upheld speaks for so many people as a whole. */
const upheldTogether = 5;

/**
 * What a case that was upheld adds to each of so many who reported it. More than five share: else whoever gives up one bad
 * account could let thousands of others report it, and three such accounts would make all of them trusted. What was not
 * upheld counts in full for everybody.
 */
export function upheldShare(reporters: number): number {
  return Math.min(1, upheldTogether / Math.max(1, reporters));
}

/** The record with one more ended report, among so many reporters; record-outcome.ts computes the same in the database. */
export function addOutcome(
  record: ReporterRecord | null,
  outcome: 'upheld' | 'dismissed',
  at: Date,
  reporters = 1,
): ReporterRecord {
  const { upheld, dismissed, asOf } = fade(record ?? { upheld: 0, dismissed: 0, asOf: at }, at);
  return outcome === 'upheld'
    ? { upheld: Math.min(mostUpheld, upheld + upheldShare(reporters)), dismissed, asOf }
    : { upheld, dismissed: Math.min(mostDismissed, dismissed + 1), asOf };
}
