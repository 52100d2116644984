import { useQueryClient } from '@tanstack/react-query';
import type { CasePage, CasePresence } from '@wellhouse/protocol';
import { useCallback, useEffect, useState } from 'react';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { useMe } from '../../api/use-me.ts';
import { usePresence } from './use-presence.ts';

export interface ClaimState {
  mine: boolean;
  /** Who else holds the case. */
  holder: string | null;
  /** Who else has the case open right now. */
  viewers: CasePresence['viewers'];
  error: unknown;
  claim: () => void;
  release: () => void;
}

/** The claim on one case: taken by hand, kept by the open page's signs of life, given back when another page is opened. */
export function useClaim(caseId: string, page: CasePage | undefined): ClaimState {
  const { staff } = useMe();
  const client = useQueryClient();
  const viewers = usePresence(caseId, page);
  const [error, setError] = useState<unknown>(null);
  const summary = page?.summary;
  const mine = summary?.state === 'open' && summary.claim?.staffId === staff.staffId;
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    void client.invalidateQueries({ queryKey: ['cases'] });
  }, [client, caseId]);

  const claim = useCallback(async () => {
    try {
      const claimed = await call('claimCase', { params: { caseId } });
      client.setQueryData(caseQuery(caseId).queryKey, (old) =>
        old === undefined ? old : { ...old, summary: claimed },
      );
      setError(null);
    } catch (failure) {
      setError(failure);
    }
    refresh();
  }, [client, caseId, refresh]);

  const release = useCallback(async () => {
    try {
      await call('releaseCase', { params: { caseId } });
      setError(null);
    } catch (failure) {
      setError(failure);
    }
    refresh();
  }, [caseId, refresh]);

  // Another page of the console comes: nobody has to wait for what is left. A page that is closed or read anew keeps its
  // claim for half a minute (use-presence).
  useEffect(() => {
    return () => {
      // What is known now: a decision has ended the claim before the page of its case was drawn anew.
      const known = client.getQueryData(caseQuery(caseId).queryKey)?.summary;
      if (known?.state !== 'open' || known.claim?.staffId !== staff.staffId) return;
      call('releaseCase', { params: { caseId } }, { keepalive: true })
        .then(refresh)
        .catch(() => {
          // The claim runs out by itself without its heartbeat.
        });
    };
  }, [client, caseId, staff.staffId, refresh]);

  const holder = !mine && summary?.state === 'open' ? (summary.claim?.name ?? null) : null;
  return { mine, holder, viewers, error, claim: () => void claim(), release: () => void release() };
}
