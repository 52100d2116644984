import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export const qualityDeskQuery = queryOptions({
  queryKey: ['quality', 'desk'],
  queryFn: ({ signal }) => call('getQualityDesk', {}, { signal }),
  refetchInterval: 60_000,
});

/** Does not change while it is open. */
export function qualityReviewQuery(reviewId: string) {
  return queryOptions({
    queryKey: ['quality', 'review', reviewId],
    queryFn: ({ signal }) => call('getQualityReview', { params: { reviewId } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function calibrationQuery(days: number) {
  return queryOptions({
    queryKey: ['quality', 'calibration', days],
    queryFn: ({ signal }) => call('getCalibration', { query: { days } }, { signal }),
  });
}

export const goldenQuery = queryOptions({
  queryKey: ['quality', 'golden'],
  queryFn: async ({ signal }) => (await call('listGoldenCases', {}, { signal })).golden,
});

export const qualityPlanQuery = queryOptions({
  queryKey: ['quality', 'plan'],
  queryFn: ({ signal }) => call('getQualityPlan', {}, { signal }),
});

export const drawCheckQuery = queryOptions({
  queryKey: ['quality', 'draws'],
  queryFn: ({ signal }) => call('checkQualityDraws', { query: {} }, { signal }),
});
