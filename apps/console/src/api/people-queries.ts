import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** Everybody of a case; within an open look at its evidence also who else wrote. */
export function peopleQuery(caseId: string, viewId: string | null) {
  return queryOptions({
    queryKey: ['case', caseId, 'people', viewId],
    queryFn: ({ signal }) =>
      call('getCasePeople', { params: { caseId }, query: viewId === null ? {} : { viewId } }, { signal }),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
}
