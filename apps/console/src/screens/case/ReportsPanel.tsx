import type { CasePage } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { numberOf, reportersOf } from '../../words/reporters-of.ts';

/** Who reported, when, and in what words. */
export function ReportsPanel({ page }: { page: CasePage }) {
  const { t, number } = useI18n();
  const reporters = reportersOf(page.reports);
  const shown = page.reports.length;
  const count = Math.max(shown, page.summary.reportCount);
  return (
    <section className="panel reports-panel" aria-labelledby="reports-title">
      <div className="panel-head">
        <h2 id="reports-title">{t('reports.title')}</h2>
        <span className="count">{number(count)}</span>
      </div>
      {shown < count && <p className="muted">{t('reports.some', { shown: number(shown), count: number(count) })}</p>}
      {shown === 0 && <p className="muted">{t('reports.none')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ul className="plain-list reports" tabIndex={0} aria-labelledby="reports-title">
        {page.reports.map((report) => (
          <ReportCard
            key={report.reportId}
            report={report}
            number={numberOf(reporters, page.reports, report.reportId)}
          />
        ))}
      </ul>
    </section>
  );
}

/** `number`: as which of those who reported they are known on this page. */
function ReportCard({ report, number }: { report: CasePage['reports'][number]; number: number | null }) {
  const { t, dateTime, maybe } = useI18n();
  const answers = Object.entries(report.answers).flatMap(([question, answer]) => {
    if (answer === 'not-asked') return [];
    return [{ question, answer, text: maybe(`answer.${question}.${answer}`) ?? `${question}: ${answer}` }];
  });
  return (
    <li className="report">
      <p className="report-head">
        <bdi className="report-who">{report.reporter}</bdi>
        {number !== null && <span className="muted">{t('notes.reporter', { number })}</span>}
        {report.audience === 'child' && <span className="badge child">{t('reports.child')}</span>}
        {report.blocked && <span className="badge">{t('reports.blocked')}</span>}
        {!report.wantsNotices && <span className="badge">{t('reports.notToBeTold')}</span>}
      </p>
      {report.statement !== null && (
        <blockquote className="statement" dir="auto">
          {report.statement}
        </blockquote>
      )}
      {report.statement === null && <p className="muted">{t('reports.noStatement')}</p>}
      {answers.length > 0 && (
        <ul className="answers">
          {answers.map(({ question, answer, text }) => (
            <li key={question} data-alarm={question === 'danger' && answer === 'now'}>
              {question === 'danger' && answer === 'now' && <Icon name="alert" />}
              {text}
            </li>
          ))}
        </ul>
      )}
      <p className="report-foot">
        <span className="mono">{report.reference}</span>
        <time dateTime={report.acceptedAt}>{dateTime(report.acceptedAt)}</time>
        <span>{languageName(report.locale)}</span>
      </p>
    </li>
  );
}

/** A language in its own words: `de` → Deutsch. */
function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
