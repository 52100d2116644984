import { useQuery, useQueryClient } from '@tanstack/react-query';
import { localePreference } from '@wellhouse/protocol';
import { useEffect } from 'react';
import { call } from '../api/call.ts';
import { preferencesQuery } from '../api/care-queries.ts';
import { usePreferences } from './use-preferences.ts';

/** Tells the server in which language this person reads, so that calls come in it; mounted once. */
export function useKeptLocale(): void {
  const client = useQueryClient();
  const { locale } = usePreferences();
  const { data } = useQuery(preferencesQuery);
  const isKept = data === undefined || data[localePreference] === locale;
  useEffect(() => {
    if (isKept) return;
    void call('putPreferences', { body: { preferences: { [localePreference]: locale } } })
      .then(() => client.setQueryData(preferencesQuery.queryKey, (old) => ({ ...old, [localePreference]: locale })))
      // The next page tells it again.
      .catch(() => undefined);
  }, [client, isKept, locale]);
}
