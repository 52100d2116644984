import type { List } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { SyncNote } from './SyncNote.tsx';

export function SyncPanel({ list }: { list: List }) {
  const { t, dateTime } = useI18n();
  const { startedAt, nextAt } = list.sync;
  const known = list.connectionId !== null || startedAt !== null || nextAt !== null;
  return (
    <section className="panel" aria-labelledby="sync-title">
      <div className="panel-head">
        <h2 id="sync-title">{t('lists.column.sync')}</h2>
      </div>
      <div className="stack">
        <SyncNote list={list} whole />
        {known && (
          <dl className="facts">
            {list.connectionId !== null && (
              <>
                <dt>{t('lists.add.connection')}</dt>
                <dd>
                  <code dir="ltr">{list.connectionId}</code>
                </dd>
              </>
            )}
            {startedAt !== null && (
              <>
                <dt>{t('lists.sync.started')}</dt>
                <dd>
                  <time dateTime={startedAt}>{dateTime(startedAt)}</time>
                </dd>
              </>
            )}
            {nextAt !== null && (
              <>
                <dt>{t('lists.sync.next')}</dt>
                <dd>
                  <time dateTime={nextAt}>{dateTime(nextAt)}</time>
                </dd>
              </>
            )}
          </dl>
        )}
        <ActionButton action="list.sync" icon="history" />
      </div>
    </section>
  );
}
