import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import { announce } from '../ui/announcements.ts';
import { problemPhrase } from '../words/problem-words.ts';
import { ApiError } from './api-error.ts';
import { call } from './call.ts';

/** Claims the worst case that nobody holds and opens it; with an empty queue it leads there and says so. */
export function useClaimNext(): () => Promise<void> {
  const navigate = useNavigate();
  const client = useQueryClient();
  const running = useRef(false);
  return useCallback(async () => {
    if (running.current) return;
    running.current = true;
    try {
      const { caseId } = await call('claimNext');
      client.removeQueries({ queryKey: ['case', caseId] });
      void client.invalidateQueries({ queryKey: ['cases'] });
      await navigate({ to: '/cases/$caseId', params: { caseId } });
    } catch (error) {
      announce(problemPhrase(error));
      if (error instanceof ApiError && error.code === 'queue-empty') await navigate({ to: '/queue', search: {} });
    } finally {
      running.current = false;
    }
  }, [navigate, client]);
}
