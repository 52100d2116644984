import type { CasePage } from '@wellhouse/protocol';
import { useActions } from '../../actions/use-actions.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { type Asked, useAsked } from '../../ui/use-asked.ts';

/** The key that leads to the people of the case. */
export function usePeopleKey(page: CasePage | undefined): Asked {
  const { t } = useI18n();
  const asked = useAsked();
  useActions([
    {
      id: 'case.people',
      title: t('action.people'),
      group: 'case',
      keys: ['Shift+p'],
      when: () => page !== undefined,
      run: asked.ask,
    },
  ]);
  return asked;
}
