import type { CaseLimits } from '@wellhouse/protocol';
import type { Translator } from '../../i18n/translator.ts';
import { regionName } from '../regions/region-name.ts';

/** Which cases limits leave: kinds as the taxonomy names them, regions by name. */
export function limitsWords({ categories, regions }: CaseLimits, i18n: Translator): string {
  const parts = [
    ...(categories === null ? [] : [categories.join(', ')]),
    ...(regions === null ? [] : [i18n.list(regions.map((region) => regionName(region, i18n)))]),
  ];
  return parts.length === 0 ? i18n.t('team.noLimits') : parts.join(' · ');
}
