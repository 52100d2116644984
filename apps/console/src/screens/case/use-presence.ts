import { useQueryClient } from '@tanstack/react-query';
import type { CasePage, CasePresence } from '@wellhouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { caseQuery } from '../../api/queries.ts';

/** How often an open case page gives a sign of life. */
export const beatMs = 20_000;
/** A page that nobody has touched for this long keeps no claim. */
export const idleMs = 10 * 60_000;

/**
 * Tells the server that this case is open here, and hears who else has it open. The sign of life keeps a claim; when it is
 * somebody else's by now, the page shows what is true.
 */
export function usePresence(caseId: string, page: CasePage | undefined): CasePresence['viewers'] {
  const client = useQueryClient();
  const [viewers, setViewers] = useState<CasePresence['viewers']>([]);
  const holder = page?.summary.claim?.staffId ?? null;
  const known = useRef(holder);
  known.current = holder;
  const loaded = page !== undefined;

  useEffect(() => {
    if (!loaded) return;
    let touched = Date.now();
    let ended = false;
    const touch = (): void => {
      touched = Date.now();
    };
    const beat = async (): Promise<void> => {
      const presence = Date.now() - touched > idleMs ? 'idle' : 'here';
      try {
        const answer = await call('keepCase', { params: { caseId }, body: { presence } });
        if (ended) return;
        setViewers(answer.viewers);
        if ((answer.claim?.staffId ?? null) !== known.current) {
          void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
          void client.invalidateQueries({ queryKey: ['cases'] });
        }
      } catch (failure) {
        // A passing failure passes; what does not is said where the person does something.
        if (!(failure instanceof ApiError)) throw failure;
      }
    };
    const seen = (): void => {
      if (document.visibilityState === 'visible') void beat();
    };
    void beat();
    const timer = setInterval(() => void beat(), beatMs);
    const events = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    for (const event of events) window.addEventListener(event, touch, { passive: true });
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('pageshow', seen);
    return () => {
      ended = true;
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, touch);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('pageshow', seen);
    };
  }, [caseId, client, loaded]);

  useEffect(() => {
    const leave = (keepalive: boolean): void => {
      call('keepCase', { params: { caseId }, body: { presence: 'leaving' } }, { keepalive }).catch(() => {
        // Without a sign of life the page counts as closed by itself.
      });
    };
    const hide = (): void => leave(true);
    window.addEventListener('pagehide', hide);
    return () => {
      window.removeEventListener('pagehide', hide);
      leave(false);
    };
  }, [caseId]);

  return viewers;
}
