import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** Cases that fit a text; without one those that this person looked at last. */
export function findQuery(text: string) {
  return queryOptions({
    queryKey: ['find', text],
    queryFn: async ({ signal }) => (await call('findCases', { query: { text } }, { signal })).cases,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}
