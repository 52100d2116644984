import { type ReporterRecord, trustOf, weightOf } from '../reporters/reporter-record.ts';
import type { CaseVoices } from './score.ts';

/** The voices of a case with one more reporter, by the record that they have at this moment. */
export function countVoice(voices: CaseVoices, record: ReporterRecord | null, at: Date): CaseVoices {
  const weight = weightOf(record, at);
  const trust = trustOf(record, at);
  return {
    reporters: voices.reporters + 1,
    trusted: voices.trusted + (trust === 'trusted' ? 1 : 0),
    doubted: voices.doubted + (trust === 'doubted' ? 1 : 0),
    strong: voices.strong + (trust === 'trusted' ? weight : 0),
    weak: voices.weak + (trust === 'trusted' ? 0 : weight),
  };
}
