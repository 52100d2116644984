import { useQueryClient } from '@tanstack/react-query';
import type { CasePage } from '@wellhouse/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { useMe } from '../../api/use-me.ts';

/** How often a claim is kept alive while the page is open. */
const heartbeatMs = 120_000;

export interface ClaimState {
  mine: boolean;
  /** Who else holds the case. */
  holder: string | null;
  error: unknown;
  claim: () => void;
  release: () => void;
}

/** The claim on one case: taken by hand, kept alive while the page is open, given back when the page is left. */
export function useClaim(caseId: string, page: CasePage | undefined): ClaimState {
  const { staff } = useMe();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const summary = page?.summary;
  const mine = summary?.state === 'open' && summary.claim?.staffId === staff.staffId;
  const held = useRef(false);
  held.current = mine;

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

  useEffect(() => {
    if (!mine) return;
    const timer = setInterval(() => {
      call('claimCase', { params: { caseId } }).catch((failure: unknown) => {
        // Another person holds it, or it is closed: the page shows what is true now. A passing failure passes.
        if (failure instanceof ApiError && !failure.passing) refresh();
      });
    }, heartbeatMs);
    return () => clearInterval(timer);
  }, [mine, caseId, refresh]);

  useEffect(() => {
    const leave = (): void => {
      if (!held.current) return;
      held.current = false;
      call('releaseCase', { params: { caseId } }, { keepalive: true })
        .then(refresh)
        .catch(() => {
          // The claim runs out by itself without its heartbeat.
        });
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [caseId, refresh]);

  const holder = !mine && summary?.state === 'open' ? (summary.claim?.name ?? null) : null;
  return { mine, holder, error, claim: () => void claim(), release: () => void release() };
}
