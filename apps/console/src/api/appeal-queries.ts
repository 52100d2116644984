import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export function hearingsQuery(state: 'open' | 'decided') {
  return queryOptions({
    queryKey: ['hearings', state],
    queryFn: ({ signal }) => call('listHearings', { query: { state } }, { signal }),
    refetchInterval: 30_000,
  });
}

/** Read again only when asked: every reading of what people wrote is logged. */
export function hearingQuery(hearingId: string) {
  return queryOptions({
    queryKey: ['hearing', hearingId],
    queryFn: ({ signal }) => call('getHearing', { params: { hearingId } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function measureHearingsQuery(state: 'open' | 'decided') {
  return queryOptions({
    queryKey: ['measure-hearings', state],
    queryFn: ({ signal }) => call('listMeasureHearings', { query: { state } }, { signal }),
    refetchInterval: 60_000,
  });
}

/** Read again only when asked, as what others wrote is. */
export function measureHearingQuery(measureId: string) {
  return queryOptions({
    queryKey: ['measure-hearing', measureId],
    queryFn: ({ signal }) => call('getMeasureHearing', { params: { measureId } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const misuseQuery = queryOptions({
  queryKey: ['misuse'],
  queryFn: ({ signal }) => call('listMisuse', {}, { signal }),
  refetchInterval: 60_000,
});
