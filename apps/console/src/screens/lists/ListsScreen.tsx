import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ListId } from '@wellhouse/protocol';
import { useRef } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { listsQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useItemCursor } from '../../ui/use-item-cursor.ts';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { AddList } from './AddList.tsx';
import { ListRow } from './ListRow.tsx';

const route = getRouteApi('/house/lists');

export function ListsScreen() {
  const can = useCan();
  const { add = false } = route.useSearch();
  if (!can('list.read')) return <Denied permission="list.read" />;
  if (!add) return <Lists />;
  return can('list.propose') ? <AddList /> : <Denied permission="list.propose" />;
}

function Lists() {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const query = useQuery(listsQuery);
  const lists = query.data ?? [];
  const body = useRef<HTMLTableSectionElement>(null);
  const { cursor, move, onFocus } = useItemCursor(body);
  const chosen = lists.find(({ listId }) => listId === cursor);
  const open = (listId: ListId): void => void navigate({ to: '/lists/$listId', params: { listId } });
  useActions([
    {
      id: 'lists.down',
      title: t('lists.action.down'),
      group: 'lists',
      keys: ['j', 'ArrowDown'],
      repeats: true,
      when: () => lists.length > 0,
      run: () => move(1),
    },
    {
      id: 'lists.up',
      title: t('lists.action.up'),
      group: 'lists',
      keys: ['k', 'ArrowUp'],
      repeats: true,
      when: () => lists.length > 0,
      run: () => move(-1),
    },
    {
      id: 'lists.open',
      title: t('lists.action.open'),
      group: 'lists',
      keys: ['Enter', 'o'],
      when: () => (chosen === undefined ? { reason: t('lists.choose') } : true),
      run: () => chosen !== undefined && open(chosen.listId),
    },
    {
      id: 'lists.add',
      title: t('lists.action.add'),
      group: 'lists',
      keys: ['n'],
      when: () => (can('list.propose') ? true : { reason: t('lists.denied.propose') }),
      run: () => void navigate({ to: '/lists', search: { add: true } }),
    },
    {
      id: 'lists.refresh',
      title: t('lists.action.refresh'),
      group: 'lists',
      keys: ['r'],
      when: () => true,
      run: () => void query.refetch(),
    },
  ]);
  return (
    <div className="page">
      <PageHead title={t('lists.title')} lead={t('lists.lead')}>
        <ActionButton action="lists.add" look="primary" icon="lists" />
      </PageHead>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {query.data?.length === 0 && (
        <Empty icon="lists" title={t('lists.none')}>
          <p className="muted">{t('lists.noneText')}</p>
        </Empty>
      )}
      {lists.length > 0 && (
        <div className="table-frame">
          <table className="table cards lists-table">
            <thead>
              <tr>
                <th scope="col">{t('lists.column.list')}</th>
                <th scope="col">{t('lists.column.state')}</th>
                <th scope="col">{t('lists.column.entries')}</th>
                <th scope="col">{t('lists.column.matches')}</th>
                <th scope="col">{t('lists.column.sync')}</th>
              </tr>
            </thead>
            <tbody ref={body} onFocus={onFocus}>
              {lists.map((list) => (
                <ListRow key={list.listId} list={list} chosen={list.listId === cursor} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
