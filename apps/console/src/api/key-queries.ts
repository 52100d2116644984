import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type KeySettings, keySettingsKey, readKeySettings } from '../actions/key-settings.ts';
import { call } from './call.ts';
import { preferencesQuery } from './care-queries.ts';

/** The keys that this person has chosen; until they are known, and where they cannot be read, those that everyone begins with. */
export function useKeySettings(): KeySettings {
  const { data } = useQuery(preferencesQuery);
  return useMemo(() => readKeySettings(data?.[keySettingsKey]), [data]);
}

export interface SavesKeys {
  save: (settings: KeySettings) => void;
  /** Why the last change was not kept; it has been taken back. */
  error: Error | null;
}

/** A change counts at once and is kept on the server, one after the other. */
export function useSaveKeys(): SavesKeys {
  const client = useQueryClient();
  const key = preferencesQuery.queryKey;
  const { mutate, error } = useMutation({
    scope: { id: keySettingsKey },
    mutationFn: (settings: KeySettings) =>
      call('putPreferences', { body: { preferences: { [keySettingsKey]: settings } } }),
    onError: () => client.refetchQueries({ queryKey: key }),
  });
  const save = (settings: KeySettings): void => {
    void client.cancelQueries({ queryKey: key });
    client.setQueryData(key, (old) => ({ ...old, [keySettingsKey]: settings }));
    mutate(settings);
  };
  return { save, error };
}
