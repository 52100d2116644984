import type { Macro, MacroPlaceholder, WordLocale } from '@wellhouse/protocol';

/** What a text of the team may name, as far as it is known; what is not stays open for the person to write. */
export type MacroValues = Partial<Record<MacroPlaceholder, string>>;

/** A text with its placeholders filled in. What nobody knows yet is an ellipsis in brackets, so that it is seen. */
export function fillMacro(text: string, values: MacroValues): string {
  return text.replace(/\{([a-z]+)\}/g, (_, name: string) => values[name as MacroPlaceholder] ?? '[…]');
}

/** The text in a language, or in English. */
export function macroText(macro: Pick<Macro, 'texts'>, locale: string): string {
  const found = macro.texts[locale.slice(0, 2) as WordLocale];
  return found ?? macro.texts.en;
}

/** Texts for whom it is written to that fit a case: of its kind and of the chosen policy, those made for one of them first. */
export function macrosFor(
  macros: readonly Macro[],
  { audience, category, policyId }: Pick<Macro, 'audience' | 'policyId'> & { category: string },
): Macro[] {
  const fits = macros.filter(
    (macro) =>
      macro.audience === audience &&
      (macro.categories.length === 0 || macro.categories.includes(category)) &&
      (macro.policyId === null || policyId === null || macro.policyId === policyId),
  );
  const closeness = (macro: Macro) => (macro.policyId === policyId ? 2 : 0) + (macro.categories.length > 0 ? 1 : 0);
  return fits.sort((a, b) => closeness(b) - closeness(a) || a.title.localeCompare(b.title));
}
