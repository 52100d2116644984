import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** What a case shares with others. */
export function relatedQuery(caseId: string) {
  return queryOptions({
    queryKey: ['case', caseId, 'related'],
    queryFn: ({ signal }) => call('getRelatedCases', { params: { caseId } }, { signal }),
    staleTime: 30_000,
  });
}
