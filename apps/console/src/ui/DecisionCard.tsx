import type { DecisionView } from '@wellhouse/protocol';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/I18n.tsx';

/** One decision as it was made: what, why, by whom, and what became of it. */
export function DecisionCard({ decision, children }: { decision: DecisionView; children?: ReactNode }) {
  const { t, dateTime } = useI18n();
  return (
    <article className="decision" data-action-name={decision.action} data-state={decision.state}>
      <header>
        <strong>{t(`decision.${decision.action}`)}</strong>
        <span className="badge" data-decision={decision.state}>
          {t(`decisionState.${decision.state}`)}
        </span>
        <span className="mono muted">{decision.reference}</span>
      </header>
      {decision.policy !== null && (
        <p className="decision-policy">
          <bdi>{decision.policy.title}</bdi> <code>{`${decision.policy.policyId} · ${decision.policy.version}`}</code>
        </p>
      )}
      <blockquote className="statement" dir="auto">
        {decision.reason}
      </blockquote>
      <dl className="facts">
        <dt>{t('decision.by')}</dt>
        <dd>
          <bdi>{decision.decidedBy.name}</bdi> ·{' '}
          <time dateTime={decision.decidedAt}>{dateTime(decision.decidedAt)}</time>
        </dd>
        {decision.until !== null && (
          <>
            <dt>{t('decision.until')}</dt>
            <dd>
              <time dateTime={decision.until}>{dateTime(decision.until)}</time>
            </dd>
          </>
        )}
        {decision.secondPerson !== null && (
          <>
            <dt>{t('decision.second')}</dt>
            <dd>
              <bdi>{decision.secondPerson.name}</bdi> ·{' '}
              <time dateTime={decision.secondPerson.at}>{dateTime(decision.secondPerson.at)}</time>
            </dd>
          </>
        )}
        {decision.delivery !== 'none' && (
          <>
            <dt>{t('decision.delivery')}</dt>
            <dd>{t(`delivery.state.${decision.delivery}`)}</dd>
          </>
        )}
      </dl>
      {children}
    </article>
  );
}
