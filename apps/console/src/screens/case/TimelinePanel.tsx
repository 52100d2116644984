import type { CasePage } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useNow } from '../../ui/use-now.ts';
import { timeAgo } from '../../words/time-left.ts';
import { useTimelineWords } from '../../words/use-timeline-words.ts';

type Entry = CasePage['timeline'][number];

export function TimelinePanel({ page }: { page: CasePage }) {
  const { t } = useI18n();
  return (
    <section className="panel timeline-panel" aria-labelledby="timeline-title">
      <div className="panel-head">
        <h2 id="timeline-title">{t('timeline.title')}</h2>
      </div>
      <ol className="timeline">
        {rowsOf(page.timeline).map(({ index, entry, more }) => (
          <li key={index} data-kind={entry.kind}>
            <TimelineRow entry={entry} />
            {more.length > 0 && (
              <details>
                <summary>{t('timeline.moreReports', { count: more.length })}</summary>
                <ol className="timeline">
                  {more.map((one, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
                    <li key={at} data-kind={one.kind}>
                      <TimelineRow entry={one} />
                    </li>
                  ))}
                </ol>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function TimelineRow({ entry }: { entry: Entry }) {
  const { t, say, dateTime } = useI18n();
  const now = useNow(30_000);
  return (
    <>
      <p>
        <strong>{t(`timeline.${entry.kind}`)}</strong>
        {entry.staffName !== null && (
          <>
            {' · '}
            <bdi>{entry.staffName}</bdi>
          </>
        )}
      </p>
      <EntryWords entry={entry} />
      <time className="muted" dateTime={entry.at} title={dateTime(entry.at)}>
        {say(timeAgo(Date.parse(entry.at), now))}
      </time>
    </>
  );
}

/** Pure. A row of more than five reports that joined is told by its first, with the others folded beneath it. */
function rowsOf(timeline: readonly Entry[]): { index: number; entry: Entry; more: Entry[] }[] {
  const rows: { index: number; entry: Entry; more: Entry[] }[] = [];
  for (const [index, entry] of timeline.entries()) {
    const last = rows.at(-1);
    if (entry.kind === 'report-joined' && last?.entry.kind === 'report-joined') last.more.push(entry);
    else rows.push({ index, entry, more: [] });
  }
  return rows.flatMap((row) =>
    row.more.length < 5
      ? [row, ...row.more.map((entry, at) => ({ index: row.index + at + 1, entry, more: [] }))]
      : [row],
  );
}

function EntryWords({ entry }: { entry: Entry }) {
  const wordsOf = useTimelineWords();
  const { text, quote } = entry.said === null ? { text: '', quote: entry.text } : wordsOf(entry.said);
  return (
    <>
      {text !== '' && <p className="muted">{text}</p>}
      {quote !== null && quote !== '' && (
        <p className="muted timeline-quote" dir="auto">
          {quote}
        </p>
      )}
    </>
  );
}
