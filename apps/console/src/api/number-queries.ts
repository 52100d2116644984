import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export function numbersQuery(days: number) {
  return queryOptions({
    queryKey: ['numbers', days],
    queryFn: ({ signal }) => call('getNumbers', { query: { days } }, { signal }),
    refetchInterval: 30_000,
  });
}
