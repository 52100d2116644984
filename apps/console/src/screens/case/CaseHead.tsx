import { Link } from '@tanstack/react-router';
import type { CasePage, CasePresence } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';
import { ActionButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Subject } from '../../ui/Subject.tsx';
import { whyPhrases } from '../../words/why-words.ts';
import { CaseClocks } from './CaseClocks.tsx';
import { CaseTurns } from './CaseTurns.tsx';
import { Viewers } from './Viewers.tsx';

export function CaseHead({
  page,
  mine,
  holder,
  viewers,
}: {
  page: CasePage;
  mine: boolean;
  holder: string | null;
  viewers: CasePresence['viewers'];
}) {
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
          {summary.drill && <span className="badge drill">{t('case.drill')}</span>}
          {summary.state === 'open' && (
            <span className="holder" data-holder={mine ? 'me' : holder === null ? 'nobody' : 'other'}>
              <Icon name="hand" />
              {mine ? t('claim.mine') : holder === null ? t('claim.free') : t('claim.heldBy', { name: holder })}
            </span>
          )}
          <Viewers viewers={viewers} />
        </div>
      </div>
      <CaseClocks clocks={summary.clocks} />
      <div className="case-actions">
        {!mine && <ActionButton action="case.claim" look="primary" icon="hand" quietReason />}
        <ActionButton action="case.release" icon="unlock" />
        <CaseTurns summary={summary} mine={mine} />
        {!mine && summary.state === 'open' && <ActionButton action="case.next" icon="next" />}
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
          <dt>{t(summary.reportCount === 0 && summary.pictureCount > 0 ? 'case.matched' : 'case.reported')}</dt>
          <dd>
            {(summary.reportCount > 0 || summary.pictureCount === 0) &&
              t('case.reportsBy', { reports: summary.reportCount, people: summary.reporterCount })}
            {summary.reportCount > 0 && summary.pictureCount > 0 && ' · '}
            {summary.pictureCount > 0 && t('case.pictures', { count: summary.pictureCount })}
          </dd>
        </div>
        <div className="case-why">
          <dt>{t('case.why')}</dt>
          <dd>
            <ul>
              {whyPhrases(summary.why).map(({ key, values }) => (
                <li key={key}>{t(key, values)}</li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </header>
  );
}
