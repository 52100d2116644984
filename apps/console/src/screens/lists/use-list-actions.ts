import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { List, QuarantinedEntry as QuarantinedEntrySchema } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Action, Availability } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { call } from '../../api/call.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { problemPhrase } from '../../words/problem-words.ts';
import { isWaiting, whyNotActivate, whyNotAnswer } from './list-rules.ts';

export type Proposing = 'activate' | 'withdraw' | 'settings';
export type QuarantinedEntry = z.output<typeof QuarantinedEntrySchema>;

/** What is being answered: a change by its id, an entry by `entry-` and its id. */
export interface Answering {
  item: string;
  /** Of an entry: approve releases it, refuse rules it out. */
  answer: 'approve' | 'refuse';
}

export interface ListActionState {
  list: List;
  entries: readonly QuarantinedEntry[];
  cursor: string | null;
  move: (by: number) => void;
  propose: (what: Proposing) => void;
  answer: (answering: Answering) => void;
}

export function useListActions({ list, entries, cursor, move, propose, answer }: ListActionState): void {
  const { t } = useI18n();
  const can = useCan();
  const { staff } = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const change = list.waiting.find(({ changeId }) => changeId === cursor);
  const entry = entries.find(({ entryId }) => `entry-${entryId}` === cursor);
  const items = list.waiting.length + entries.length;

  const mayPropose = (obstacle: string | null): Availability => {
    if (!can('list.propose')) return false;
    return obstacle === null ? true : { reason: obstacle };
  };
  const standing = (kind: Proposing): string | null => {
    if (list.state === 'withdrawn') return t('lists.whyNotActivate.withdrawn');
    return isWaiting(list, kind) ? t('lists.whyNotActivate.waiting') : null;
  };
  const activation = whyNotActivate(list);
  const answerable = (): Availability => {
    if (items === 0) return false;
    if (entry !== undefined) return can('list.approve') ? true : { reason: t('lists.whyNotAnswer.denied') };
    if (change === undefined) return { reason: t('lists.chooseItem') };
    const obstacle = whyNotAnswer(change, { staffId: staff.staffId, mayApprove: can('list.approve') });
    return obstacle === null ? true : { reason: t(`lists.whyNotAnswer.${obstacle}`) };
  };
  const answerWith = (kind: Answering['answer']): void => {
    if (cursor !== null) answer({ item: cursor, answer: kind });
  };
  const syncNow = async (): Promise<void> => {
    try {
      await call('requestListSync', { params: { listId: list.listId } });
      announce({ key: 'lists.said.sync' });
      await client.invalidateQueries({ queryKey: ['lists'] });
    } catch (error) {
      announce(problemPhrase(error));
    }
  };

  const actions: Action[] = [
    {
      id: 'list.down',
      title: t('lists.action.nextItem'),
      group: 'lists',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => items > 0,
      run: () => move(1),
    },
    {
      id: 'list.up',
      title: t('lists.action.previousItem'),
      group: 'lists',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => items > 0,
      run: () => move(-1),
    },
    {
      id: 'list.approve',
      title: t(entry === undefined ? 'lists.approve' : 'lists.release'),
      group: 'lists',
      keys: ['a'],
      when: answerable,
      run: () => answerWith('approve'),
    },
    {
      id: 'list.refuse',
      title: t(entry === undefined ? 'lists.refuse' : 'lists.ruleOut'),
      group: 'lists',
      keys: ['x'],
      when: answerable,
      run: () => answerWith('refuse'),
    },
    {
      id: 'list.activate',
      title: t('lists.propose.activate'),
      group: 'lists',
      keys: ['p'],
      when: () => list.state === 'shadow' && mayPropose(activation && t(`lists.whyNotActivate.${activation}`)),
      run: () => propose('activate'),
    },
    {
      id: 'list.settings',
      title: t('lists.propose.settings'),
      group: 'lists',
      keys: ['e'],
      when: () => list.state !== 'withdrawn' && mayPropose(standing('settings')),
      run: () => propose('settings'),
    },
    {
      id: 'list.withdraw',
      title: t('lists.propose.withdraw'),
      group: 'lists',
      keys: ['w'],
      when: () => list.state !== 'withdrawn' && mayPropose(standing('withdraw')),
      run: () => propose('withdraw'),
    },
    {
      id: 'list.sync',
      title: t('lists.action.sync'),
      group: 'lists',
      keys: ['s'],
      when: () => list.state !== 'withdrawn' && mayPropose(list.source === 'file' ? t('lists.sync.file') : null),
      run: () => void syncNow(),
    },
    {
      id: 'list.back',
      title: t('lists.action.back'),
      group: 'lists',
      keys: ['u'],
      when: () => true,
      run: () => void navigate({ to: '/lists', search: {} }),
    },
  ];
  useActions(actions);
}
