import type { WhyLine } from '@wellhouse/protocol';
import type { Standing } from '../queues/place-value.ts';
import { type CaseMatches, type CaseVoices, dangerSeverity, type ScoreInput } from './score.ts';

/** Why a case stands where it stands, in codes for which the console has the words. What waiting adds is said when asked. */
export function whyOf(input: ScoreInput, standing: Standing, ordered = false): WhyLine[] {
  const why: WhyLine[] = [];
  if (standing === 'first') why.push({ code: 'stands-first' });
  if (ordered) why.push({ code: 'order' });
  why.push({ code: 'harm', gravity: gravityOf(input) });
  if (input.dangerNow) why.push({ code: 'danger-now' });
  else if (input.lifeDanger) why.push({ code: 'life' });
  if (input.child) why.push({ code: 'child' });
  why.push({ code: 'proof', proof: proofOf(input) });
  why.push(...voiceLines(input.voices), ...matchLines(input.matches));
  if (standing === 'said') why.push({ code: 'only-said' });
  return why;
}

function gravityOf({ severity, dangerNow }: ScoreInput) {
  const counted = dangerNow ? Math.max(severity, dangerSeverity) : severity;
  if (counted >= 90) return 'gravest';
  if (counted >= 70) return 'grave';
  return counted >= 45 ? 'serious' : 'lesser';
}

function proofOf({ level, voices, matches }: ScoreInput) {
  if (level === 'VERIFIED') return 'words';
  if (level === 'ATTESTED') return matches.matched > 0 ? 'pictures' : 'sent';
  return voices.reporters === 0 ? 'nothing' : 'said';
}

function voiceLines({ reporters, trusted, doubted }: CaseVoices): WhyLine[] {
  const lines: WhyLine[] = [{ code: 'reported', count: reporters }];
  if (trusted > 0) lines.push({ code: 'trusted', count: trusted });
  const strangers = reporters - trusted - doubted;
  if (strangers > 0) lines.push({ code: 'new', count: strangers });
  if (doubted > 0) lines.push({ code: 'doubted', count: doubted });
  return lines;
}

function matchLines({ matched, exact, sources, unreadable, withdrawn }: CaseMatches): WhyLine[] {
  const lines: WhyLine[] = [];
  if (matched > 0) {
    lines.push(exact === 0 ? { code: 'alike', count: matched } : { code: 'matched', count: matched, exact });
    if (sources > 1) lines.push({ code: 'sources', count: sources });
  }
  if (unreadable > 0) lines.push({ code: 'unreadable', count: unreadable });
  if (withdrawn > 0) lines.push({ code: 'withdrawn', count: withdrawn });
  return lines;
}
