import type { ReportingStanding } from '@wellhouse/protocol';
import { type ReactNode, useEffect, useState } from 'react';
import { AppealPanel } from '../appeal/AppealPanel.tsx';
import { useUi } from '../context.ts';

const words = {
  report: { warning: 'standing.report.warning', pause: 'standing.report.pause' },
  appeal: { warning: 'standing.appeal.warning', pause: 'standing.appeal.pause' },
} as const;

/**
 * A warning or a pause for misusing reports or appeals: what, why, until when, and how to appeal, also while appealing is paused.
 * And that one was taken back.
 */
export function OwnStanding(): ReactNode {
  const { wellhouse, text } = useUi();
  const { t } = text;
  const [standing, setStanding] = useState<ReportingStanding | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void wellhouse.reportingStanding().then((found) => {
      if (isCurrent) setStanding(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [wellhouse]);
  if (standing === null) return null;
  return (['report', 'appeal'] as const).map((of) => {
    const { warning, pause, lifted } = standing[of];
    const measure = pause ?? warning;
    if (measure === null) return lifted === null ? null : <Lifted key={of} {...lifted} how={standing.complaints} />;
    return (
      <section className="wh-own-standing" key={of}>
        <p className="wh-appeal-title">
          {pause === null ? t(words[of].warning) : t(words[of].pause, { date: text.date(Date.parse(pause.until)) })}
        </p>
        <p dir="auto">{measure.reason}</p>
        {of === 'report' && pause !== null ? <p>{t('standing.report.urgent')}</p> : null}
        {/* The server says until when. */}
        <AppealPanel target={{ kind: 'measure', measureId: measure.measureId }} notice={null} />
        <details className="wh-exact">
          <summary>{t('standing.complain')}</summary>
          <p dir="auto">{standing.complaints}</p>
        </details>
      </section>
    );
  });
}

type Ended = NonNullable<ReportingStanding['report']['lifted']>;

/** For a month, with the answer to the appeal where one led to it. */
function Lifted({ measureId, kind, at, how }: Ended & { how: string }): ReactNode {
  const { text } = useUi();
  return (
    <section className="wh-own-standing">
      <p className="wh-appeal-title">
        {text.t(kind === 'pause' ? 'standing.lifted.pause' : 'standing.lifted.warning', {
          date: text.date(Date.parse(at)),
        })}
      </p>
      <AppealPanel target={{ kind: 'measure', measureId }} notice={{ how, until: at }} />
    </section>
  );
}
