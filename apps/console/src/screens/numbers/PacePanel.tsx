import type { Numbers } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { PriorityBadge } from '../../ui/Badges.tsx';
import { shareOf, spanOf } from './span.ts';

type Minutes = Numbers['pace'][number]['reviewMinutes'];

/** How soon cases were looked at and decided, and how many clocks were kept. */
export function PacePanel({ pace }: { pace: Numbers['pace'] }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const span = (minutes: Minutes, which: 'median' | 'p95') => (minutes === null ? '–' : spanOf(i18n, minutes[which]));
  const share = (part: number, whole: number) => (whole === 0 ? '–' : shareOf(i18n, part, whole));
  return (
    <section className="panel numbers-panel" aria-labelledby="numbers-pace">
      <h2 id="numbers-pace">{t('numbers.pace')}</h2>
      <p className="muted meaning">{t('numbers.paceMeaning')}</p>
      <table className="table cards numbers-table">
        <thead>
          <tr>
            <th scope="col">{t('numbers.priority')}</th>
            <th scope="col">{t('numbers.reviewed')}</th>
            <th scope="col">{t('numbers.kept')}</th>
            <th scope="col">{t('numbers.reviewMedian')}</th>
            <th scope="col">{t('numbers.review95')}</th>
            <th scope="col">{t('numbers.decided')}</th>
            <th scope="col">{t('numbers.decidedInTime')}</th>
            <th scope="col">{t('numbers.decideMedian')}</th>
            <th scope="col">{t('numbers.decide95')}</th>
          </tr>
        </thead>
        <tbody>
          {pace.map((each) => (
            <tr key={each.priority}>
              <th scope="row">
                <PriorityBadge priority={each.priority} />
              </th>
              <td data-label={t('numbers.reviewed')}>{number(each.reviewed)}</td>
              <td data-label={t('numbers.kept')} data-bad={each.kept < each.reviewed}>
                {share(each.kept, each.reviewed)}
              </td>
              <td data-label={t('numbers.reviewMedian')}>{span(each.reviewMinutes, 'median')}</td>
              <td data-label={t('numbers.review95')}>{span(each.reviewMinutes, 'p95')}</td>
              <td data-label={t('numbers.decided')}>{number(each.decided)}</td>
              <td data-label={t('numbers.decidedInTime')} data-bad={each.decidedInTime < each.decided}>
                {share(each.decidedInTime, each.decided)}
              </td>
              <td data-label={t('numbers.decideMedian')}>{span(each.decideMinutes, 'median')}</td>
              <td data-label={t('numbers.decide95')}>{span(each.decideMinutes, 'p95')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
