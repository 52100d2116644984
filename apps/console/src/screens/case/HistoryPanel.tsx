import type { CasePage } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';

/** Earlier cases about the same subject. Each opens beside this one, so that the claim here is kept. */
export function HistoryPanel({ page }: { page: CasePage }) {
  const { t, number, dateTime } = useI18n();
  const category = useCategoryLabel();
  return (
    <section className="panel history-panel" aria-labelledby="history-title">
      <div className="panel-head">
        <h2 id="history-title">{t('history.title')}</h2>
        <span className="count">{number(page.history.length)}</span>
      </div>
      {page.history.length === 0 && <p className="muted">{t('history.none')}</p>}
      <ul className="plain-list history">
        {page.history.map((item) => (
          <li key={item.caseId}>
            <PriorityBadge priority={item.priority} />
            <div>
              <a href={`/cases/${item.caseId}`} target="_blank" rel="noreferrer">
                {item.number} · {category(item)}
                <span className="visually-hidden"> ({t('common.newTab')})</span>
              </a>
              <p className="muted">
                {t(`state.${item.state}`)} · {dateTime(item.openedAt)}
              </p>
            </div>
            <LevelBadge level={item.level} short />
          </li>
        ))}
      </ul>
    </section>
  );
}
