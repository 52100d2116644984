import type { QualityReview } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** What reporters said, and what counted against the account by then. Nobody is named: names lead to the decision. */
export function Told({ review }: { review: QualityReview }) {
  const { t, maybe, date, number } = useI18n();
  const titleOf = (policyId: string) => review.policies.find((one) => one.policyId === policyId)?.title ?? policyId;
  return (
    <section className="panel" aria-labelledby="told-title">
      <div className="panel-head">
        <h2 id="told-title">{t('reports.title')}</h2>
        <span className="count">{number(review.reports.length)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ul className="plain-list reports" tabIndex={0} aria-labelledby="told-title">
        {review.reports.map((report, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reports are named to nobody here, and do not move
          <li key={index} className="report">
            {report.audience === 'child' && <span className="badge child">{t('reports.child')}</span>}
            {report.statement === null ? (
              <p className="muted">{t('reports.noStatement')}</p>
            ) : (
              <blockquote className="statement" dir="auto">
                {report.statement}
              </blockquote>
            )}
            <ul className="answers">
              {Object.entries(report.answers).flatMap(([question, answer]) => {
                if (answer === 'not-asked') return [];
                const alarm = question === 'danger' && answer === 'now';
                return [
                  <li key={question} data-alarm={alarm}>
                    {alarm && <Icon name="alert" />}
                    {maybe(`answer.${question}.${answer}`) ?? `${question}: ${answer}`}
                  </li>,
                ];
              })}
            </ul>
          </li>
        ))}
      </ul>
      <h3 className="quality-strikes">{t('quality.strikes')}</h3>
      {review.strikes.length === 0 && <p className="muted">{t('quality.noStrikes')}</p>}
      <ul className="plain-list">
        {review.strikes.map((strike) => (
          <li key={`${strike.policyId} ${strike.at}`}>
            <bdi>{titleOf(strike.policyId)}</bdi> · <time dateTime={strike.at}>{date(strike.at)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
