import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CarePresets, carePresetsKey, defaultPresets, CarePresets as Presets } from '@wellhouse/protocol';
import { useCallback } from 'react';
import { call } from './call.ts';

export const careQuery = queryOptions({
  queryKey: ['care'],
  queryFn: ({ signal }) => call('getCare', {}, { signal }),
  refetchInterval: 60_000,
});

export const careTeamQuery = queryOptions({
  queryKey: ['care', 'team'],
  queryFn: ({ signal }) => call('getCareTeam', {}, { signal }),
});

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: async ({ signal }) => (await call('getPreferences', {}, { signal })).preferences,
  staleTime: Number.POSITIVE_INFINITY,
});

/** How this person sees pictures and words; until it is known, and where it cannot be read, as everyone begins. */
export function usePresets(): CarePresets {
  const { data } = useQuery(preferencesQuery);
  const parsed = Presets.safeParse(data?.[carePresetsKey]);
  return parsed.success ? parsed.data : defaultPresets;
}

export function useSavePresets(): (presets: CarePresets) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (presets) => {
      client.setQueryData(preferencesQuery.queryKey, (old) => ({ ...old, [carePresetsKey]: presets }));
      const kept = await call('putPreferences', { body: { preferences: { [carePresetsKey]: presets } } });
      client.setQueryData(preferencesQuery.queryKey, kept.preferences);
    },
    [client],
  );
}

/** Kinds and helplines; the same chunk as the labels of cases. */
export const taxonomyQuery = queryOptions({
  queryKey: ['taxonomy'],
  queryFn: () => import('@wellhouse/taxonomy'),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
});
