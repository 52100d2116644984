import type { Agreement } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { twoPlaces } from './kappa-words.ts';

export interface PlotRow {
  readonly key: string;
  readonly title: string;
  readonly agreement: Agreement;
}

const rowHeight = 42;
const left = 24;
const width = 440;

/** Kappa of each policy with its interval, one line a policy. The same stands in the table below it. */
export function KappaPlot({ rows }: { rows: readonly PlotRow[] }) {
  const i18n = useI18n();
  const shown = rows.flatMap(({ agreement, ...row }) =>
    agreement.kappa === null ? [] : [{ ...row, kappa: agreement.kappa }],
  );
  if (shown.length === 0) return null;
  const from = Math.min(0, ...shown.map(({ kappa }) => Math.floor(kappa.interval.low * 5) / 5));
  const x = (value: number) => left + ((value - from) / (1 - from)) * width;
  const height = shown.length * rowHeight;
  const ticks = Array.from({ length: Math.round((1 - from) / 0.2) + 1 }, (_, index) => from + index * 0.2);
  return (
    <svg className="kappa-plot" viewBox={`0 -2 ${left + width + 24} ${height + 30}`} direction="ltr" aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick} className="chart-grid">
          <line x1={x(tick)} x2={x(tick)} y1="0" y2={height} />
          <text x={x(tick)} y={height + 18} textAnchor="middle">
            {twoPlaces(i18n, tick)}
          </text>
        </g>
      ))}
      {shown.map(({ key, title, kappa }, index) => {
        const y = index * rowHeight + 28;
        return (
          <g key={key}>
            <text className="kappa-name" x={left} y={y - 12}>
              {title.length > 48 ? `${title.slice(0, 47)}…` : title}
            </text>
            <line className="kappa-interval" x1={x(kappa.interval.low)} x2={x(kappa.interval.high)} y1={y} y2={y} />
            <circle className="kappa-value" cx={x(kappa.value)} cy={y} r="5" />
          </g>
        );
      })}
    </svg>
  );
}
