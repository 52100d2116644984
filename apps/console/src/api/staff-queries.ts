import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export const loginWaysQuery = queryOptions({
  queryKey: ['login-ways'],
  queryFn: ({ signal }) => call('getLoginWays', {}, { signal }),
  staleTime: 60_000,
});

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => call('getAccount', {}, { signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await call('listSessions', {}, { signal })).sessions,
  refetchInterval: 60_000,
});

export function memberSessionsQuery(staffId: string) {
  return queryOptions({
    queryKey: ['sessions', staffId],
    queryFn: async ({ signal }) => (await call('listMemberSessions', { params: { staffId } }, { signal })).sessions,
  });
}

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => (await call('listRoles', {}, { signal })).roles,
  staleTime: 30_000,
});

export const staffChangesQuery = queryOptions({
  queryKey: ['staff-changes'],
  queryFn: async ({ signal }) => (await call('listStaffChanges', {}, { signal })).changes,
  refetchInterval: 60_000,
});

export interface ReadsFilter {
  staffId: string | undefined;
  case: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

export function evidenceReadsQuery(filter: ReadsFilter) {
  return infiniteQueryOptions({
    queryKey: ['evidence-reads', filter],
    queryFn: ({ signal, pageParam }) =>
      call('listEvidenceReads', { query: { ...filter, cursor: pageParam ?? undefined, limit: 50 } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
