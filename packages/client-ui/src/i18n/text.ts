import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { isRightToLeft } from '@wellhouse/taxonomy';
import { matchCatalogue } from './load-catalogue.ts';
import type { Catalogue, MessageId } from './message-id.ts';

export type Values = Readonly<Record<string, string | number>>;

/** Everything that is said to a person, in one language, for one audience. */
export interface Text {
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly audience: 'adult' | 'child';
  /** The sentence for this audience. */
  t(id: MessageId, values?: Values): string;
  /** Hour and minute, with the day unless it is today. */
  time(ms: number, now: number): string;
  date(ms: number): string;
  /** The country's name in this language. */
  country(code: string): string;
  /** A language's name in this language; the tag itself if it has none. */
  language(tag: string): string;
  /** Names, joined as this language does. */
  list(names: readonly string[]): string;
}

export interface TextOptions {
  locale: string;
  audience: 'adult' | 'child';
  catalogue: Catalogue;
  /** Sentences of the embedding app that replace ours. */
  messages?: Partial<Catalogue>;
}

export function createText({ locale, audience, catalogue, messages = {} }: TextOptions): Text {
  const language = matchCatalogue(locale);
  // a language that is not translated is shown in English, and then numbers and dates are English as well
  const tag = locale.toLowerCase().startsWith(language) ? locale : language;
  const sentences: Readonly<Record<string, string | undefined>> = { ...catalogue, ...messages };
  const compiled = Object.fromEntries(
    Object.entries(sentences).map(([id, sentence]) => [id, compileMessage(sentence ?? '')]),
  );
  const i18n = setupI18n({ locale: tag, messages: { [tag]: compiled } });
  const direction = isRightToLeft(tag) ? 'rtl' : 'ltr';
  const hour = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
  const dayAndHour = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long' });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const countries = new Intl.DisplayNames([tag], { type: 'region' });
  const languages = new Intl.DisplayNames([tag], { type: 'language' });
  return {
    locale: tag,
    direction,
    audience,
    t(id, values = {}) {
      const isForChild = audience === 'child' && sentences[`${id}.child`] !== undefined;
      const isolated = Object.entries(values).map(([name, value]) => [name, isolate(value, direction)]);
      return i18n._(isForChild ? `${id}.child` : id, Object.fromEntries(isolated));
    },
    time: (ms, now) => (isSameDay(ms, now) ? hour : dayAndHour).format(ms),
    date: (ms) => day.format(ms),
    country: (code) => countries.of(code) ?? code,
    language: (spoken) => languages.of(spoken) ?? spoken,
    list: (names) => lists.format(names.map((name) => isolate(name, direction).toString())),
  };
}

const rightToLeftLetter = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const leftToRightLetter = /[A-Za-z0-9\u00c0-\u024f]/;

/** Keeps a name that runs the other way from pulling the sentence around it out of order (UAX #9 §2.4.2). */
function isolate(value: string | number, direction: 'ltr' | 'rtl'): string | number {
  if (typeof value === 'number') return value;
  const runsOtherWay = direction === 'ltr' ? rightToLeftLetter : leftToRightLetter;
  return runsOtherWay.test(value) ? `\u2068${value}\u2069` : value;
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
