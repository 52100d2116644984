import { useI18n } from '../../i18n/I18n.tsx';
import { shareOf } from '../numbers/span.ts';
import type { PlotRow } from './KappaPlot.tsx';
import { estimateWords, twoPlaces } from './kappa-words.ts';

/** How far two judgements agree, one row a policy or pair. */
export function AgreementTable({ of, rows }: { of: string; rows: readonly PlotRow[] }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  return (
    <table className="table numbers-table agreement-table">
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">{t('quality.n')}</th>
          <th scope="col">{t('quality.same')}</th>
          <th scope="col">{t('quality.kappa')}</th>
          <th scope="col">{t('quality.weighted')}</th>
          <th scope="col">{t('quality.pabak')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, title, agreement }) => (
          <tr key={key}>
            <th scope="row">
              <bdi>{title}</bdi>
            </th>
            <td data-label={t('quality.n')}>{number(agreement.n)}</td>
            <td data-label={t('quality.same')}>
              {agreement.n === 0 ? '–' : shareOf(i18n, agreement.same, agreement.n)}
            </td>
            <td data-label={t('quality.kappa')}>
              {estimateWords(i18n, agreement.kappa, agreement.n)}
              {(agreement.commonest ?? 0) > 0.8 && agreement.kappa !== null && (
                <span className="badge prevalence">{t('quality.prevalence')}</span>
              )}
            </td>
            <td data-label={t('quality.weighted')}>{estimateWords(i18n, agreement.weighted, agreement.n)}</td>
            <td data-label={t('quality.pabak')}>{agreement.pabak === null ? '–' : twoPlaces(i18n, agreement.pabak)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
