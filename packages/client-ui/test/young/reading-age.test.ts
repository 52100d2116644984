import { expect, test } from 'vitest';
import ar from '../../src/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../../src/i18n/catalogues/de.json' with { type: 'json' };
import en from '../../src/i18n/catalogues/en.json' with { type: 'json' };
import es from '../../src/i18n/catalogues/es.json' with { type: 'json' };
import {
  asRead,
  englishSyllables,
  germanSyllables,
  type Language,
  measures,
  sentencesOf,
  spanishSyllables,
} from '../support/reading-age.ts';

const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, de, es, ar };
const languages = Object.keys(measures) as Language[];

/** What a young person meets together, by the beginnings of keys; where there is a sentence for children, it is that. */
const screens = {
  'a covered picture, and the questions about it': /^young\.(cover|bar|view|private|send|safe|goOn|sure|yes)\b/,
  'whom to turn to, and what they get': /^young\.(do|gets|done|who|words|help)\b/,
  'settings of pictures and help': /^young\.set\b/,
  'the family link': /^family\./,
  'a question below a message': /^(prompt|need|stop)\./,
  helplines: /^(help|country)\./,
  'what the device notices': /^noticed\./,
  'somebody who may be back': /^recontact\./,
  'danger, and the way through a report': /^(danger|dangerHelp|about|words|choices)\./,
} as const;

function textsOf(language: Language, screen: RegExp): (readonly [id: string, text: string])[] {
  const catalogue = catalogues[language];
  return Object.keys(catalogue)
    .filter((id) => screen.test(id) && !(id.endsWith('.child') && id.replace(/\.child$/, '') in catalogue))
    .map((id) => [id, asRead(catalogue[`${id}.child`] ?? catalogue[id] ?? '', language)] as const);
}

const all = (language: Language) => Object.values(screens).flatMap((screen) => textsOf(language, screen));
const rounded = (year: number) => Math.round(year * 10) / 10;

test('syllables are counted as they are heard', () => {
  const english = { cat: 1, covered: 2, picture: 2, message: 2, team: 1, notice: 2, nobody: 3, family: 3 };
  const german = {
    bild: 1,
    verdeckt: 2,
    freundin: 2,
    niemand: 2,
    bilder: 2,
    familie: 3,
    nachricht: 2,
    entscheidest: 3,
  };
  const spanish = {
    imagen: 3,
    que: 1,
    quien: 1,
    tú: 1,
    bueno: 2,
    familia: 3,
    guía: 2,
    oír: 2,
    leer: 2,
    mensaje: 3,
    hoy: 1,
  };
  for (const [word, count] of Object.entries(english)) expect(englishSyllables(word), word).toBe(count);
  for (const [word, count] of Object.entries(german)) expect(germanSyllables(word), word).toBe(count);
  for (const [word, count] of Object.entries(spanish)) expect(spanishSyllables(word), word).toBe(count);
});

/** Of a first reader, and of an authority: each about a picture that somebody was sent. */
const easyAndHard: Readonly<Record<Language, readonly [easy: string, hard: string]>> = {
  en: [
    'Ana got a new picture. She did not like it. She can say no.',
    'Comprehensive institutional accountability necessitates considerable deliberation concerning photographic material.',
  ],
  de: [
    'Ana hat ein Bild bekommen. Sie mag es nicht. Sie darf Nein sagen.',
    'Die Veröffentlichung personenbezogener Bildaufnahmen bedarf grundsätzlich der vorherigen Einwilligung aller abgebildeten Personen.',
  ],
  es: [
    'Ana ve la foto. No le gusta. Puede decir que no.',
    'La publicación de fotografías personales requiere indudablemente la autorización previa de todas las personas representadas.',
  ],
  ar: [
    'رأت سلمى صورة. لم تحب ما رأت. قالت لا.',
    'تستلزم المسؤوليات المؤسساتية المتعلقة بالاستخدامات التكنولوجية استراتيجيات متكاملة للمستخدمين.',
  ],
};

for (const language of languages) {
  const { name, year, words, mostWords, limits } = measures[language];
  const yearOf = (text: string) => year.call(measures[language], text);

  test(`${language}: the measure tells what a child reads from what an authority writes`, () => {
    const [easy, hard] = easyAndHard[language];
    expect(yearOf(easy)).toBeLessThan(limits.whole);
    expect(yearOf(hard)).toBeGreaterThan(limits.text + 3);
  });

  test(`${language}: what young people read is at reading age nine to eleven, as a whole and screen by screen (${name})`, () => {
    const joined = (texts: readonly (readonly [string, string])[]) => texts.map(([, text]) => text).join(' ');
    expect(all(language).length).toBeGreaterThan(180);
    expect(yearOf(joined(all(language)))).toBeLessThanOrEqual(limits.whole);
    const hard = Object.entries(screens)
      .map(([screen, keys]) => [screen, rounded(yearOf(joined(textsOf(language, keys))))] as const)
      .filter(([, level]) => level > limits.screen);
    expect(hard).toEqual([]);
  });

  test(`${language}: no text of eight words or more is much above it`, () => {
    const hard = all(language)
      .filter(([, text]) => words(text).length >= 8)
      .map(([id, text]) => [id, rounded(yearOf(text)), text] as const)
      .filter(([, level]) => level > limits.text);
    expect(hard).toEqual([]);
  });

  test(`${language}: no sentence has more than ${mostWords} words`, () => {
    const long = all(language).flatMap(([id, text]) =>
      sentencesOf(text)
        .filter((sentence) => words(sentence).length > mostWords)
        .map((sentence) => [id, sentence]),
    );
    expect(long).toEqual([]);
  });
}

/** Words that frighten, blame or hurry; nothing of pictures and families needs one. */
const unkind: Readonly<Record<Language, RegExp>> = {
  en: /\b(warning|illegal|police|danger(ous)?|bad|wrong choice|shame|should not|must|seconds?|hurry|sure\?)(?!\p{L})/iu,
  de: /(?<!\p{L})(warnung|verboten|strafbar|polizei|gefahr|gefährlich|schlecht|falsche wahl|schäm\p{L}*|sollst|darfst nicht|sekunden?|schnell|beeil\p{L}*|sicher\?)(?!\p{L})/iu,
  es: /(?<!\p{L})(advertencia|ilegal|prohibido|policía|peligro|peligroso|malo|vergüenza|debes|tienes que hacerlo|segundos?|rápido|date prisa|seguro\?)(?!\p{L})/iu,
  ar: /(?<!\p{L})(تحذير|ممنوع|الشرطة|خطر|خطير|سيئ|عيب|يجب عليك|ثانية|ثوان|بسرعة|أسرع|متأكد)(?!\p{L})/u,
};

test('nothing that is said of pictures and families frightens, blames or hurries', () => {
  for (const language of languages) {
    const texts = all(language).filter(([id]) => id.startsWith('young.') || id.startsWith('family.'));
    expect(texts.filter(([, text]) => unkind[language].test(text))).toEqual([]);
  }
  // each list does find what it is for
  expect(unkind.en.test('You must decide in ten seconds.')).toBe(true);
  expect(unkind.de.test('Das ist verboten und gefährlich.')).toBe(true);
  expect(unkind.es.test('Esto es ilegal, date prisa.')).toBe(true);
  expect(unkind.ar.test('هذا ممنوع، أسرع.')).toBe(true);
});
