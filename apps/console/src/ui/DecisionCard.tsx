import type { DecisionGround, DecisionView } from '@wellhouse/protocol';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/I18n.tsx';
import { LevelBadge } from './Badges.tsx';

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
        {decision.startsAt !== null && (
          <>
            <dt>{t('decision.starts')}</dt>
            <dd>
              <time dateTime={decision.startsAt}>{dateTime(decision.startsAt)}</time>
            </dd>
          </>
        )}
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
        {decision.ended !== null && (
          <>
            <dt>{t('decision.ended')}</dt>
            <dd>
              {t(`decisionEnd.${decision.ended.why}`)} ·{' '}
              <time dateTime={decision.ended.at}>{dateTime(decision.ended.at)}</time>
              {decision.ended.by !== null && (
                <>
                  {' · '}
                  <bdi>{decision.ended.by}</bdi>
                </>
              )}
              {decision.ended.reason !== null && <bdi className="block">{decision.ended.reason}</bdi>}
            </dd>
          </>
        )}
        {decision.departedWhy !== null && (
          <>
            <dt>{t('decision.departed')}</dt>
            <dd>
              <bdi>{decision.departedWhy === '' ? t('decision.departedSilent') : decision.departedWhy}</bdi>
            </dd>
          </>
        )}
        {decision.restsOn !== null && <RestsOn grounds={decision.restsOn} />}
        {decision.batchId !== null && (
          <>
            <dt>{t('decision.batch')}</dt>
            <dd>{t('decision.batchYes')}</dd>
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

/** Named by number, each with what is proven of it today. */
function RestsOn({ grounds }: { grounds: readonly DecisionGround[] }) {
  const { t } = useI18n();
  return (
    <>
      <dt>{t('decision.restsOn')}</dt>
      <dd>
        <ul className="plain-list rests-on">
          {grounds.map((ground) => (
            <li key={ground.id}>
              {t(`rests.${ground.kind}`, { number: ground.number })} <LevelBadge level={ground.level} short />
            </li>
          ))}
        </ul>
        {grounds.every(({ level }) => level === 'ASSERTED') && (
          <p className="rests-words">{t('decision.restsOnWords')}</p>
        )}
      </dd>
    </>
  );
}
