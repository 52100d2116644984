import type { PersonHistory } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';
import { isolated } from '../../words/isolated.ts';

/** Other cases about somebody. Each opens beside this one, so that the claim here is kept. */
export function OtherCases({ about, name, open = false }: { about: PersonHistory; name: string; open?: boolean }) {
  const { t } = useI18n();
  const words = [
    t('people.cases', { total: about.total }),
    ...(about.total > 0 ? [t('people.acted', { acted: about.acted })] : []),
    ...(about.strikes > 0 ? [t('people.strikes', { count: about.strikes })] : []),
  ].join(' · ');
  if (about.cases.length === 0) return <p className="person-fact muted">{words}</p>;
  return (
    <details className="person-cases" open={open}>
      <summary>{words}</summary>
      <ul className="plain-list history" aria-label={t('people.list', { name: isolated(name) })}>
        {about.cases.map((item) => (
          <CaseRow key={item.caseId} item={item} />
        ))}
      </ul>
    </details>
  );
}

function CaseRow({ item }: { item: PersonHistory['cases'][number] }) {
  const { t, date } = useI18n();
  const category = useCategoryLabel();
  return (
    <li>
      <PriorityBadge priority={item.priority} />
      <div>
        <a href={`/cases/${item.caseId}`} target="_blank" rel="noreferrer">
          {item.number} · {category(item)}
          <span className="visually-hidden"> ({t('common.newTab')})</span>
        </a>
        <p className="muted">
          {t(item.action === null ? `state.${item.state}` : `decision.${item.action}`)} ·{' '}
          <time dateTime={item.openedAt}>{date(item.openedAt)}</time>
        </p>
      </div>
      <LevelBadge level={item.level} short />
    </li>
  );
}
