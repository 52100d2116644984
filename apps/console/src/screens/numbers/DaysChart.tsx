import type { Numbers } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { axisTop, columnOf, linePoints } from './chart-scale.ts';
import { dayOf } from './span.ts';

const frame = { width: 640, height: 150 };
const series = ['opened', 'decided', 'backlog'] as const;
type Series = (typeof series)[number];

const titles: Record<Series, MessageKey> = {
  opened: 'numbers.opened',
  decided: 'numbers.decided',
  backlog: 'numbers.backlog',
};

/** What came, what was decided and what was left on each day: a picture, and the same in a table. */
export function DaysChart({ days }: { days: Numbers['days'] }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const top = axisTop(days.flatMap(({ opened, decided, backlog }) => [opened, decided, backlog]));
  const labelled = Math.max(1, Math.ceil(days.length / 7));
  return (
    <section className="panel numbers-panel" aria-labelledby="numbers-days">
      <h2 id="numbers-days">{t('numbers.days')}</h2>
      <ul className="plain-list chart-legend" aria-hidden="true">
        {series.map((name) => (
          <li key={name}>
            <span className="chart-key" data-series={name} /> {t(titles[name])}
          </li>
        ))}
      </ul>
      <svg
        className="days-chart"
        viewBox={`-44 -8 ${frame.width + 52} ${frame.height + 34}`}
        direction="ltr"
        aria-hidden="true"
      >
        {[0, 0.5, 1].map((part) => (
          <g key={part} className="chart-grid">
            <line x1="0" x2={frame.width} y1={frame.height * (1 - part)} y2={frame.height * (1 - part)} />
            <text x="-8" y={frame.height * (1 - part) + 4} textAnchor="end">
              {number(Math.round(top * part * 10) / 10)}
            </text>
          </g>
        ))}
        {days.map(({ day }, index) =>
          index % labelled === (days.length - 1) % labelled ? (
            <text
              key={day}
              className="chart-day"
              x={columnOf(index, days.length, frame.width)}
              y={frame.height + 20}
              textAnchor="middle"
            >
              {dayOf(i18n, day)}
            </text>
          ) : null,
        )}
        {series.map((name) => {
          const values = days.map((day) => day[name]);
          return (
            <g key={name} data-series={name}>
              <polyline className="chart-line" points={linePoints(values, top, frame)} />
              {days.length <= 14 &&
                values.map((value, index) => (
                  <circle
                    key={days[index]?.day}
                    className="chart-point"
                    cx={columnOf(index, days.length, frame.width)}
                    cy={frame.height - (value / top) * frame.height}
                    r="3"
                  />
                ))}
            </g>
          );
        })}
      </svg>
      <details className="chart-data">
        <summary>{t('numbers.data')}</summary>
        <DaysTable days={days} />
      </details>
    </section>
  );
}

function DaysTable({ days }: { days: Numbers['days'] }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  return (
    <table className="table numbers-table">
      <thead>
        <tr>
          <th scope="col">{t('numbers.day')}</th>
          <th scope="col">{t('numbers.reports')}</th>
          <th scope="col">{t('numbers.opened')}</th>
          <th scope="col">{t('numbers.decided')}</th>
          <th scope="col">{t('numbers.backlog')}</th>
          <th scope="col">{t('numbers.exposure')}</th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <tr key={day.day}>
            <th scope="row">{dayOf(i18n, day.day)}</th>
            <td data-label={t('numbers.reports')}>{number(day.reports)}</td>
            <td data-label={t('numbers.opened')}>{number(day.opened)}</td>
            <td data-label={t('numbers.decided')}>{number(day.decided)}</td>
            <td data-label={t('numbers.backlog')}>{number(day.backlog)}</td>
            <td data-label={t('numbers.exposure')}>
              {day.exposureMinutes === null ? (
                <span className="muted">{t('numbers.tooFew')}</span>
              ) : (
                t('numbers.minutes', { minutes: day.exposureMinutes })
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
