import type { CaseSummary } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { ColleagueDialog, type Turn } from './ColleagueDialog.tsx';
import { OrderDialog } from './OrderDialog.tsx';

/** What leads from one person to another: hand over, assign, ask for help; and an authority's order. */
export function CaseTurns({ summary, mine }: { summary: CaseSummary; mine: boolean }) {
  const { t } = useI18n();
  const can = useCan();
  const [turn, setTurn] = useState<Turn | 'order' | null>(null);
  const open = summary.state === 'open';
  useActions([
    {
      id: 'case.handOver',
      title: t('colleague.handOver'),
      group: 'case',
      keys: ['h'],
      when: () => open && mine,
      run: () => setTurn('handOver'),
    },
    {
      id: 'case.help',
      title: t('colleague.help'),
      group: 'case',
      keys: ['Shift+h'],
      when: () => open && can('case.claim'),
      run: () => setTurn('help'),
    },
    {
      id: 'case.assign',
      title: t('colleague.assign'),
      group: 'case',
      keys: ['Shift+a'],
      when: () => open && can('case.assign') && can('case.claim'),
      run: () => setTurn('assign'),
    },
    {
      id: 'case.order',
      title: t('order.title'),
      group: 'case',
      keys: ['Shift+o'],
      when: () => summary.state !== 'decided' && can('case.assign') && summary.category === 'terror.content',
      run: () => setTurn('order'),
    },
  ]);
  const close = (): void => setTurn(null);
  return (
    <>
      <ActionButton action="case.handOver" icon="person" />
      <ActionButton action="case.help" icon="group" />
      <ActionButton action="case.assign" icon="flag" />
      <ActionButton action="case.order" icon="audit" />
      {turn === 'order' && <OrderDialog caseId={summary.caseId} onClose={close} />}
      {turn !== null && turn !== 'order' && <ColleagueDialog turn={turn} caseId={summary.caseId} onClose={close} />}
    </>
  );
}
