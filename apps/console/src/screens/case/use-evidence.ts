import type { BeginEvidenceView, EvidenceView } from '@wellhouse/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { PictureStore } from './picture-store.ts';
import { ViewTimer } from './view-timer.ts';

/** How often the time spent is told to the server. */
const reportMs = 10_000;

export type Purpose = z.infer<typeof BeginEvidenceView>['purpose'];

/** One opened view of the evidence, with its clock and its pictures. */
export interface OpenEvidence {
  view: EvidenceView;
  timer: ViewTimer;
  pictures: PictureStore;
}

export interface EvidenceState {
  open: OpenEvidence | null;
  opening: boolean;
  error: unknown;
  begin: (purpose: Purpose, reason: string | null) => Promise<void>;
  end: () => void;
}

/** Opens evidence only when asked to, counts the time it is looked at, and tells the server while it is open and at the end. */
export function useEvidence(caseId: string): EvidenceState {
  const [open, setOpen] = useState<OpenEvidence | null>(null);
  const [opening, setOpening] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const current = useRef<OpenEvidence | null>(null);

  const end = useCallback(() => {
    const ending = current.current;
    current.current = null;
    setOpen(null);
    if (ending === null) return;
    ending.timer.hide();
    ending.pictures.clear();
    void tellTimes(ending, true);
  }, []);

  const begin = useCallback(
    async (purpose: Purpose, reason: string | null) => {
      setOpening(true);
      try {
        const view = await call('beginEvidenceView', { body: { caseId, purpose, reason } });
        end();
        const visible = document.visibilityState === 'visible';
        current.current = {
          view,
          timer: new ViewTimer(() => performance.now(), visible),
          pictures: new PictureStore(view.viewId),
        };
        setOpen(current.current);
        setError(null);
      } catch (failure) {
        setError(failure);
      } finally {
        setOpening(false);
      }
    },
    [caseId, end],
  );

  useEffect(() => {
    if (open === null) return;
    const onVisibility = (): void => {
      if (document.visibilityState === 'visible') open.timer.show();
      else {
        open.timer.hide();
        void tellTimes(open, false);
      }
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void tellTimes(open, false);
    }, reportMs);
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', end);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', end);
    };
  }, [open, end]);

  useEffect(() => end, [end]);
  return { open, opening, error, begin, end };
}

/** Figures only grow, so a lost one is made good by the next; the last one is tried three times. */
async function tellTimes({ view, timer }: OpenEvidence, ended: boolean): Promise<void> {
  const body = { ...timer.times(), ended };
  for (let attempt = 0; attempt < (ended ? 3 : 1); attempt++) {
    try {
      await call('reportEvidenceView', { params: { viewId: view.viewId }, body }, { keepalive: true });
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.passing)) return;
      await new Promise((resolve) => setTimeout(resolve, 2_000 * (attempt + 1)));
    }
  }
}
