import type { Translator } from '../../i18n/translator.ts';

/** The region of rehearsals: ISO 3166-1 leaves ZZ to its users. */
const drillRegion = 'ZZ';

/** A region in the person's language: `GB` → United Kingdom, `US-CA` → United States (CA). */
export function regionName(region: string, { t, locale }: Pick<Translator, 't' | 'locale'>): string {
  if (region === drillRegion) return t('regions.drill');
  const [country = region, part] = region.split('-');
  const name = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(country) ?? country;
  return part === undefined ? name : `${name} (${part})`;
}
