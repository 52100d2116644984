import type { MeasureKind, MisuseFigures } from '@wellhouse/protocol';

/** What counts: the period of DSA Art. 23(3)(a) and (b). A year-old slip proposes nothing. */
export const misuseWindowDays = 180;
/** How long a warning can be followed by a pause. */
export const warningDays = 180;

/** Fewer are no "frequently" (DSA Art. 23(1), (2)), however large their share. */
const frequent = 3;
/** Who is right as often as wrong is no misuser: most of what they hand in helps. */
const share = 0.5;

export function figuresOf(counts: Omit<MisuseFigures, 'share'>): MisuseFigures {
  // Marks can be older than what is left of the reports they were made on.
  const total = Math.max(counts.total, counts.unfounded);
  return { ...counts, total, share: total === 0 ? 0 : Math.round((counts.unfounded / total) * 1000) / 1000 };
}

export interface MisuseRecord {
  readonly figures: MisuseFigures;
  /** Manifestly unfounded ones since the warning that stands; null: there is none. */
  readonly sinceWarning: number | null;
  readonly paused: boolean;
}

/**
 * What the four criteria of DSA Art. 23(3) propose; a person decides. Numbers and share together make a habit. Gravity and
 * intention count beside them: two that were meant to harm and would have been grave are enough to warn for. A pause needs that
 * a warning was given and did not help.
 */
export function proposalOf({ figures, sinceWarning, paused }: MisuseRecord): MeasureKind | null {
  if (paused) return null;
  const habit = figures.unfounded >= frequent && figures.share >= share;
  const malice = figures.deliberate >= 2 && figures.grave >= 1;
  if (!habit && !malice) return null;
  if (sinceWarning === null) return 'warn';
  return sinceWarning >= 2 || (malice && sinceWarning >= 1) ? 'pause' : null;
}
