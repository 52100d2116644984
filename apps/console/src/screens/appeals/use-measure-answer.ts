import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MeasureHearingPage, MeasureOutcome } from '@wellhouse/protocol';
import { useState } from 'react';
import { measureHearingQuery } from '../../api/appeal-queries.ts';
import { call } from '../../api/call.ts';
import { announce } from '../../ui/announcements.ts';

interface Draft {
  readonly outcome: MeasureOutcome | null;
  readonly reason: string;
}

export interface MeasureAnswer {
  readonly draft: Draft;
  /** Shown once somebody has tried to decide. */
  readonly missing: readonly ('outcome' | 'reason')[];
  readonly tries: number;
  readonly error: unknown;
  change(part: Partial<Draft>): void;
  decide(): void;
}

/** The outcome of an appeal against a warning or a pause, being written. */
export function useMeasureAnswer({ summary }: MeasureHearingPage): MeasureAnswer {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({ outcome: null, reason: '' });
  const [tries, setTries] = useState(0);
  const { measureId } = summary.measure;
  const send = useMutation({
    mutationFn: (body: { outcome: MeasureOutcome; reason: string }) =>
      call('decideMeasureHearing', { params: { measureId }, body }),
    onSuccess: (page) => {
      client.setQueryData(measureHearingQuery(measureId).queryKey, page);
      announce({ key: 'said.hearingDecided', values: { reference: summary.reference } });
    },
    onSettled: () => {
      for (const key of ['measure-hearings', 'misuse']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const missing = [
    ...(draft.outcome === null ? ['outcome' as const] : []),
    ...(draft.reason.trim().length < 10 ? ['reason' as const] : []),
  ];
  return {
    draft,
    missing: tries > 0 ? missing : [],
    tries,
    error: send.error,
    change: (part) => setDraft((old) => ({ ...old, ...part })),
    decide() {
      setTries((old) => old + 1);
      if (missing.length > 0 || draft.outcome === null || send.isPending) return;
      send.mutate({ outcome: draft.outcome, reason: draft.reason.trim() });
    },
  };
}
