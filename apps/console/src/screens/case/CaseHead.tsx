import { Link } from '@tanstack/react-router';
import type { CasePage } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { DueClock, LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Subject } from '../../ui/Subject.tsx';

export function CaseHead({ page, mine, holder }: { page: CasePage; mine: boolean; holder: string | null }) {
  const { t } = useI18n();
  const category = useCategoryLabel();
  const { summary } = page;
  return (
    <header className="case-head">
      <Link to="/queue" search={{}} className="case-back">
        <Icon name="back" />
        {t('nav.queue')}
      </Link>
      <div className="case-title">
        <h1>
          <span className="case-number">{summary.number}</span> {category(summary)}
        </h1>
        <div className="case-marks">
          <PriorityBadge priority={summary.priority} />
          <LevelBadge level={summary.level} />
          <DueClock dueAt={summary.dueAt} state={summary.state} />
          {summary.drill && <span className="badge drill">{t('case.drill')}</span>}
          {summary.state === 'open' && (
            <span className="holder" data-holder={mine ? 'me' : holder === null ? 'nobody' : 'other'}>
              <Icon name="hand" />
              {mine ? t('claim.mine') : holder === null ? t('claim.free') : t('claim.heldBy', { name: holder })}
            </span>
          )}
        </div>
      </div>
      <dl className="case-facts">
        <div>
          <dt>{t('case.subject')}</dt>
          <dd>
            <Subject subject={summary.subject} />
          </dd>
        </div>
        <div>
          <dt>{t('case.hub')}</dt>
          <dd>
            <bdi>{summary.subject.hubId}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('case.reported')}</dt>
          <dd>{t('case.reportsBy', { reports: summary.reportCount, people: summary.reporterCount })}</dd>
        </div>
        <div className="case-why">
          <dt>{t('case.why')}</dt>
          <dd>
            <ul>
              {summary.why.map((reason) => (
                <li key={reason}>
                  <bdi>{reason}</bdi>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <div className="case-actions">
        {!mine && <ActionButton action="case.claim" look="primary" icon="hand" quietReason />}
        <ActionButton action="case.release" icon="unlock" />
        {!mine && summary.state === 'open' && <ActionButton action="case.next" icon="next" />}
      </div>
    </header>
  );
}
