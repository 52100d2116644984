import type { ReportableMessage } from '@wellhouse/client';
import {
  type DraftState,
  type Preview,
  type ReportDraft,
  type Wellhouse,
  WellhouseClientError,
} from '@wellhouse/client';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { draftInput, type ReportTarget } from './report-target.ts';

export type DraftLoading =
  | { state: 'loading' }
  | { state: 'ready'; draft: ReportDraft }
  | { state: 'unavailable' }
  /** The message has disappeared from this device, or did while its report was asked for. */
  | { state: 'gone' };

/** Starts one draft for as long as the dialog is open; what changes outside meanwhile does not reach it. */
export function useNewDraft(
  wellhouse: Wellhouse,
  { target, conversation, locale, audience }: NewDraft,
): [DraftLoading, () => void] {
  const [loading, setLoading] = useState<DraftLoading>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const first = useRef({ target, conversation });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt starts the effect again
  useEffect(() => {
    let isCurrent = true;
    const input = draftInput(first.current.target, first.current.conversation);
    wellhouse.draft({ ...input, locale, audience }).then(
      (draft) => isCurrent && setLoading({ state: 'ready', draft }),
      (error: unknown) => {
        if (!(error instanceof WellhouseClientError)) throw error;
        const isGone = error.code === 'message-expired' || error.code === 'not-found';
        if (isCurrent) setLoading({ state: isGone ? 'gone' : 'unavailable' });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [wellhouse, locale, audience, attempt]);

  const retry = useCallback(() => {
    setLoading({ state: 'loading' });
    setAttempt((count) => count + 1);
  }, []);
  return [loading, retry];
}

export interface NewDraft {
  target: ReportTarget;
  conversation: readonly ReportableMessage[];
  locale: string;
  audience: 'adult' | 'child';
}

export function useDraftState(draft: ReportDraft): DraftState {
  return useSyncExternalStore(draft.subscribe, () => draft.state);
}

export type PreviewState =
  | { state: 'preparing'; preview: Preview | null }
  | { state: 'ready'; preview: Preview }
  | { state: 'failed'; why: 'too-large' | 'gone' | 'versions-gone' | 'other' };

/** The preview of the draft as it is now. Only a `ready` one may be sent: it holds every answer given so far. */
export function usePreview(draft: ReportDraft): PreviewState {
  const current = useDraftState(draft);
  const [made, setMade] = useState<{ of: DraftState; result: PreviewState } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const settle = (result: PreviewState): void => {
      if (isCurrent) setMade({ of: current, result });
    };
    draft.preview().then(
      (preview) => settle({ state: 'ready', preview }),
      (error: unknown) => {
        settle({ state: 'failed', why: whyOf(error) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [draft, current]);
  if (made?.of === current) return made.result;
  return { state: 'preparing', preview: made?.result.state === 'ready' ? made.result.preview : null };
}

function whyOf(error: unknown): Extract<PreviewState, { state: 'failed' }>['why'] {
  if (!(error instanceof WellhouseClientError)) return 'other';
  switch (error.code) {
    case 'report-too-large':
      return 'too-large';
    case 'message-expired':
      return 'gone';
    case 'version-missing':
      return 'versions-gone';
    default:
      return 'other';
  }
}
