import { queryOptions } from '@tanstack/react-query';
import type { QueuePlan } from '@wellhouse/protocol';
import { call } from './call.ts';

export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: async ({ signal }) => (await call('listQueues', {}, { signal })).queues,
  refetchInterval: 60_000,
});

/** What is mine in the queue; asked for often, since somebody may be waiting for me. */
export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: ({ signal }) => call('getDesk', {}, { signal }),
  refetchInterval: 15_000,
});

export const queuePlanQuery = queryOptions({
  queryKey: ['queue-plan'],
  queryFn: ({ signal }) => call('getQueuePlan', {}, { signal }),
});

export function planPreviewQuery(plan: QueuePlan) {
  return queryOptions({
    queryKey: ['queue-plan', 'preview', plan],
    queryFn: ({ signal }) => call('previewQueuePlan', { body: { plan } }, { signal }),
    staleTime: 30_000,
  });
}

export const pagingQuery = queryOptions({
  queryKey: ['paging'],
  queryFn: ({ signal }) => call('getPaging', {}, { signal }),
  refetchInterval: 30_000,
});

export function colleaguesQuery(caseId: string) {
  return queryOptions({
    queryKey: ['colleagues', caseId],
    queryFn: async ({ signal }) => (await call('listColleagues', { params: { caseId } }, { signal })).colleagues,
    staleTime: 10_000,
  });
}
