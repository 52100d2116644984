/** A language in the words of another: `de` in English → German. */
export function languageIn(locale: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
