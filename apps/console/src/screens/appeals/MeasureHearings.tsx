import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MeasureHearing } from '@wellhouse/protocol';
import { measureHearingsQuery } from '../../api/appeal-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { DueClock } from '../../ui/Badges.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';

/** Appeals against warnings and pauses for misuse, below those against decisions. */
export function MeasureHearings({ state }: { state: 'open' | 'decided' }) {
  const { t } = useI18n();
  const query = useQuery(measureHearingsQuery(state));
  const hearings = query.data?.hearings ?? [];
  if (query.error !== null) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (hearings.length === 0) return null;
  return (
    <section aria-labelledby="measure-hearings">
      <h2 id="measure-hearings">{t('measures.title')}</h2>
      <ul className="plain-list hearings">
        {hearings.map((hearing) => (
          <MeasureRow key={hearing.measure.measureId} hearing={hearing} />
        ))}
      </ul>
    </section>
  );
}

function MeasureRow({ hearing }: { hearing: MeasureHearing }) {
  const { t } = useI18n();
  const { measure } = hearing;
  return (
    <li className="hearing" data-state={hearing.state}>
      <div className="hearing-head">
        <Link className="hearing-link" to="/appeals/measures/$measureId" params={{ measureId: measure.measureId }}>
          <span className="mono">{hearing.reference}</span> {t(`misuse.measure.${measure.kind}`)}
        </Link>
        {hearing.state === 'open' && <DueClock dueAt={hearing.dueAt} state="open" />}
      </div>
      <p className="hearing-facts">
        <span>{t(`misuse.of.${measure.of}`)}</span>
        <bdi>{hearing.accountId}</bdi>
        <span className="muted">
          {t('decision.by')} <bdi>{measure.by}</bdi>
        </span>
      </p>
      <MeasureHurdle hearing={hearing} />
    </li>
  );
}

export function MeasureHurdle({ hearing }: { hearing: MeasureHearing }) {
  const { t } = useI18n();
  if (hearing.state === 'decided') return null;
  if (hearing.eligible === 0) {
    return (
      <Note tone="warning">
        <p>{t('appeals.nobody')}</p>
      </Note>
    );
  }
  return hearing.own ? (
    <p className="reason">
      {t('measures.own')} {t('appeals.other')}
    </p>
  ) : null;
}
