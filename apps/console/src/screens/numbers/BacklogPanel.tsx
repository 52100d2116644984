import type { Numbers } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { PriorityBadge } from '../../ui/Badges.tsx';
import { useNow } from '../../ui/use-now.ts';
import { spanOf } from './span.ts';

/** One word a column of ages, the youngest first. */
const ages: readonly MessageKey[] = [
  'numbers.age.1h',
  'numbers.age.4h',
  'numbers.age.1d',
  'numbers.age.3d',
  'numbers.age.7d',
  'numbers.age.15d',
  'numbers.age.older',
];

/** What waits now, by priority and by how long. */
export function BacklogPanel({ backlog }: { backlog: Numbers['backlog'] }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const now = useNow(30_000);
  return (
    <section className="panel numbers-panel" aria-labelledby="numbers-backlog">
      <h2 id="numbers-backlog">{t('numbers.backlogNow')}</h2>
      <p className="muted meaning">{t('numbers.backlogMeaning')}</p>
      <table className="table cards numbers-table">
        <thead>
          <tr>
            <th scope="col">{t('numbers.priority')}</th>
            <th scope="col">{t('numbers.open')}</th>
            <th scope="col">{t('numbers.claimed')}</th>
            <th scope="col">{t('numbers.held')}</th>
            <th scope="col">{t('numbers.overdue')}</th>
            <th scope="col">{t('numbers.oldest')}</th>
            <th scope="col" className="words">
              {t('numbers.ages')}
            </th>
          </tr>
        </thead>
        <tbody>
          {backlog.map((each) => (
            <tr key={each.priority}>
              <th scope="row">
                <PriorityBadge priority={each.priority} />
              </th>
              <td data-label={t('numbers.open')}>{number(each.open)}</td>
              <td data-label={t('numbers.claimed')}>{number(each.claimed)}</td>
              <td data-label={t('numbers.held')}>{number(each.held)}</td>
              <td data-label={t('numbers.overdue')} data-bad={each.overdue > 0}>
                {number(each.overdue)}
              </td>
              <td data-label={t('numbers.oldest')} className="nowrap">
                {each.oldestOpenedAt === null
                  ? '–'
                  : spanOf(i18n, Math.max(0, now - Date.parse(each.oldestOpenedAt)) / 60_000)}
              </td>
              <td data-label={t('numbers.ages')} className="words">
                <Ages counts={each.ages} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Ages({ counts }: { counts: readonly number[] }) {
  const { t, number } = useI18n();
  const shown = counts.flatMap((count, index) => {
    const words = ages[index];
    return count === 0 || words === undefined ? [] : [{ count, words, index }];
  });
  if (shown.length === 0) return <span className="muted">{t('numbers.none')}</span>;
  return (
    <div className="ages">
      <span className="ages-bar" aria-hidden="true">
        {shown.map(({ count, index }) => (
          <span key={index} data-age={index} style={{ flexGrow: count }} />
        ))}
      </span>
      <span className="ages-words">
        {shown.map(({ count, words, index }) => (
          <span key={index}>
            <span className="ages-dot" data-age={index} aria-hidden="true" />
            {t(words)} <strong>{number(count)}</strong>
          </span>
        ))}
      </span>
    </div>
  );
}
