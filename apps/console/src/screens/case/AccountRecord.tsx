import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DecisionSheet } from '@wellhouse/protocol';
import { decisionSheetQuery } from '../../api/decision-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';

/** How the account stands now, and the strikes on its record. */
export function AccountRecord({ caseId }: { caseId: string }) {
  const { t, date } = useI18n();
  const { data: sheet } = useQuery(decisionSheetQuery(caseId));
  if (sheet === undefined || sheet.standing === null) return null;
  const active = sheet.strikes.filter((strike) => strike.state === 'active');
  return (
    <div className="record">
      <p className="record-head">
        <strong>{t('record.strikes', { count: active.reduce((sum, strike) => sum + strike.weight, 0) })}</strong>
        <StandingWords standing={sheet.standing} />
      </p>
      {sheet.strikes.length > 0 && (
        <details>
          <summary>{t('record.all', { count: sheet.strikes.length })}</summary>
          <ul className="plain-list record-list">
            {sheet.strikes.map((strike) => (
              <li key={strike.decisionId} data-state={strike.state}>
                <Link to="/cases/$caseId" params={{ caseId: strike.caseId }}>
                  {t(`decision.${strike.action}`)}
                </Link>{' '}
                <code>{strike.policyId}</code> · <time dateTime={strike.at}>{date(strike.at)}</time> ·{' '}
                <span className="muted">
                  {strike.state !== 'active'
                    ? t(`record.state.${strike.state}`)
                    : strike.expiresAt === null
                      ? t('record.forGood', { count: strike.weight })
                      : t('record.until', { count: strike.weight, date: date(strike.expiresAt) })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function StandingWords({ standing }: { standing: NonNullable<DecisionSheet['standing']> }) {
  const { t, dateTime } = useI18n();
  if (standing.banned)
    return (
      <span className="badge" data-tone="danger">
        {t('standing.banned')}
      </span>
    );
  return (
    <>
      {standing.suspendedUntil !== null && (
        <span className="badge" data-tone="danger">
          {t('standing.suspended', { date: dateTime(standing.suspendedUntil) })}
        </span>
      )}
      {standing.limitedUntil !== null && (
        <span className="badge" data-tone="info">
          {t('standing.limited', { date: dateTime(standing.limitedUntil) })}
        </span>
      )}
    </>
  );
}
