import { useQueryClient } from '@tanstack/react-query';
import type { HearingPage } from '@wellhouse/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { hearingQuery } from '../../api/appeal-queries.ts';
import { call } from '../../api/call.ts';
import { useMe } from '../../api/use-me.ts';

/** The server forgets a claim after a quarter of an hour without a word. */
const keepMs = 4 * 60_000;

export interface HearingClaim {
  mine: boolean;
  error: unknown;
  claim: () => void;
  release: () => void;
}

/** The claim on one hearing: taken by hand, kept while the page is open, given back when another one is opened. */
export function useHearingClaim(page: HearingPage): HearingClaim {
  const { staff } = useMe();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const { summary } = page;
  const { hearingId } = summary;
  const mine = summary.state === 'open' && summary.claim?.staffId === staff.staffId;
  const held = useRef(mine);
  held.current = mine;

  const put = useCallback(
    (change: (old: HearingPage) => HearingPage) => {
      client.setQueryData(hearingQuery(hearingId).queryKey, (old) => (old === undefined ? old : change(old)));
      void client.invalidateQueries({ queryKey: ['hearings'] });
    },
    [client, hearingId],
  );
  const claim = useCallback(async () => {
    try {
      const claimed = await call('claimHearing', { params: { hearingId } });
      put((old) => ({ ...old, summary: claimed }));
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  }, [hearingId, put]);
  const release = useCallback(async () => {
    try {
      await call('releaseHearing', { params: { hearingId } });
      put((old) => ({ ...old, summary: { ...old.summary, claim: null } }));
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  }, [hearingId, put]);

  useEffect(() => {
    if (!mine) return;
    const timer = setInterval(() => void claim(), keepMs);
    return () => clearInterval(timer);
  }, [mine, claim]);

  useEffect(() => {
    return () => {
      if (!held.current) return;
      held.current = false;
      call('releaseHearing', { params: { hearingId } }, { keepalive: true })
        .then(() => client.invalidateQueries({ queryKey: ['hearing', hearingId] }))
        .catch(() => {
          // The claim runs out by itself.
        });
    };
  }, [client, hearingId]);

  return { mine, error, claim: () => void claim(), release: () => void release() };
}
