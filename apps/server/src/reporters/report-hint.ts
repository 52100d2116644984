import type { ReporterPair, ReporterWords } from '@wellhouse/protocol';
import { type ReporterRecord, strangerWeight, weightOf } from './reporter-record.ts';

/** From so many decided cases of one person about another a hint is given. */
const again = 3;

/**
 * What it hints at that one person reports another again and again. Mostly without ground: reporting itself may be the pursuit.
 * Mostly with ground: who reports may be pursued, and one more decision about one more message may not be what helps.
 */
export function hintOf({ upheld, dismissed }: Pick<ReporterPair, 'upheld' | 'dismissed'>): ReporterPair['hint'] {
  if (dismissed >= again && dismissed >= 2 * upheld) return 'misuse';
  return upheld >= again && upheld >= 2 * dismissed ? 'stalking' : null;
}

/** What somebody's word weighs today, in words. */
export function weighsOf(record: ReporterRecord | null, now: Date): ReporterWords['weighs'] {
  const weight = weightOf(record, now);
  if (weight >= 1.5) return 'more';
  if (weight >= 1) return 'full';
  return weight < strangerWeight / 2 ? 'little' : 'half';
}
