import { type I18n, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Phrase } from '../words/phrase.ts';
import { type ConsoleLocale, directionOf, type MessageKey } from './messages.ts';

export interface Translator {
  locale: ConsoleLocale;
  dir: 'ltr' | 'rtl';
  t: (key: MessageKey, values?: Record<string, string | number>) => string;
  say: (phrase: Phrase) => string;
  /** What the catalogue has under a key that is put together at run time; null where it has nothing. */
  maybe: (key: string) => string | null;
  dateTime: (iso: string) => string;
  /** The day alone. */
  date: (iso: string) => string;
  time: (iso: string) => string;
  number: (value: number) => string;
  /** "Ana, Ben and Mal". */
  list: (items: readonly string[]) => string;
  bytes: (value: number) => string;
}

/** Catalogues are ICU messages, each compiled when it is first said. */
export function createTranslator(locale: ConsoleLocale, messages: Record<string, string>): Translator {
  const i18n: I18n = setupI18n();
  i18n.setMessagesCompiler(compileOnce());
  i18n.loadAndActivate({ locale, messages });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const t: Translator['t'] = (key, values) => i18n._(key, values);
  return {
    locale,
    dir: directionOf(locale),
    t,
    say: (phrase) => t(phrase.key, phrase.values),
    maybe: (key) => (Object.hasOwn(messages, key) ? i18n._(key) : null),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    number: (value) => number.format(value),
    list: (items) => list.format(items),
    bytes: (value) => {
      const [amount, unit] =
        value < 1024
          ? [value, 'byte']
          : value < 1024 ** 2
            ? [value / 1024, 'kilobyte']
            : [value / 1024 ** 2, 'megabyte'];
      const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: amount < 10 ? 1 : 0 } as const;
      return new Intl.NumberFormat(locale, style).format(amount);
    },
  };
}

/** The library compiles a message whenever it is said. */
function compileOnce(): typeof compileMessage {
  const compiled = new Map<string, ReturnType<typeof compileMessage>>();
  return (message) => {
    const known = compiled.get(message);
    if (known !== undefined) return known;
    const made = compileMessage(message);
    compiled.set(message, made);
    return made;
  };
}
