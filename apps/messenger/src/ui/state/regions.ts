import type { Translate } from '../i18n/messages.ts';

/** Of rehearsals: where every account of the sample is at first. */
export const rehearsalRegion = 'ZZ';

/** Places that the sample offers; a real messenger knows where its people are. */
export const offeredRegions: readonly string[] = [rehearsalRegion, 'DE', 'ES', 'GB', 'US', 'BR', 'EG', 'IN'];

/** A region by its name in the language of the page. */
export function regionName(region: string, t: Translate): string {
  if (region === rehearsalRegion) return t('settings.region.rehearsal');
  return new Intl.DisplayNames(t.language, { type: 'region', fallback: 'code' }).of(region) ?? region;
}
