import { type I18n, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { createContext, useContext, useMemo } from 'react';
import ar from './catalogues/ar.json' with { type: 'json' };
import de from './catalogues/de.json' with { type: 'json' };
import en from './catalogues/en.json' with { type: 'json' };
import es from './catalogues/es.json' with { type: 'json' };

const catalogues = { en, es, de, ar };
export type MessageId = keyof typeof en;
export type Language = keyof typeof catalogues;

/** Each language by its own name. */
export const languages: { id: Language; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'es', name: 'Español' },
  { id: 'de', name: 'Deutsch' },
  { id: 'ar', name: 'العربية' },
];

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(catalogues, text);
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The first language of the browser that the messenger speaks. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.split('-')[0] ?? '';
    if (isLanguage(base)) return base;
  }
  return 'en';
}

export function createI18n(language: Language): I18n {
  const compiled = Object.fromEntries(
    Object.entries({ ...en, ...catalogues[language] }).map(([id, message]) => [id, compileMessage(message)]),
  );
  return setupI18n({ locale: language, messages: { [language]: compiled } });
}

export const I18nContext = createContext<I18n>(createI18n('en'));

export interface Translate {
  (id: MessageId, values?: Record<string, string | number>): string;
  language: string;
}

/** The words of the page: `t('message.edit')`, `t('groups.unread', { count: 3 })`. */
export function useTranslate(): Translate {
  const i18n = useContext(I18nContext);
  return useMemo(() => {
    const t = (id: MessageId, values?: Record<string, string | number>) => i18n._(id, values);
    return Object.assign(t, { language: i18n.locale });
  }, [i18n]);
}

export function formatTime(language: string, at: number): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(at);
}

export function formatDay(language: string, at: number): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

export function formatDate(language: string, at: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at);
}

export function formatDateTime(language: string, at: string | number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
}
