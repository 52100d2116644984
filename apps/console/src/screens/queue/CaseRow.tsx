import { Link } from '@tanstack/react-router';
import type { CaseSummary } from '@wellhouse/protocol';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { DueClock, LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Subject } from '../../ui/Subject.tsx';

export function CaseRow({ item, onFocus }: { item: CaseSummary; onFocus: () => void }) {
  const { t } = useI18n();
  const category = useCategoryLabel();
  return (
    <article className="case-row" data-priority={item.priority}>
      <PriorityBadge priority={item.priority} />
      <div className="case-row-main">
        <Link to="/cases/$caseId" params={{ caseId: item.caseId }} className="case-row-link" onFocus={onFocus}>
          {category(item)}
        </Link>
        <span className="case-row-facts">
          <span className="case-number">{item.number}</span>
          <Subject subject={item.subject} />
          {item.drill && <span className="badge drill">{t('case.drill')}</span>}
        </span>
        <span className="case-row-why" dir="auto">
          {item.why.join(' · ')}
        </span>
      </div>
      <LevelBadge level={item.level} />
      <span className="case-row-reports">
        <Icon name="reports" />
        <span>{t('case.reports', { count: item.reportCount })}</span>
      </span>
      <DueClock dueAt={item.dueAt} state={item.state} />
      <Holder item={item} />
    </article>
  );
}

function Holder({ item }: { item: CaseSummary }) {
  const { t } = useI18n();
  const { staff } = useMe();
  if (item.claim === null)
    return (
      <span className="holder" data-holder="nobody">
        {item.state === 'open' ? t('claim.free') : ''}
      </span>
    );
  const mine = item.claim.staffId === staff.staffId;
  return (
    <span className="holder" data-holder={mine ? 'me' : 'other'}>
      <Icon name="hand" />
      {mine ? t('claim.mine') : <bdi>{item.claim.name}</bdi>}
      {!mine && <span className="visually-hidden">{t('claim.holds')}</span>}
    </span>
  );
}
