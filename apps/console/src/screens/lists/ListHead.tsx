import { Link } from '@tanstack/react-router';
import type { List } from '@wellhouse/protocol';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ListState } from './ListState.tsx';
import { ListSubject } from './ListSubject.tsx';
import { sourceName } from './source-name.ts';

export function ListHead({ list }: { list: List }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const can = useCan();
  return (
    <header className="case-head list-head">
      <Link to="/lists" search={{}} className="case-back">
        <Icon name="back" />
        {t('nav.lists')}
      </Link>
      <div className="case-title">
        <h1>
          <bdi>{list.settings.title}</bdi>
        </h1>
        <div className="case-marks">
          <ListState list={list} meaning />
        </div>
        <div className="list-facts">
          <ListSubject list={list} />
          <span>{sourceName(list.source, i18n)}</span>
          <code dir="ltr">{list.listId}</code>
          <span>{t('lists.version.number', { version: number(list.version) })}</span>
        </div>
      </div>
      <div className="case-actions">
        <ActionButton action="list.activate" look="primary" icon="check" quietReason />
        <ActionButton action="list.settings" icon="settings" quietReason />
        <ActionButton action="list.withdraw" look="danger" icon="close" quietReason />
      </div>
      {!can('list.propose') && <p className="reason list-denied">{t('lists.denied.propose')}</p>}
    </header>
  );
}
