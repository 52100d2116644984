import type { HearingPage } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';

export function HeardPanel({ heard }: { heard: NonNullable<HearingPage['heard']> }) {
  const { t, dateTime } = useI18n();
  return (
    <section className="panel heard" aria-labelledby="hearing-outcome">
      <div className="panel-head">
        <h2 id="hearing-outcome">{t(`hearing.outcome.${heard.outcome}`)}</h2>
      </div>
      <p className="muted">
        {t('hearing.heardBy', { name: heard.by.name })} · <time dateTime={heard.at}>{dateTime(heard.at)}</time>
      </p>
      {(['person', 'reporter'] as const).map((side) =>
        heard.reasons[side] === null ? null : (
          <div key={side}>
            <h3>{t(`hearing.side.${side}`)}</h3>
            <blockquote className="statement" dir="auto">
              {heard.reasons[side]}
            </blockquote>
          </div>
        ),
      )}
      {heard.newDecision !== null && (
        <>
          <h3>{t('hearing.instead')}</h3>
          <DecisionCard decision={heard.newDecision} />
        </>
      )}
    </section>
  );
}
