/** Languages that every label exists in. */
export const locales = ['en', 'es', 'de', 'ar'] as const;
export type LabelLocale = (typeof locales)[number];

/** The language of `locales` that serves a BCP 47 tag: by its primary language, else English. */
export function matchLocale(tag: string): LabelLocale {
  const primary = tag.toLowerCase().split('-')[0];
  return locales.find((locale) => locale === primary) ?? 'en';
}

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);
const rightToLeftScripts = new Set(['arab', 'hebr', 'thaa', 'syrc', 'nkoo']);

/** Whether text in this language runs from right to left. A script in the tag decides before the language does. */
export function isRightToLeft(tag: string): boolean {
  const [language = '', ...rest] = tag.toLowerCase().split('-');
  const script = rest.find((part) => /^[a-z]{4}$/.test(part));
  return script === undefined ? rightToLeft.has(language) : rightToLeftScripts.has(script);
}
