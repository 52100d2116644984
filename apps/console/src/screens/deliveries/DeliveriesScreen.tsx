import { useQuery } from '@tanstack/react-query';
import type { Delivery as DeliverySchema } from '@wellhouse/protocol';
import { useState } from 'react';
import type { z } from 'zod';
import { deliveriesQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Empty, Waiting } from '../../ui/Waiting.tsx';

type Delivery = z.infer<typeof DeliverySchema>;
type Filter = Delivery['state'] | 'all';
const filters: readonly Filter[] = ['all', 'pending', 'delivered', 'dead', 'withdrawn'];

export function DeliveriesScreen() {
  return useCan()('delivery.read') ? <Deliveries /> : <Denied permission="delivery.read" />;
}

function Deliveries() {
  const { t } = useI18n();
  const [filter, setFilter] = useState<Filter>('all');
  const query = useQuery(deliveriesQuery(filter === 'all' ? undefined : filter));
  return (
    <div className="page">
      <PageHead title={t('deliveries.title')} lead={t('deliveries.lead')} />
      <div className="queue-bar">
        <Segments
          label={t('queue.show')}
          hideLabel
          value={filter}
          onChange={setFilter}
          choices={filters.map((id) => ({ id, title: t(`delivery.filter.${id}`) }))}
        />
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {query.data?.length === 0 && <Empty icon="deliveries" title={t('deliveries.none')} />}
      {query.data !== undefined && query.data.length > 0 && (
        <div className="table-frame">
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t('deliveries.account')}</th>
                <th scope="col">{t('deliveries.type')}</th>
                <th scope="col">{t('deliveries.state')}</th>
                <th scope="col">{t('deliveries.attempts')}</th>
                <th scope="col">{t('deliveries.when')}</th>
              </tr>
            </thead>
            <tbody>
              {query.data.map((delivery) => (
                <DeliveryRow key={delivery.deliveryId} delivery={delivery} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { t, maybe, number, dateTime } = useI18n();
  const tone = { pending: 'info', delivered: 'good', dead: 'danger', withdrawn: 'info' }[delivery.state];
  return (
    <tr>
      <th scope="row" data-label={t('deliveries.account')}>
        <bdi>{delivery.accountId}</bdi>
        <bdi className="muted member-email">{delivery.hubId}</bdi>
      </th>
      <td data-label={t('deliveries.type')}>{maybe(`event.${delivery.type}`) ?? <code>{delivery.type}</code>}</td>
      <td data-label={t('deliveries.state')}>
        <span className="badge" data-tone={tone}>
          {t(`delivery.state.${delivery.state}`)}
        </span>
        {delivery.lastError !== null && delivery.state !== 'delivered' && (
          <bdi className="delivery-error">{delivery.lastError}</bdi>
        )}
      </td>
      <td data-label={t('deliveries.attempts')}>{number(delivery.attempts)}</td>
      <td data-label={t('deliveries.when')}>
        {delivery.deliveredAt !== null ? (
          <time dateTime={delivery.deliveredAt}>{dateTime(delivery.deliveredAt)}</time>
        ) : delivery.nextAttemptAt !== null ? (
          t('deliveries.next', { at: dateTime(delivery.nextAttemptAt) })
        ) : (
          <time dateTime={delivery.createdAt}>{dateTime(delivery.createdAt)}</time>
        )}
      </td>
    </tr>
  );
}
