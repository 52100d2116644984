import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CaseSummary } from '@wellhouse/protocol';
import { useCallback, useRef } from 'react';
import { announce } from '../ui/announcements.ts';
import { problemPhrase } from '../words/problem-words.ts';

import { ApiError } from './api-error.ts';
import { call } from './call.ts';
import { paintFirst } from './paint-first.ts';
import { caseQuery } from './queries.ts';

/**
 * Claims the worst case that nobody holds and opens it, or opens the one that is being claimed already; with an empty queue it leads
 * there and says so.
 */
export function useClaimNext(): (claiming?: Promise<CaseSummary>) => Promise<void> {
  const navigate = useNavigate();
  const client = useQueryClient();
  const running = useRef(false);
  return useCallback(
    async (claiming) => {
      if (running.current) return;
      running.current = true;
      try {
        const claimed = await (claiming ?? call('claimNext'));
        const { caseId } = claimed;
        // What was read ahead stands there at once, under the claim that was just made, and is read anew behind it.
        const ahead = client.setQueryData(caseQuery(caseId).queryKey, (old) => old && { ...old, summary: claimed });
        if (ahead !== undefined) paintFirst();
        await navigate({ to: '/cases/$caseId', params: { caseId } });
        void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
        void client.invalidateQueries({ queryKey: ['cases'] });
      } catch (error) {
        announce(problemPhrase(error));
        if (error instanceof ApiError && error.code === 'queue-empty') await navigate({ to: '/queue', search: {} });
        if (error instanceof ApiError && error.code === 'on-break') await navigate({ to: '/breathe' });
      } finally {
        running.current = false;
      }
    },
    [navigate, client],
  );
}
