import type { ListSource } from '@wellhouse/protocol';
import type { Translator } from '../../i18n/translator.ts';

/** Names of organisations are the same in every language. */
const names: Record<Exclude<ListSource, 'file'>, string> = {
  ncmec: 'NCMEC',
  stopncii: 'StopNCII',
  threatexchange: 'ThreatExchange',
  'tech-against-terrorism': 'Tech Against Terrorism',
};

export function sourceName(source: ListSource, { t }: Pick<Translator, 't'>): string {
  return source === 'file' ? t('lists.source.file') : names[source];
}
