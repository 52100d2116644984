import { Link } from '@tanstack/react-router';
import type { HearingSummary } from '@wellhouse/protocol';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { DueClock, PriorityBadge } from '../../ui/Badges.tsx';
import { Note } from '../../ui/ProblemNote.tsx';

export function HearingRow({ hearing }: { hearing: HearingSummary }) {
  const { t } = useI18n();
  const label = useCategoryLabel();
  const { decision } = hearing;
  return (
    <li className="hearing" data-state={hearing.state}>
      <div className="hearing-head">
        <PriorityBadge priority={hearing.priority} />
        <Link
          className="hearing-link"
          to="/appeals/$hearingId"
          params={{ hearingId: hearing.hearingId }}
          data-item={hearing.hearingId}
        >
          <span className="mono">{hearing.reference}</span> {t(`decision.${decision.action}`)}
        </Link>
        {hearing.state === 'open' && <DueClock dueAt={hearing.dueAt} state="open" />}
      </div>
      <p className="hearing-facts">
        <span>{label(hearing)}</span>
        <AppealParties hearing={hearing} />
        <span className="muted">
          {t('decision.by')} <bdi>{decision.decidedBy.name}</bdi>
        </span>
      </p>
      <HearingHurdle hearing={hearing} />
    </li>
  );
}

export function AppealParties({ hearing }: { hearing: HearingSummary }) {
  const { t } = useI18n();
  return (
    <>
      {hearing.persons > 0 && <span className="badge">{t('appeals.byPersons', { count: hearing.persons })}</span>}
      {hearing.reporters > 0 && <span className="badge">{t('appeals.byReporters', { count: hearing.reporters })}</span>}
    </>
  );
}

/** Who hears it, or why the reader cannot; and plainly so where nobody can. */
export function HearingHurdle({ hearing }: { hearing: HearingSummary }) {
  const { t } = useI18n();
  const { staff } = useMe();
  if (hearing.state === 'decided') return null;
  if (hearing.eligible === 0) {
    return (
      <Note tone="warning">
        <p>{t('appeals.nobody')}</p>
      </Note>
    );
  }
  if (hearing.notHearer !== null) {
    return (
      <p className="reason">
        {t(`appeals.notHearer.${hearing.notHearer}`)} {t('appeals.other')}
      </p>
    );
  }
  if (hearing.claim === null) return null;
  return (
    <p className="muted">
      {hearing.claim.staffId === staff.staffId ? t('appeals.yours') : t('appeals.heldBy', { name: hearing.claim.name })}
    </p>
  );
}
