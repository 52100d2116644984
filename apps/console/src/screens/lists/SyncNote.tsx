import type { List } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useNow } from '../../ui/use-now.ts';
import { timeAgo } from '../../words/time-left.ts';

/** When a list was last brought up to date, and what keeps it from being so now. */
export function SyncNote({ list, whole = false }: { list: Pick<List, 'sync' | 'source'>; whole?: boolean }) {
  const { t, say, dateTime } = useI18n();
  const now = useNow(30_000);
  const { state, doneAt, error } = list.sync;
  return (
    <div className="sync-note" data-state={state}>
      {doneAt === null ? (
        <span className="muted">{t(list.source === 'file' ? 'lists.sync.neverFile' : 'lists.sync.never')}</span>
      ) : (
        <time dateTime={doneAt} title={dateTime(doneAt)}>
          {say(timeAgo(Date.parse(doneAt), now))}
        </time>
      )}
      {(state === 'failed' || state === 'refused') && (
        <span className="badge" data-tone={state === 'failed' ? 'danger' : 'warning'}>
          {t(`lists.sync.${state}`)}
        </span>
      )}
      {error !== null && <SyncError error={error} whole={whole} />}
    </div>
  );
}

/** `source-busy: it asks to be left alone` → plain words for the code; where there is room, what the server wrote. */
function SyncError({ error, whole }: { error: string; whole: boolean }) {
  const { maybe } = useI18n();
  const code = /^([a-z-]+): /.exec(error)?.[1];
  const words = code === undefined ? null : maybe(`lists.syncError.${code}`);
  return (
    <span className="sync-error">
      {words !== null && <span>{words}</span>}
      {(whole || words === null) && <bdi className="muted list-small">{error}</bdi>}
    </span>
  );
}
