import type { QueuePlan, QueuePlanView } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';

/** Who changed the queues when and why; an earlier version can be taken into the draft. */
export function EarlierPlans({ view, onTake }: { view: QueuePlanView; onTake: (plan: QueuePlan) => void }) {
  const { t, dateTime, number } = useI18n();
  return (
    <section className="panel queues-panel" aria-labelledby="versions-title">
      <h2 id="versions-title">{t('queues.versions')}</h2>
      <ol className="plan-list">
        {[view, ...view.earlier].map(({ version, by, at, why, plan }) => (
          <li key={version} className="plan-item">
            <div className="plan-main">
              <h3>{t('queues.version', { version: number(version) })}</h3>
              <p>
                {by === null ? t('queues.installed') : <bdi>{by.name}</bdi>}{' '}
                <time className="muted" dateTime={at}>
                  {dateTime(at)}
                </time>
              </p>
              {why !== '' && (
                <p>
                  <bdi>{why}</bdi>
                </p>
              )}
            </div>
            {version !== view.version && (
              <Button onPress={() => onTake(plan)}>
                {t('queues.takeBack')}
                <span className="visually-hidden"> {number(version)}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
