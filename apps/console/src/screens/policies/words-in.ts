import type { WordLocale, WordsByLocale } from '@wellhouse/protocol';

/** In the reader's language, or in English. */
export function wordsIn(words: WordsByLocale, locale: string): string {
  return words[locale.slice(0, 2) as WordLocale] ?? words.en;
}
