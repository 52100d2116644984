import { useMutation, useQueryClient } from '@tanstack/react-query';
import { AppealId, type AppealSide, type HearingPage } from '@wellhouse/protocol';
import { useState } from 'react';
import { hearingQuery } from '../../api/appeal-queries.ts';
import { call } from '../../api/call.ts';
import { announce } from '../../ui/announcements.ts';
import { choiceOf, emptyOutcome, type Missing, missingOf, type OutcomeDraft, toldOf } from './outcome-draft.ts';

export interface OutcomeState {
  draft: OutcomeDraft;
  /** Shown once somebody has tried to decide. */
  missing: readonly Missing[];
  tries: number;
  told: readonly AppealSide[];
  error: unknown;
  pending: boolean;
  change: (part: Partial<OutcomeDraft>) => void;
  decide: () => void;
}

export function useOutcome(page: HearingPage): OutcomeState {
  const client = useQueryClient();
  const [draft, setDraft] = useState<OutcomeDraft>(emptyOutcome);
  const [tries, setTries] = useState(0);
  const { hearingId, reference, caseId, persons, reporters } = page.summary;
  const told = toldOf(page, draft.outcome);
  const missing = missingOf(page, draft);
  const send = useMutation({
    mutationFn: () => {
      const { outcome } = draft;
      if (outcome === null) throw new Error('decide a hearing without an outcome');
      const choice = choiceOf(page, draft);
      const reasonOf = (side: AppealSide) => (told.includes(side) ? draft.reasons[side].trim() : null);
      return call('decideHearing', {
        params: { hearingId },
        body: {
          outcome,
          milder:
            choice === undefined
              ? null
              : { action: choice.action, days: choice.maxDays === null ? null : Number(draft.days) },
          reasons: { person: reasonOf('person'), reporter: reasonOf('reporter') },
          appealCount: persons + reporters,
          unfounded: outcome === 'uphold' ? draft.unfounded.map((id) => AppealId.parse(id)) : [],
        },
      });
    },
    onSuccess: (heard) => {
      client.setQueryData(hearingQuery(hearingId).queryKey, heard);
      announce({ key: 'said.hearingDecided', values: { reference } });
      for (const queryKey of [['hearings'], ['case', caseId], ['cases'], ['misuse']]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
  return {
    draft,
    missing: tries > 0 ? missing : [],
    tries,
    told,
    error: send.error,
    pending: send.isPending,
    change: (part) => setDraft((old) => ({ ...old, ...part })),
    decide: () => {
      setTries((old) => old + 1);
      if (missing.length === 0 && !send.isPending) send.mutate();
    },
  };
}
