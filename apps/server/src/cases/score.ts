import type { EvidenceLevel, Priority } from '@wellhouse/protocol';

/** All that a case's place in the queue depends on, but for how long it waits (place-value.ts). docs/worst-first.md says it in words. */
export interface ScoreInput {
  /** 0 to 100, of the taxonomy leaf. */
  readonly severity: number;
  /** Of the leaf, or because a reporter said that a child is harmed. */
  readonly child: boolean;
  /** Of the leaf: somebody's life or bodily safety may depend on the answer. */
  readonly lifeDanger: boolean;
  /** A reporter said: I am in danger right now. */
  readonly dangerNow: boolean;
  readonly level: EvidenceLevel;
  readonly voices: CaseVoices;
  readonly matches: CaseMatches;
}

/** Different people who reported, each with the weight of their record on the day they did (reporters/reporter-record.ts). */
export interface CaseVoices {
  readonly reporters: number;
  /** Of them, whose record stands behind their word. */
  readonly trusted: number;
  /** Of them, whose reports mostly did not hold. */
  readonly doubted: number;
  /** Sum of the weights of those who are trusted. */
  readonly strong: number;
  /** Sum of the weights of all others. */
  readonly weak: number;
}

/** What pictures of shared albums add to a case. Those that a person has cleared add nothing. */
export interface CaseMatches {
  /** Pictures that lists of known pictures hold: a person has confirmed it, or has yet to look. */
  readonly matched: number;
  /** Of these, the very files that a list names. */
  readonly exact: number;
  /** Different lists, and different contributors to lists, that stand behind the matches. */
  readonly sources: number;
  /** Pictures that could not be decoded and wait for a person. */
  readonly unreadable: number;
  /** Confirmed pictures of which every match was withdrawn since. */
  readonly withdrawn: number;
}

export const noMatches: CaseMatches = { matched: 0, exact: 0, sources: 0, unreadable: 0, withdrawn: 0 };
export const noVoices: CaseVoices = { reporters: 0, trusted: 0, doubted: 0, strong: 0, weak: 0 };

/** How much of its severity a case keeps by the best proof there is. */
export const levelFactors: Readonly<Record<EvidenceLevel, number>> = { VERIFIED: 1, ATTESTED: 0.8, ASSERTED: 0.6 };
export const childFactor = 1.5;
export const lifeFactor = 1.5;
/** Two lists, or two contributors that do not depend on each other, say the same. */
export const sourcesFactor = 1.25;
/** The very same file, and not only one that looks alike. */
export const exactFactor = 1.2;
/** What voices and lists can add at most, taken together. */
export const heardLimit = 2;
/** What is left of a case that only people report who were mostly wrong. */
export const heardLeast = 0.5;
/** All voices that nothing vouches for count as so many at most, however many they are. */
export const weakLimit = 1;
/** Danger right now counts as at least this severe, whatever the category says. */
export const dangerSeverity = 90;

/**
 * severity × level × child × life × what is heard: people who reported, by their records, and pictures that lists hold. Those
 * count by the logarithm and at most double the score (docs/adr/0090, 0085).
 */
export function scoreOf(input: ScoreInput): number {
  const severity = input.dangerNow ? Math.max(input.severity, dangerSeverity) : input.severity;
  const score =
    severity *
    levelFactors[input.level] *
    (input.child ? childFactor : 1) *
    (input.lifeDanger || input.dangerNow ? lifeFactor : 1) *
    heardFactor(input);
  return Math.round(score * 10) / 10;
}

/** A matched picture counts as one more voice; what several sources say, or what is the very file, counts more. */
export function heardFactor({ voices, matches }: Pick<ScoreInput, 'voices' | 'matches'>): number {
  const sources = matches.matched > 0 && matches.sources > 1 ? sourcesFactor : 1;
  const exact = matches.exact > 0 ? exactFactor : 1;
  const heard = voices.strong + Math.min(weakLimit, voices.weak) + matches.matched;
  return Math.min(heardLimit, voicesFactor(heard) * sources * exact);
}

/** 1 for one voice, 1.25 for two, 1.5 for four, 2 from sixteen on; down to a half for less than one. Nobody's is 1. */
export function voicesFactor(voices: number): number {
  if (voices <= 0) return 1;
  return Math.min(heardLimit, Math.max(heardLeast, 1 + 0.25 * Math.log2(voices)));
}

/**
 * Something stands behind what is said: proof and anybody who is not known to be wrong, pictures that lists hold, or the word of
 * somebody whose record is good. However many new accounts say it, it is none of these.
 */
export function isCredible({ level, voices, matches }: Pick<ScoreInput, 'level' | 'voices' | 'matches'>): boolean {
  if (voices.trusted > 0 || matches.matched > 0) return true;
  return level !== 'ASSERTED' && (voices.reporters === 0 || voices.doubted < voices.reporters);
}

export interface Clock {
  readonly priority: Priority;
  readonly firstReviewMinutes: number;
}

/** Danger right now is P0 whatever the category says; the answer is due an hour after the report. */
export function clockOf(leafClock: Clock, dangerNow: boolean): Clock {
  if (!dangerNow) return leafClock;
  return { priority: 'P0', firstReviewMinutes: Math.min(60, leafClock.firstReviewMinutes) };
}
