import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from './call.ts';
import { decisionSheetQuery } from './decision-queries.ts';
import { peopleQuery } from './people-queries.ts';
import { caseQuery } from './queries.ts';
import { relatedQuery } from './signal-queries.ts';

/** Enough that one of them is free. */
const looked = 10;

/**
 * While a decision is being written: reads the case that will probably come next, so that it stands there the moment it is
 * claimed. Claims nothing; if somebody else takes it, the next claim answers with another one. The server logs the look.
 */
export function usePrefetchNext(caseId: string, enabled: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    const abort = new AbortController();
    const prefetch = async (): Promise<void> => {
      const { cases } = await call('listCases', { query: { state: 'open', limit: looked } }, { signal: abort.signal });
      const next = cases.find((one) => one.claim === null && one.caseId !== caseId);
      if (next === undefined || abort.signal.aborted) return;
      await Promise.all([
        client.prefetchQuery({ ...caseQuery(next.caseId), gcTime: keptMs }),
        client.prefetchQuery({ ...decisionSheetQuery(next.caseId), gcTime: keptMs }),
        client.prefetchQuery({ ...relatedQuery(next.caseId), gcTime: keptMs }),
        client.prefetchQuery({ ...peopleQuery(next.caseId, null), gcTime: keptMs }),
      ]);
    };
    prefetch().catch(() => {
      // The next case is read when it is claimed.
    });
    return () => abort.abort();
  }, [client, caseId, enabled]);
}

/** Writing a reason takes minutes. */
const keptMs = 10 * 60_000;
