import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** What the policies propose for a case, and the record of the account. */
export function decisionSheetQuery(caseId: string) {
  return queryOptions({
    queryKey: ['case', caseId, 'sheet'],
    queryFn: ({ signal }) => call('getDecisionSheet', { params: { caseId } }, { signal }),
    refetchInterval: 60_000,
  });
}

export const policyVersionsQuery = queryOptions({
  queryKey: ['policies', 'versions'],
  queryFn: async ({ signal }) => (await call('listPolicyVersions', {}, { signal })).versions,
});

export const macrosQuery = queryOptions({
  queryKey: ['macros'],
  queryFn: async ({ signal }) => (await call('listMacros', {}, { signal })).macros,
  staleTime: 60_000,
});
