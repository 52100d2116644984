const loadEnglish = async () => (await import('./catalogues/en.json', { with: { type: 'json' } })).default;

/** Every sentence of the console; English is the catalogue that the others are measured by. */
export type MessageKey = keyof Awaited<ReturnType<typeof loadEnglish>>;

export const locales = ['en', 'es', 'de', 'ar'] as const;
export type ConsoleLocale = (typeof locales)[number];

/** Each language in its own words. */
export const localeNames: Record<ConsoleLocale, string> = {
  en: 'English',
  es: 'Español',
  de: 'Deutsch',
  ar: 'العربية',
};

export function directionOf(locale: ConsoleLocale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/** The first language of the browser's list that the console speaks. */
export function pickLocale(wanted: readonly string[]): ConsoleLocale {
  for (const tag of wanted) {
    const found = locales.find((locale) => tag.toLowerCase().split('-')[0] === locale);
    if (found !== undefined) return found;
  }
  return 'en';
}

export async function loadMessages(locale: ConsoleLocale): Promise<Record<string, string>> {
  switch (locale) {
    case 'en':
      return loadEnglish();
    case 'es':
      return (await import('./catalogues/es.json', { with: { type: 'json' } })).default;
    case 'de':
      return (await import('./catalogues/de.json', { with: { type: 'json' } })).default;
    case 'ar':
      return (await import('./catalogues/ar.json', { with: { type: 'json' } })).default;
  }
}
