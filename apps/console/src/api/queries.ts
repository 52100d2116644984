import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CaseState } from '@wellhouse/protocol';
import { call } from './call.ts';
import { setCsrfToken } from './csrf.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await call('getMe', {}, { signal });
    setCsrfToken(me.csrfToken);
    return me;
  },
  staleTime: 60_000,
  refetchInterval: 5 * 60_000,
  gcTime: Number.POSITIVE_INFINITY,
});

export function casesQuery(state: CaseState, search: string, queueId?: string) {
  return infiniteQueryOptions({
    queryKey: ['cases', state, search, queueId ?? null],
    queryFn: ({ signal, pageParam }) =>
      call(
        'listCases',
        { query: { state, search: search || undefined, queueId, cursor: pageParam ?? undefined, limit: 50 } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 20_000,
  });
}

export function caseQuery(caseId: string) {
  return queryOptions({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) => call('getCase', { params: { caseId } }, { signal }),
    refetchInterval: 20_000,
  });
}

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: async ({ signal }) => (await call('listPolicies', {}, { signal })).policies,
  staleTime: 5 * 60_000,
});

export const heldQuery = queryOptions({
  queryKey: ['held'],
  queryFn: async ({ signal }) => (await call('listHeldDecisions', {}, { signal })).decisions,
  refetchInterval: 30_000,
});

export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: async ({ signal }) => (await call('listStaff', {}, { signal })).staff,
});

export function auditQuery(object: string) {
  return infiniteQueryOptions({
    queryKey: ['audit', object],
    queryFn: ({ signal, pageParam }) =>
      call(
        'listAudit',
        { query: { object: object || undefined, cursor: pageParam ?? undefined, limit: 100 } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function deliveriesQuery(state: 'pending' | 'delivered' | 'dead' | 'withdrawn' | undefined) {
  return queryOptions({
    queryKey: ['deliveries', state ?? 'all'],
    queryFn: async ({ signal }) => (await call('listDeliveries', { query: { state } }, { signal })).deliveries,
    refetchInterval: 15_000,
  });
}

export const listsQuery = queryOptions({
  queryKey: ['lists'],
  queryFn: async ({ signal }) => (await call('listLists', {}, { signal })).lists,
  refetchInterval: 30_000,
});

export function listQuery(listId: string) {
  return queryOptions({
    queryKey: ['lists', listId],
    queryFn: ({ signal }) => call('getList', { params: { listId } }, { signal }),
    refetchInterval: 10_000,
  });
}

/** Entries of a list that were set aside; asked for anew with the list. */
export function quarantineQuery(listId: string) {
  return queryOptions({
    queryKey: ['lists', listId, 'quarantine'],
    queryFn: async ({ signal }) => (await call('listQuarantinedEntries', { params: { listId } }, { signal })).entries,
    refetchInterval: 30_000,
  });
}

export const albumRegionsQuery = queryOptions({
  queryKey: ['album-regions'],
  queryFn: async ({ signal }) => (await call('listAlbumRegions', {}, { signal })).regions,
  refetchInterval: 30_000,
});
