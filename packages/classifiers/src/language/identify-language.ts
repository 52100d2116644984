import { normalise } from '../engine/normalise.ts';
import { createDetector, type LanguageData } from './detect-language.ts';

/** UTF-16 units that are looked at from the beginning on. */
const most = 2_000;
/** How far below the best a language that the person reads may score, at up to `shortLetters` letters; less in longer texts. */
const leeway = 0.15;
const shortLetters = 30;
/** Two languages closer than this are not told apart. */
const margin = 0.01;
const fewestLetters = 2;
/** UTF-16 units of the middle and of the end that are looked at: what the detector reads of a text. */
const [sliceOfAscii, sliceOfOthers] = [350, 175];
/** Of a person: what comes after them is not looked at. */
const mostLanguages = 16;
/** Up to so many letters the reader's own languages say more than the letters do. */
const hardlyAny = 6;

const placeholders = /\[(?:URL|USER)\]/g;
const notLetters = /[^\p{L}\p{M}']+/gu;
const oneLetter = /\p{L}/gu;
// for ASCII the same; an engine compiles them a hundred times as fast
const ascii = /^[ -~]*$/;
const notAsciiLetters = /[^A-Za-z']+/g;
const oneAsciiLetter = /[A-Za-z]/g;
/** Scripts of ISO 15924 that are several of Unicode's. */
const mixedScripts: Readonly<Record<string, string>> = {
  Hans: '\\p{Script=Hani}',
  Hant: '\\p{Script=Hani}',
  Jpan: '\\p{Script=Hira}\\p{Script=Kana}\\p{Script=Hani}',
  Kore: '\\p{Script=Hang}\\p{Script=Hani}',
};

/** Language -> script in which it is usually written. */
const scripts = new Map<string, string | undefined>();
/** Script -> its letters; null: they are not known. */
const lettersOf = new Map<string, RegExp | null>();

/**
 * The language of a text as a BCP 47 primary subtag; null where nobody could tell, as of emoji, numbers and links alone.
 * @param languages those the person reads, best first: a short text is taken for one of them when it nearly fits
 * @param hasPack a long text in more than one language is taken for one of these, else for one that the person reads
 */
export type IdentifyLanguage = (
  text: string,
  languages?: readonly string[],
  hasPack?: (language: string) => boolean,
) => string | null;

export function createIdentifyLanguage(data: LanguageData): IdentifyLanguage {
  const detect = createDetector(data);
  const identify = (part: string, languages: readonly string[], fewest: number) => {
    const shown = part.replace(placeholders, ' ');
    const isAscii = ascii.test(shown);
    const words = shown.replace(isAscii ? notAsciiLetters : notLetters, ' ').trim();
    const letters = words.match(isAscii ? oneAsciiLetter : oneLetter)?.length ?? 0;
    if (letters < fewest) return null;
    const read = languages
      .slice(0, mostLanguages)
      .flatMap((language) => primarySubtag(language) ?? [])
      .filter((one) => (isAscii ? scriptOf(one) === 'Latn' : isWrittenLike(one, words)));
    const scores = detect(words);
    const [best, second] = scores;
    // nothing known in it: a name, or a word or two of slang
    if (!best) return read[0] ?? null;
    const tolerated = letters <= hardlyAny ? 0 : best.score - leeway * Math.min(1, shortLetters / letters);
    const scoreOf = (language: string) => scores.find((one) => one.language === language)?.score ?? 0;
    let known: string | null = null;
    for (const language of read) {
      const score = scoreOf(language);
      if (score >= tolerated && score > (known === null ? 0 : scoreOf(known))) known = language;
    }
    if (known === null && letters <= hardlyAny) known = read[0] ?? null;
    if (known !== null) return known;
    return second && best.score - second.score < margin ? null : best.language;
  };
  return (text, languages = [], hasPack = () => false) => {
    const shown = normalise(text);
    const first = identify(shown.slice(0, most), languages, fewestLetters);
    if (first !== null && hasPack(first)) return first;
    const size = ascii.test(shown) ? sliceOfAscii : sliceOfOthers;
    if (shown.length <= size) return first;
    const middle = Math.floor((shown.length - size) / 2);
    const found = [first];
    for (const part of [shown.slice(middle, middle + size), shown.slice(-size)]) {
      // few letters would be taken for a language that the person reads, whatever they are
      found.push(identify(part.toWellFormed(), languages, shortLetters));
    }
    const read = new Set(languages.map(primarySubtag));
    return (
      found.find((one) => one !== null && hasPack(one)) ?? found.find((one) => one !== null && read.has(one)) ?? first
    );
  };
}

function primarySubtag(language: string): string | null {
  const [subtag = ''] = language.toLowerCase().split(/[-_]/);
  // the detector knows Norwegian as one language
  return /^[a-z]{2,3}$/.test(subtag) ? ({ nb: 'no', nn: 'no' }[subtag] ?? subtag) : null;
}

/** Whether most letters are of the script in which the language is usually written. */
function isWrittenLike(language: string, words: string): boolean {
  const script = scriptOf(language);
  if (script === undefined) return false;
  if (!lettersOf.has(script)) lettersOf.set(script, expressionFor(script));
  const own = lettersOf.get(script);
  return own != null && (words.match(own)?.length ?? 0) * 2 > (words.match(oneLetter)?.length ?? 0);
}

function scriptOf(language: string): string | undefined {
  if (!scripts.has(language)) scripts.set(language, new Intl.Locale(language).maximize().script);
  return scripts.get(language);
}

function expressionFor(script: string): RegExp | null {
  try {
    return new RegExp(`[${mixedScripts[script] ?? `\\p{Script=${script}}`}]`, 'gu');
  } catch {
    return null;
  }
}
