/**
 * How old somebody has to be to read a text, by a published measure of each language. Why these, and why these limits:
 * docs/adr/0127-reading-age-in-four-languages.md.
 */
export interface Measure {
  /** What the measure is called in `docs/`. */
  readonly name: string;
  /** Words as the measure counts them. */
  readonly words: (text: string) => string[];
  /** School year at whose end the text is read; of Spanish, which has no years but an ease, what stands for it. Higher is harder. */
  readonly year: (text: string) => number;
  /** Words that a sentence may have. */
  readonly mostWords: number;
  /** The hardest that may be: all that young people read, one screen of it, one text of eight words or more. */
  readonly limits: { readonly whole: number; readonly screen: number; readonly text: number };
}

export const measures: Readonly<Record<'en' | 'de' | 'es' | 'ar', Measure>> = {
  en: {
    name: 'Flesch-Kincaid',
    words: (text) => text.toLowerCase().match(/[a-z']+/g) ?? [],
    /** Kincaid et al. 1975. */
    year(text) {
      const { words, perSentence } = count(this, text);
      return 0.39 * perSentence + 11.8 * mean(words, englishSyllables) - 15.59;
    },
    mostWords: 14,
    limits: { whole: 3, screen: 3, text: 5 },
  },
  de: {
    name: 'Erste Wiener Sachtextformel',
    words: (text) => text.toLowerCase().match(/[a-zäöüß]+/g) ?? [],
    /** Bamberger and Vanecek 1984. */
    year(text) {
      const { words, perSentence } = count(this, text);
      const percent = (is: (word: string) => boolean) => 100 * mean(words, (word) => (is(word) ? 1 : 0));
      return (
        0.1935 * percent((word) => germanSyllables(word) >= 3) +
        0.1672 * perSentence +
        0.1297 * percent((word) => word.length > 6) -
        0.0327 * percent((word) => germanSyllables(word) === 1) -
        0.875
      );
    },
    mostWords: 14,
    limits: { whole: 4, screen: 5, text: 6 },
  },
  es: {
    name: 'Fernández Huerta',
    words: (text) => text.toLowerCase().match(/[a-záéíóúüñ]+/g) ?? [],
    /** Fernández Huerta 1959, with the words of a sentence as he meant them: 80 to 90 is year 5, 70 to 80 year 6, and so on by tens. */
    year(text) {
      const { words, perSentence } = count(this, text);
      const ease = 206.84 - 60 * mean(words, spanishSyllables) - 1.02 * perSentence;
      return 5 + (80 - ease) / 10;
    },
    mostWords: 14,
    limits: { whole: 5, screen: 5, text: 6 },
  },
  ar: {
    name: 'Al-Heeti',
    words: (text) => text.replace(/[\u064b-\u0652\u0640]/g, '').match(/[\u0621-\u064a]+/g) ?? [],
    /** Al-Heeti 1984, policy one: letters of a word, without the signs above and below them. */
    year(text) {
      const { words } = count(this, text);
      return 4.41434307 * mean(words, (word) => word.length) - 13.46873475;
    },
    mostWords: 12,
    limits: { whole: 5, screen: 5, text: 7 },
  },
};

export type Language = keyof typeof measures;

/** What stands between two ends of a sentence, and has a letter in it. */
export function sentencesOf(text: string): string[] {
  return text.split(/[.?!؟…:]+(?:\s|$)/).filter((sentence) => /\p{L}/u.test(sentence));
}

/** Texts with a name where the app puts one, the most common form where it counts, and a full stop. */
export function asRead(text: string, language: Language): string {
  const name = language === 'ar' ? 'سلمى' : 'Ana';
  const chosen = text.replace(/\{\w+, plural,.* other \{((?:[^{}]|\{\w+\})*)\}\}/, '$1').replaceAll(/\{\w+\}/g, name);
  return /[.?!؟…]$/.test(chosen) ? chosen : `${chosen}.`;
}

function count(measure: Pick<Measure, 'words'>, text: string): { words: string[]; perSentence: number } {
  const words = measure.words(text);
  return { words, perSentence: words.length / Math.max(1, sentencesOf(text).length) };
}

function mean(words: readonly string[], value: (word: string) => number): number {
  return words.reduce((sum, word) => sum + value(word), 0) / Math.max(1, words.length);
}

/** By the vowels that are heard. */
export function englishSyllables(word: string): number {
  const heard = word.replace(/(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$/, '').replace(/^y/, '');
  return Math.max(1, heard.match(/[aeiouy]{1,2}/g)?.length ?? 1);
}

/** By vowels, of which some stand for one together. */
export function germanSyllables(word: string): number {
  const vowels = word.replaceAll('qu', 'k').match(/aa|ee|oo|ie|ei|ai|au|äu|eu|[aeiouyäöü]/g);
  return Math.max(1, vowels?.length ?? 1);
}

/** By vowels: a weak one beside another makes no syllable of its own unless it bears the accent; the u of que and gui is mute. */
export function spanishSyllables(word: string): number {
  const heard = word
    .replaceAll('qu', 'k')
    .replaceAll(/gu(?=[eiéí])/g, 'g')
    .replace(/y$/, 'i');
  const vowels = heard.match(/[iuü]?[aeoáéó][iu](?![aeoáéíóú])|[iuü]?[aeoáéó]|[íú]|[iuü]{1,2}/g);
  return Math.max(1, vowels?.length ?? 1);
}
