import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CasePage, DecisionView } from '@wellhouse/protocol';
import { useCallback, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';
import { useClaimNext } from '../../api/use-claim-next.ts';
import { announce } from '../../ui/announcements.ts';
import {
  type DecisionDraft,
  type DraftProblem,
  daysOf,
  draftProblems,
  readDraft,
  writeDraft,
} from './decision-draft.ts';

export interface DecisionState {
  draft: DecisionDraft;
  change: (change: Partial<DecisionDraft>) => void;
  /** Shown once somebody has tried to decide. */
  problems: readonly DraftProblem[];
  sending: boolean;
  error: unknown;
  decide: (next: boolean) => void;
}

/** The decision being written: kept in the tab until it is made, sent with the state of the case that was read. */
export function useDecision(
  page: CasePage | undefined,
  caseId: string,
  seenCount: number,
  onDecided: () => void,
): DecisionState {
  const client = useQueryClient();
  const claimNext = useClaimNext();
  const [draft, setDraft] = useState(() => readDraft(sessionStorage, caseId));
  const [tried, setTried] = useState(false);

  const change = useCallback(
    (part: Partial<DecisionDraft>) => {
      setDraft((old) => {
        const next = { ...old, ...part };
        writeDraft(sessionStorage, caseId, next);
        return next;
      });
    },
    [caseId],
  );

  const send = useMutation({
    mutationFn: ({ body }: { body: Parameters<typeof call<'makeDecision'>>[1]['body']; next: boolean }) =>
      call('makeDecision', { params: { caseId }, body }),
    onSuccess: async (decision: DecisionView, { next }) => {
      writeDraft(sessionStorage, caseId, null);
      onDecided();
      // At once, so that leaving the page gives no claim back that the decision has ended.
      client.setQueryData(caseQuery(caseId).queryKey, (old) => {
        if (old === undefined) return old;
        const state = decision.state === 'held' ? ('held' as const) : ('decided' as const);
        return { ...old, summary: { ...old.summary, state, claim: null }, decisions: [...old.decisions, decision] };
      });
      announce({
        key: decision.state === 'held' ? 'said.held' : 'said.decided',
        values: { number: page?.summary.number ?? '', reference: decision.reference },
      });
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['held'] });
      if (next) await claimNext();
      else await client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    },
    onError: (error) => {
      // The page is read anew; the words stay where they are.
      if (error instanceof ApiError && error.status === 409)
        void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    },
  });

  const decide = (next: boolean): void => {
    setTried(true);
    if (send.isPending || draftProblems(draft).length > 0 || draft.action === null) return;
    const policyId = draft.action === 'no-action' ? null : draft.policyId;
    const days = draft.action === 'suspend' ? daysOf(draft) : null;
    const body = { action: draft.action, policyId, days, reason: draft.reason.trim(), reportCount: seenCount };
    send.mutate({ body, next });
  };

  return {
    draft,
    change,
    problems: tried ? draftProblems(draft) : [],
    sending: send.isPending,
    error: send.error,
    decide,
  };
}
