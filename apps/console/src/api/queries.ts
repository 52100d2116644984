import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import type { CaseState } from '@wellhouse/protocol';
import { ApiError } from './api-error.ts';
import { call } from './call.ts';
import { setCsrfToken } from './csrf.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 60_000,
      // The banner and this wait for the same thing; what is not passing is shown at once.
      retry: (count, error) => error instanceof ApiError && error.passing && count < 2,
      retryDelay: (count, error) =>
        error instanceof ApiError && error.retryAfter !== null ? error.retryAfter * 1000 : 1000 * 2 ** count,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

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

export function casesQuery(state: CaseState, search: string) {
  return infiniteQueryOptions({
    queryKey: ['cases', state, search],
    queryFn: ({ signal, pageParam }) =>
      call(
        'listCases',
        { query: { state, search: search || undefined, cursor: pageParam ?? undefined, limit: 50 } },
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

export function deliveriesQuery(state: 'pending' | 'delivered' | 'dead' | undefined) {
  return queryOptions({
    queryKey: ['deliveries', state ?? 'all'],
    queryFn: async ({ signal }) => (await call('listDeliveries', { query: { state } }, { signal })).deliveries,
    refetchInterval: 15_000,
  });
}
