import type { Catalogue } from './message-id.ts';

const sources = {
  ar: () => import('./catalogues/ar.ts'),
  de: () => import('./catalogues/de.ts'),
  en: () => import('./catalogues/en.ts'),
  es: () => import('./catalogues/es.ts'),
} as const;

export type CatalogueLocale = keyof typeof sources;
export const catalogueLocales: readonly CatalogueLocale[] = ['en', 'es', 'de', 'ar'];

/** The language that serves a BCP 47 tag: by its primary language, else English. */
export function matchCatalogue(locale: string): CatalogueLocale {
  const primary = locale.toLowerCase().split('-')[0];
  return catalogueLocales.find((candidate) => candidate === primary) ?? 'en';
}

export async function loadCatalogue(locale: CatalogueLocale): Promise<Catalogue> {
  return (await sources[locale]()).catalogue;
}
