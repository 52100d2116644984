import { useQueryClient } from '@tanstack/react-query';
import type { BeginEvidenceView, EvidenceView, ReportEvidenceView } from '@wellhouse/protocol';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { announce } from '../../ui/announcements.ts';
import { PictureStore } from './picture-store.ts';
import { ViewTimer } from './view-timer.ts';

/** How often the time spent is told to the server. */
const reportMs = 10_000;

export type Purpose = z.infer<typeof BeginEvidenceView>['purpose'];

export type Look = Pick<EvidenceView, 'viewId' | 'startedAt' | 'conversation'>;

/** Where a look is begun, and told of while it lasts. */
export interface EvidenceSource {
  begin: (purpose: Purpose, reason: string | null) => Promise<Look>;
  tell: (viewId: string, body: z.input<typeof ReportEvidenceView>) => Promise<unknown>;
}

/** One opened view of the evidence, with its clock and its pictures. */
export interface OpenEvidence {
  view: Look;
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

/** The evidence of a case. */
export function useEvidence(caseId: string): EvidenceState {
  const client = useQueryClient();
  const source = useMemo(
    (): EvidenceSource => ({
      begin: async (purpose, reason) => {
        const look = await call('beginEvidenceView', { body: { caseId, purpose, reason } });
        // Whoever has read it can be a second person.
        void client.invalidateQueries({ queryKey: ['held'] });
        return look;
      },
      tell: (viewId, body) => call('reportEvidenceView', { params: { viewId }, body }, { keepalive: true }),
    }),
    [caseId, client],
  );
  return useLook(source);
}

/** Opens evidence only when asked to, counts the time it is looked at, and tells the server while it is open and at the end. */
export function useLook(source: EvidenceSource): EvidenceState {
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
    void tellTimes(source, ending, true);
  }, [source]);

  const begin = useCallback(
    async (purpose: Purpose, reason: string | null) => {
      setOpening(true);
      try {
        const view = await source.begin(purpose, reason);
        end();
        const visible = document.visibilityState === 'visible';
        current.current = {
          view,
          timer: new ViewTimer(() => performance.now(), visible),
          pictures: new PictureStore(view.viewId),
        };
        setOpen(current.current);
        const count = view.conversation.filter((entry) => entry.type === 'message').length;
        announce({ key: 'said.evidenceOpen', values: { count } }, { heard: true });
        setError(null);
      } catch (failure) {
        setError(failure);
      } finally {
        setOpening(false);
      }
    },
    [source, end],
  );

  useEffect(() => {
    if (open === null) return;
    const onVisibility = (): void => {
      if (document.visibilityState === 'visible') open.timer.show();
      else {
        open.timer.hide();
        void tellTimes(source, open, false);
      }
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void tellTimes(source, open, false);
    }, reportMs);
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', end);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', end);
    };
  }, [source, open, end]);

  useEffect(() => end, [end]);
  return { open, opening, error, begin, end };
}

/** Figures only grow, so a lost one is made good by the next; the last one is tried three times. */
async function tellTimes(source: EvidenceSource, { view, timer }: OpenEvidence, ended: boolean): Promise<void> {
  const body = { ...timer.times(), ended };
  for (let attempt = 0; attempt < (ended ? 3 : 1); attempt++) {
    try {
      await source.tell(view.viewId, body);
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.passing)) return;
      await new Promise((resolve) => setTimeout(resolve, 2_000 * (attempt + 1)));
    }
  }
}
