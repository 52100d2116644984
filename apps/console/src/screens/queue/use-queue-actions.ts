import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CaseId, CaseSummary } from '@wellhouse/protocol';
import type { RefObject } from 'react';
import type { Action, Availability } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { useClaimNext } from '../../api/use-claim-next.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { problemPhrase } from '../../words/problem-words.ts';

export interface QueueState {
  cases: readonly CaseSummary[];
  cursor: string | null;
  setCursor: (caseId: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  refresh: () => void;
}

export function useQueueActions({ cases, cursor, setCursor, searchField, refresh }: QueueState): void {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const client = useQueryClient();
  const claimNext = useClaimNext();
  const index = cases.findIndex((item) => item.caseId === cursor);
  const chosen = cases[index];

  const move = (step: number): void => {
    const next = cases[index < 0 ? 0 : Math.min(cases.length - 1, Math.max(0, index + step))];
    if (next !== undefined) setCursor(next.caseId);
  };
  const open = (caseId: CaseId): void => void navigate({ to: '/cases/$caseId', params: { caseId } });
  const claimable = (): Availability => {
    if (!can('case.claim')) return false;
    if (chosen === undefined || chosen.state !== 'open') return { reason: t('queue.chooseOpen') };
    return true;
  };
  const claim = async (caseId: CaseId): Promise<void> => {
    try {
      await call('claimCase', { params: { caseId } });
      await client.invalidateQueries({ queryKey: ['case', caseId] });
      open(caseId);
    } catch (error) {
      announce(problemPhrase(error));
      refresh();
    }
  };

  const actions: Action[] = [
    {
      id: 'queue.down',
      title: t('action.queue.down'),
      group: 'queue',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => cases.length > 0,
      run: () => move(1),
    },
    {
      id: 'queue.up',
      title: t('action.queue.up'),
      group: 'queue',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => cases.length > 0,
      run: () => move(-1),
    },
    {
      id: 'queue.open',
      title: t('action.queue.open'),
      group: 'queue',
      keys: ['Enter', 'o'],
      when: () => chosen !== undefined,
      run: () => chosen !== undefined && open(chosen.caseId),
    },
    {
      id: 'queue.claim',
      title: t('action.queue.claim'),
      group: 'queue',
      keys: ['c'],
      when: claimable,
      run: () => chosen !== undefined && void claim(chosen.caseId),
    },
    {
      id: 'queue.claimNext',
      title: t('action.claimNext'),
      group: 'queue',
      keys: ['n'],
      when: () => can('case.claim'),
      run: () => void claimNext(),
    },
    {
      id: 'queue.search',
      title: t('action.queue.search'),
      group: 'queue',
      keys: ['/'],
      when: () => true,
      run: () => searchField.current?.focus(),
    },
    {
      id: 'queue.refresh',
      title: t('action.queue.refresh'),
      group: 'queue',
      keys: ['r'],
      when: () => true,
      run: refresh,
    },
  ];
  useActions(actions);
}
