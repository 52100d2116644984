import { Link } from '@tanstack/react-router';
import type { CaseSummary } from '@wellhouse/protocol';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { DueClock, LevelBadge, PriorityBadge } from '../../ui/Badges.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Subject } from '../../ui/Subject.tsx';
import { nextClock } from '../../words/clock-words.ts';
import type { Phrase } from '../../words/phrase.ts';
import { whyPhrases } from '../../words/why-words.ts';

export function CaseRow({ item, onFocus }: { item: CaseSummary; onFocus: () => void }) {
  const { t } = useI18n();
  const say = ({ key, values }: Phrase) => t(key, values);
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
        <span className="case-row-why">{whyPhrases(item.why).map(say).join(' · ')}</span>
      </div>
      <LevelBadge level={item.level} />
      <span className="case-row-reports">
        <Icon name="reports" />
        <span>
          {(item.reportCount > 0 || item.pictureCount === 0) && t('case.reports', { count: item.reportCount })}
          {item.reportCount > 0 && item.pictureCount > 0 && ' · '}
          {item.pictureCount > 0 && t('case.pictures', { count: item.pictureCount })}
        </span>
      </span>
      <RowClock item={item} />
      <Holder item={item} />
    </article>
  );
}

/** The clock that breaks first; a law's is named. */
function RowClock({ item }: { item: CaseSummary }) {
  const { t } = useI18n();
  const clock = item.state === 'open' ? nextClock(item.clocks) : undefined;
  if (clock === undefined) return <DueClock dueAt={item.dueAt} state={item.state} />;
  return (
    <span className="row-clock">
      <DueClock dueAt={clock.dueAt} state={item.state} />
      <span className="row-clock-kind" data-kind={clock.kind}>
        {t(`clocks.${clock.kind}`)}
      </span>
    </span>
  );
}

function Holder({ item }: { item: CaseSummary }) {
  const { t } = useI18n();
  const { staff } = useMe();
  const others = item.viewers.filter(({ staffId }) => staffId !== staff.staffId && staffId !== item.claim?.staffId);
  if (item.claim === null)
    return (
      <span className="holder" data-holder="nobody">
        {item.state !== 'open' ? '' : others.length === 0 ? t('claim.free') : <RowViewers names={others} />}
      </span>
    );
  const mine = item.claim.staffId === staff.staffId;
  return (
    <span className="holder" data-holder={mine ? 'me' : 'other'}>
      <Icon name="hand" />
      {mine ? <span className="holder-name">{t('claim.mine')}</span> : <bdi>{item.claim.name}</bdi>}
      {!mine && <span className="visually-hidden">{t('claim.holds')}</span>}
    </span>
  );
}

function RowViewers({ names }: { names: CaseSummary['viewers'] }) {
  const { t, list } = useI18n();
  return (
    <>
      <Icon name="eye" />
      <bdi>{list(names.map(({ name }) => name))}</bdi>
      <span className="visually-hidden">{t('viewers.look', { count: names.length })}</span>
    </>
  );
}
