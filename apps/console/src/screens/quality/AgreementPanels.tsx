import { Action, type Calibration } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { shareOf } from '../numbers/span.ts';
import { AgreementTable } from './AgreementTable.tsx';
import { KappaPlot, type PlotRow } from './KappaPlot.tsx';
import { twoPlaces } from './kappa-words.ts';

type Policy = Calibration['policies'][number]['policy'];

/** Agreement over all, by policy, by pair, and what appeals changed. */
export function AgreementPanels({ calibration }: { calibration: Calibration }) {
  const { t } = useI18n();
  const titleOf = (policy: Policy) => policy?.title ?? t('quality.noPolicy');
  const all: PlotRow = { key: 'all', title: t('quality.all'), agreement: calibration.all };
  const policies = calibration.policies.map(
    ({ policy, agreement }): PlotRow => ({ key: policy?.policyId ?? '', title: titleOf(policy), agreement }),
  );
  const pairs = calibration.pairs.map(
    ({ one, other, agreement }): PlotRow => ({
      key: `${one.staffId} ${other.staffId}`,
      title: `${one.name} · ${other.name}`,
      agreement,
    }),
  );
  return (
    <>
      <section className="panel numbers-panel" aria-labelledby="agreement-policies">
        <h2 id="agreement-policies">{t('quality.byPolicy')}</h2>
        <p className="muted">{t('quality.kappaMeaning')}</p>
        <KappaPlot rows={[all, ...policies]} />
        <AgreementTable of={t('quality.policy')} rows={[all, ...policies]} />
      </section>
      <section className="panel numbers-panel" aria-labelledby="agreement-pairs">
        <h2 id="agreement-pairs">{t('quality.byPair')}</h2>
        {pairs.length === 0 ? (
          <p className="muted">{t('quality.nothing')}</p>
        ) : (
          <AgreementTable of={t('quality.pair')} rows={pairs} />
        )}
      </section>
      <Matrix matrix={calibration.matrix} />
      <Appeals appeals={calibration.appeals} titleOf={titleOf} />
    </>
  );
}

function Matrix({ matrix }: { matrix: Calibration['matrix'] }) {
  const { t, number } = useI18n();
  return (
    <section className="panel numbers-panel" aria-labelledby="agreement-matrix">
      <h2 id="agreement-matrix">{t('quality.matrix')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <figure className="quality-scroll" tabIndex={0} aria-labelledby="agreement-matrix">
        <table className="matrix">
          <thead>
            <tr>
              <td />
              {Action.options.map((action) => (
                <th key={action} scope="col">
                  {t(`decision.${action}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Action.options.map((first, row) => (
              <tr key={first}>
                <th scope="row">{t(`decision.${first}`)}</th>
                {Action.options.map((second, column) => {
                  const count = matrix[row]?.[column] ?? 0;
                  return (
                    <td key={second} data-same={row === column} data-none={count === 0}>
                      {number(count)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </figure>
    </section>
  );
}

function Appeals({ appeals, titleOf }: { appeals: Calibration['appeals']; titleOf: (policy: Policy) => string }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  return (
    <section className="panel numbers-panel" aria-labelledby="agreement-appeals">
      <h2 id="agreement-appeals">{t('quality.appeals')}</h2>
      {appeals.length === 0 && <p className="muted">{t('quality.noAppeals')}</p>}
      {appeals.length > 0 && (
        <table className="table numbers-table">
          <thead>
            <tr>
              <th scope="col">{t('quality.policy')}</th>
              <th scope="col">{t('quality.heard')}</th>
              <th scope="col">{t('quality.changed')}</th>
              <th scope="col">{t('quality.milder')}</th>
              <th scope="col">{t('quality.rate')}</th>
            </tr>
          </thead>
          <tbody>
            {appeals.map(({ policy, heard, changed, milder, interval }) => (
              <tr key={policy?.policyId ?? ''}>
                <th scope="row">
                  <bdi>{titleOf(policy)}</bdi>
                </th>
                <td data-label={t('quality.heard')}>{number(heard)}</td>
                <td data-label={t('quality.changed')}>{number(changed)}</td>
                <td data-label={t('quality.milder')}>{number(milder)}</td>
                <td data-label={t('quality.rate')}>
                  {t('quality.rateWords', {
                    share: shareOf(i18n, changed, heard),
                    low: twoPlaces(i18n, interval.low),
                    high: twoPlaces(i18n, interval.high),
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
