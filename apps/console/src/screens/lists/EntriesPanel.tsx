import type { ListCounts } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';

const kinds = ['live', 'quarantined', 'excluded', 'withdrawn', 'notMatchable'] as const;

/** How many entries stand in the list, and how many of them can match. */
export function EntriesPanel({ counts }: { counts: ListCounts }) {
  const { t, number } = useI18n();
  return (
    <section className="panel" aria-labelledby="entries-title">
      <div className="panel-head">
        <h2 id="entries-title">{t('lists.entries.title')}</h2>
      </div>
      <dl className="entry-counts">
        {kinds.map((kind) => (
          <div key={kind} data-kind={kind} data-some={counts[kind] > 0}>
            <dt>
              {t(`lists.count.${kind}`)}
              {kind !== 'live' && <span className="hint">{t(`lists.count.${kind}.meaning`)}</span>}
            </dt>
            <dd>{number(counts[kind])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
