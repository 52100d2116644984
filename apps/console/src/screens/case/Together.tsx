import { useQuery } from '@tanstack/react-query';
import type { CasePage } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { relatedQuery } from '../../api/signal-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { BatchDialog } from './BatchDialog.tsx';

/** Offers to decide the case together with those that share its words or picture, where there are any. */
export function Together({ page }: { page: CasePage }) {
  const { t } = useI18n();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const { caseId, state } = page.summary;
  const related = useQuery({ ...relatedQuery(caseId), enabled: state === 'open' && can('decision.make') });
  const others = related.data?.together ?? [];
  useActions([
    {
      id: 'decide.together',
      title: t('action.decide.together', { count: others.length + 1 }),
      group: 'decide',
      keys: ['b'],
      when: () => state === 'open' && can('decision.make') && others.length > 0,
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <ActionButton action="decide.together" icon="group" />
      {open && <BatchDialog page={page} caseIds={[caseId, ...others]} onClose={() => setOpen(false)} />}
    </>
  );
}
