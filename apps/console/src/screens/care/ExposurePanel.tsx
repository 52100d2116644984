import { type CarePage, careKinds } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Note } from '../../ui/ProblemNote.tsx';

const height = 90;
const step = 56;

/** My minutes of seven days, drawn and as a table. Nothing else is counted here. */
export function ExposurePanel({ page }: { page: CarePage }) {
  const { t, number } = useI18n();
  const totals = page.days.map(({ minutes }) => careKinds.reduce((sum, kind) => sum + minutes[kind], 0));
  const top = Math.max(30, ...totals);
  const rounded = (value: number): string => number(Math.round(value * 10) / 10);
  const today = page.days.at(-1)?.minutes;
  const weekday = (day: string): string =>
    new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'short', timeZone: 'UTC' }).format(
      new Date(`${day}T12:00:00Z`),
    );
  return (
    <section className="panel care-panel" aria-labelledby="care-exposure">
      <h2 id="care-exposure">{t('care.exposure')}</h2>
      <p className="muted">{t('care.exposureText', { zone: page.own.timeZone })}</p>
      {page.spent.length > 0 && (
        <Note tone="info">
          <p>{t('care.spent', { kinds: page.spent.map((kind) => t(`care.kind.${kind}`)).join(', ') })}</p>
        </Note>
      )}
      <svg className="care-bars" viewBox={`0 -14 ${step * 7} ${height + 34}`} direction="ltr" aria-hidden="true">
        {page.days.map(({ day, minutes }, index) => {
          let under = 0;
          return (
            <g key={day} transform={`translate(${index * step + 8} 0)`}>
              {careKinds.map((kind) => {
                const tall = (minutes[kind] / top) * height;
                under += tall;
                return <rect key={kind} data-kind={kind} x="0" width="40" y={height - under} height={tall} />;
              })}
              <line x1="0" x2="40" y1={height} y2={height} />
              <text x="20" y={height + 16} textAnchor="middle">
                {weekday(day)}
              </text>
            </g>
          );
        })}
      </svg>
      <div className="table-frame">
        <table className="table care-table">
          <thead>
            <tr>
              <th scope="col">{t('care.class')}</th>
              <th scope="col">{t('care.today')}</th>
              <th scope="col">{t('care.week')}</th>
              <th scope="col">{t('care.pictures')}</th>
            </tr>
          </thead>
          <tbody>
            {careKinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">
                  <span className="care-key" data-kind={kind} aria-hidden="true" /> {t(`care.kind.${kind}`)}
                </th>
                <td data-label={t('care.today')}>
                  {t('care.of', { minutes: rounded(today?.[kind] ?? 0), budget: page.budgets[kind].dayMinutes })}
                </td>
                <td data-label={t('care.week')}>
                  {t('care.of', { minutes: rounded(page.week[kind]), budget: page.budgets[kind].weekMinutes })}
                </td>
                <td data-label={t('care.pictures')}>{rounded(page.pictures[kind])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details className="chart-data">
        <summary>{t('care.eachDay')}</summary>
        <table className="table care-table">
          <thead>
            <tr>
              <th scope="col">{t('care.day')}</th>
              {careKinds.map((kind) => (
                <th key={kind} scope="col">
                  {t(`care.kind.${kind}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.days.map(({ day, minutes }) => (
              <tr key={day}>
                <th scope="row">{weekday(day)}</th>
                {careKinds.map((kind) => (
                  <td key={kind} data-label={t(`care.kind.${kind}`)}>
                    {rounded(minutes[kind])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
