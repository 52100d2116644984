import type { Verdict } from '../verdict.ts';

/** A verdict without scores. */
export function silent(language: string | null, why: NonNullable<Verdict['silent']>): Verdict {
  return { scores: {}, prompt: null, language, silent: why };
}
