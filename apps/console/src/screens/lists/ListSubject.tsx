import type { List } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategories } from './use-categories.ts';

/** What a list looks for; a negative one knows what is harmless. */
export function ListSubject({ list }: { list: Pick<List, 'kind' | 'settings'> }) {
  const { t } = useI18n();
  const { label } = useCategories();
  return <span>{list.kind === 'negative' ? t('lists.kind.negative') : label(list.settings.category)}</span>;
}
