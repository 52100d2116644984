import { Action, LadderStep, type PolicyVersion, type ProposePolicy, type WordLocale } from '@wellhouse/protocol';
import type { z } from 'zod';

export const wordLocales: readonly WordLocale[] = ['en', 'de', 'es', 'ar'];
export const ladderActions = Action.options.filter((action) => action !== 'no-action');

/** A version as it is typed. */
export interface PolicyDraft {
  policyId: string;
  version: string;
  titles: Record<WordLocale, string>;
  summaries: Record<WordLocale, string>;
  texts: Record<WordLocale, string>;
  categories: string[];
  steps: { fromStrikes: string; fromSeverity: string; action: Action; days: string }[];
  weight: string;
  /** Empty: never expires. */
  expires: string;
  /** `datetime-local`; empty: with the approval. */
  begins: string;
  changeNote: string;
}

/** A field for each language, empty where nobody wrote in it. */
export function wordFields(words: Partial<Record<WordLocale, string | undefined>>): Record<WordLocale, string> {
  return { en: words.en ?? '', de: words.de ?? '', es: words.es ?? '', ar: words.ar ?? '' };
}

export function draftFrom(from: PolicyVersion | null, now: Date): PolicyDraft {
  return {
    policyId: from?.policyId ?? '',
    version: `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`,
    titles: wordFields(from?.titles ?? {}),
    summaries: wordFields(from?.summaries ?? {}),
    texts: wordFields(from?.texts ?? {}),
    categories: [...(from?.categories ?? [])],
    steps: (from?.ladder ?? [{ fromStrikes: 0, fromSeverity: 0, action: 'warn' as const, days: null }]).map((step) => ({
      fromStrikes: String(step.fromStrikes),
      fromSeverity: String(step.fromSeverity),
      action: step.action,
      days: step.days === null ? '' : String(step.days),
    })),
    weight: String(from?.strikeRule.weight ?? 1),
    expires: from?.strikeRule.days == null ? '' : String(from.strikeRule.days),
    begins: '',
    changeNote: '',
  };
}

/** The request, or null where a number is none; what else is wrong the server says field by field. */
export function bodyOf(draft: PolicyDraft, now: Date): z.input<typeof ProposePolicy> | null {
  const steps = LadderStep.array().safeParse(
    draft.steps.map((step) => ({
      fromStrikes: Number(step.fromStrikes),
      fromSeverity: Number(step.fromSeverity),
      action: step.action,
      days: step.action === 'limit' || step.action === 'suspend' ? Number(step.days || Number.NaN) : null,
    })),
  );
  const begins = draft.begins === '' ? now.getTime() : Date.parse(draft.begins);
  const weight = Number(draft.weight);
  const days = draft.expires === '' ? null : Number(draft.expires);
  if (!steps.success || Number.isNaN(begins) || !Number.isInteger(weight) || (days !== null && !(days >= 1)))
    return null;
  return {
    version: draft.version.trim(),
    titles: filled(draft.titles),
    summaries: filled(draft.summaries),
    texts: filled(draft.texts),
    categories: draft.categories,
    ladder: steps.data,
    strikeRule: { weight, days },
    effectiveFrom: new Date(begins).toISOString(),
    changeNote: draft.changeNote.trim(),
  };
}

/** Languages that nobody wrote in are left out. */
export function filled(words: Readonly<Record<WordLocale, string>>) {
  const given = Object.entries(words).filter(([, text]) => text.trim() !== '');
  return { ...Object.fromEntries(given.map(([language, text]) => [language, text.trim()])), en: words.en.trim() };
}
