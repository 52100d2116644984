import { Link } from '@tanstack/react-router';
import type { List } from '@wellhouse/protocol';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ListState } from './ListState.tsx';
import { ListSubject } from './ListSubject.tsx';
import { whyNotAnswer } from './list-rules.ts';
import { MatchBar } from './MatchBar.tsx';
import { SyncNote } from './SyncNote.tsx';
import { sourceName } from './source-name.ts';

export function ListRow({ list, chosen }: { list: List; chosen: boolean }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const { counts } = list;
  return (
    <tr data-cursor={chosen} data-state={list.state}>
      <th scope="row">
        <Link to="/lists/$listId" params={{ listId: list.listId }} className="list-link" data-item={list.listId}>
          <bdi>{list.settings.title}</bdi>
        </Link>
        <span className="list-facts">
          <ListSubject list={list} />
        </span>
        <span className="list-facts">
          <span>{sourceName(list.source, i18n)}</span>
          <code dir="ltr">{list.listId}</code>
        </span>
      </th>
      <td data-label={t('lists.column.state')}>
        <div className="list-stack">
          <ListState list={list} meaning />
          <WaitingWords list={list} />
        </div>
      </td>
      <td data-label={t('lists.column.entries')}>
        <div className="list-stack">
          <span className="list-count">
            <strong className="list-number">{number(counts.live)}</strong> {t('lists.count.live')}
          </span>
          <ul className="plain-list list-small list-count muted">
            {counts.quarantined > 0 && (
              <li className="list-attention">{t('lists.counted.quarantined', { count: counts.quarantined })}</li>
            )}
            {counts.excluded > 0 && <li>{t('lists.counted.excluded', { count: counts.excluded })}</li>}
            {counts.withdrawn > 0 && <li>{t('lists.counted.withdrawn', { count: counts.withdrawn })}</li>}
            {counts.notMatchable > 0 && <li>{t('lists.counted.notMatchable', { count: counts.notMatchable })}</li>}
          </ul>
        </div>
      </td>
      <td data-label={t('lists.column.matches')}>
        <MatchBar list={list} />
      </td>
      <td data-label={t('lists.column.sync')}>
        <SyncNote list={list} />
      </td>
    </tr>
  );
}

/** What of this list waits for somebody, and whether that somebody can be the person who looks. */
function WaitingWords({ list }: { list: List }) {
  const { t } = useI18n();
  const { staff } = useMe();
  const mayApprove = useCan()('list.approve');
  if (list.waiting.length === 0) return null;
  return (
    <ul className="plain-list waiting-words">
      {list.waiting.map((change) => (
        <li key={change.changeId} data-mine={whyNotAnswer(change, { staffId: staff.staffId, mayApprove }) === null}>
          <Icon name="held" />
          {t(`lists.waits.${change.kind}`)}
        </li>
      ))}
    </ul>
  );
}
