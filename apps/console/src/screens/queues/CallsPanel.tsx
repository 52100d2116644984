import { Link } from '@tanstack/react-router';
import type { Page, Paging } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Note } from '../../ui/ProblemNote.tsx';
import { Empty } from '../../ui/Waiting.tsx';

const tones = { pending: 'info', delivered: 'good', dropped: 'off', dead: 'danger' } as const;

/** What became of the calls; those that fail first. */
export function CallsPanel({ paging }: { paging: Paging }) {
  const { t, number } = useI18n();
  return (
    <section className="queues-panel" aria-labelledby="calls-title">
      <h2 id="calls-title">{t('calls.title')}</h2>
      {paging.failing > 0 && (
        <Note tone="warning">
          <p className="note-title">{t('calls.failing', { count: paging.failing })}</p>
          <p>{t('calls.failingText')}</p>
        </Note>
      )}
      {paging.pages.length === 0 ? (
        <Empty icon="clock" title={t('calls.none')} />
      ) : (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('calls.when')}</th>
                <th scope="col">{t('calls.what')}</th>
                <th scope="col">{t('calls.whom')}</th>
              </tr>
            </thead>
            <tbody>
              {paging.pages.map((page) => (
                <CallRow key={page.pageId} page={page} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {paging.pages.length > 0 && <p className="muted">{t('calls.count', { count: number(paging.pages.length) })}</p>}
    </section>
  );
}

function CallRow({ page }: { page: Page }) {
  const { t, dateTime } = useI18n();
  return (
    <tr>
      <th scope="row" data-label={t('calls.when')}>
        <time className="nowrap" dateTime={page.at}>
          {dateTime(page.at)}
        </time>
      </th>
      <td data-label={t('calls.what')}>
        <ul className="call-cases">
          {page.cases.map((one) => (
            <li key={`${one.caseId} ${one.clock} ${one.stage}`}>
              <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
                {one.priority} {one.number}
              </Link>{' '}
              {t(`clocks.${one.clock}`)} · {stage(one.stage, t)}
            </li>
          ))}
        </ul>
        {page.more > 0 && <span className="muted">{t('calls.more', { count: page.more })}</span>}
      </td>
      <td data-label={t('calls.whom')}>
        <ul className="call-cases">
          {page.deliveries.map((delivery) => (
            <li key={delivery.target}>
              <bdi>{delivery.target === 'webhook' ? t('calls.webhook') : delivery.target}</bdi>{' '}
              <span className="badge" data-tone={tones[delivery.state]}>
                {t(`calls.state.${delivery.state}`)}
              </span>
              {delivery.lastError !== null && delivery.state !== 'delivered' && (
                <bdi className="delivery-error">{delivery.lastError}</bdi>
              )}
            </li>
          ))}
          {page.deliveries.length === 0 && <li className="muted">{t('calls.nobody')}</li>}
        </ul>
      </td>
    </tr>
  );
}

function stage(name: string, t: ReturnType<typeof useI18n>['t']): string {
  if (name === 'now') return t('calls.stage.now');
  if (name === 'untaken') return t('calls.stage.untaken');
  const again = /^again-(\d+)$/.exec(name)?.[1];
  if (again !== undefined) return t('calls.stage.again', { count: Number(again) + 1 });
  return name === '100%' ? t('calls.stage.over') : t('calls.stage.percent', { percent: name.replace('%', '') });
}
