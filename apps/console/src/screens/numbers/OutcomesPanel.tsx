import type { Numbers } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { shareOf } from './span.ts';

/** What came of the work: who was told, and what was decided. */
export function OutcomesPanel({ numbers }: { numbers: Pick<Numbers, 'outcomes' | 'appeals' | 'actions'> }) {
  const i18n = useI18n();
  const { t, maybe, number } = i18n;
  const { outcomes, appeals, actions } = numbers;
  const fallen = appeals.heard - appeals.upheld;
  const most = Math.max(1, ...actions.map(({ decisions }) => decisions));
  return (
    <section className="panel numbers-panel" aria-labelledby="numbers-outcomes">
      <h2 id="numbers-outcomes">{t('numbers.outcomes')}</h2>
      <p>
        {outcomes.due === 0
          ? t('numbers.nobodyDue')
          : t('numbers.told', {
              due: outcomes.due,
              told: number(outcomes.told),
              share: shareOf(i18n, outcomes.told, outcomes.due),
            })}
      </p>
      <p>
        {appeals.heard === 0
          ? t('numbers.noAppeals')
          : t('numbers.overturned', { heard: appeals.heard, fallen, share: shareOf(i18n, fallen, appeals.heard) })}{' '}
        {fallen > 0 &&
          t('numbers.overturnedHow', {
            milder: appeals.milder,
            overturned: appeals.overturned,
            reopened: appeals.reopened,
          })}{' '}
        {t('numbers.appealsOpen', { count: appeals.open })}
      </p>
      {actions.length > 0 && (
        <table className="table numbers-table numbers-actions">
          <thead>
            <tr>
              <th scope="col">{t('numbers.action')}</th>
              <th scope="col">{t('numbers.decisions')}</th>
              <td aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {actions.map(({ action, decisions }) => (
              <tr key={action}>
                <th scope="row">{maybe(`decision.${action}`) ?? <code>{action}</code>}</th>
                <td data-label={t('numbers.decisions')}>{number(decisions)}</td>
                <td aria-hidden="true" className="actions-bar">
                  <span style={{ inlineSize: `${(decisions / most) * 100}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
