import type { CasePage } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useNow } from '../../ui/use-now.ts';
import { timeAgo } from '../../words/time-left.ts';

/** What such an entry says stands in its name already. */
const saidByKind: ReadonlySet<string> = new Set(['claimed', 'released', 'delivered']);

export function TimelinePanel({ page }: { page: CasePage }) {
  const { t, say, dateTime } = useI18n();
  const now = useNow(30_000);
  return (
    <section className="panel timeline-panel" aria-labelledby="timeline-title">
      <div className="panel-head">
        <h2 id="timeline-title">{t('timeline.title')}</h2>
      </div>
      <ol className="timeline">
        {page.timeline.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
          <li key={index} data-kind={entry.kind}>
            <p>
              <strong>{t(`timeline.${entry.kind}`)}</strong>
              {entry.staffName !== null && <bdi> · {entry.staffName}</bdi>}
            </p>
            {entry.text !== '' && !saidByKind.has(entry.kind) && (
              <p className="muted" dir="auto">
                {entry.text}
              </p>
            )}
            <time className="muted" dateTime={entry.at} title={dateTime(entry.at)}>
              {say(timeAgo(Date.parse(entry.at), now))}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
