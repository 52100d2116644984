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
  time: (iso: string) => string;
  number: (value: number) => string;
  bytes: (value: number) => string;
}

/** Catalogues are ICU messages, compiled when they are loaded. */
export function createTranslator(locale: ConsoleLocale, messages: Record<string, string>): Translator {
  const i18n: I18n = setupI18n();
  i18n.setMessagesCompiler(compileMessage);
  i18n.loadAndActivate({ locale, messages });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const number = new Intl.NumberFormat(locale);
  const t: Translator['t'] = (key, values) => i18n._(key, values);
  return {
    locale,
    dir: directionOf(locale),
    t,
    say: (phrase) => t(phrase.key, phrase.values),
    maybe: (key) => (Object.hasOwn(messages, key) ? i18n._(key) : null),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    number: (value) => number.format(value),
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
