import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { useCan, useMe } from '../../api/use-me.ts';
import { nextPaint } from '../../ui/after-paint.ts';
import { type DecisionDraft, emptyDraft, readDraft, writeDraft } from './decision-draft.ts';

/** After the last key, so that a sentence is one request. */
const settleMs = 700;
const retryMs = 5_000;

/**
 * The decision being written. The tab has it at once, the server under the case's key a moment later: it survives a reload, a
 * crash, and a new login of the same person. While the server does not answer, the tab keeps it and tries again.
 */
export function useKeptDraft(caseId: string) {
  const { staff } = useMe();
  const mayWrite = useCan()('decision.make');
  const id = `${staff.staffId}.${caseId}`;
  const [draft, setDraft] = useState(() => readDraft(sessionStorage, id));
  const newest = useRef(draft);
  const written = useRef(draft !== emptyDraft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sending = useRef<Promise<void>>(Promise.resolve());

  const send = useCallback(
    (keepalive = false): void => {
      clearTimeout(timer.current);
      timer.current = undefined;
      const kept = newest.current === emptyDraft ? null : newest.current;
      const put = () => call('putCaseDraft', { params: { caseId }, body: { draft: kept } }, { keepalive });
      // A page that goes away cannot wait for what is under way.
      const done = keepalive ? put() : sending.current.then(put);
      sending.current = done.then(
        () => undefined,
        (error: unknown) => {
          const again = error instanceof ApiError && (error.passing || error.status === 0 || error.status === 401);
          if (again && !keepalive && timer.current === undefined) timer.current = setTimeout(send, retryMs);
        },
      );
    },
    [caseId],
  );

  const change = useCallback(
    (part: Partial<DecisionDraft>): void => {
      newest.current = { ...newest.current, ...part };
      written.current = true;
      setDraft(newest.current);
      writeDraft(sessionStorage, id, newest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(send, settleMs);
    },
    [id, send],
  );

  /** Made or given up: it is forgotten everywhere. */
  const forget = useCallback((): void => {
    newest.current = emptyDraft;
    writeDraft(sessionStorage, id, null);
    clearTimeout(timer.current);
    timer.current = undefined;
    // Nobody waits for it, and the next case is being drawn.
    void nextPaint().then(() => send());
  }, [id, send]);

  useEffect(() => {
    if (!mayWrite || written.current) return;
    const abort = new AbortController();
    call('getCaseDraft', { params: { caseId } }, { signal: abort.signal })
      .then((found) => {
        // What is being typed goes before what was.
        if (found.draft === null || written.current) return;
        newest.current = found.draft;
        writeDraft(sessionStorage, id, found.draft);
        setDraft(found.draft);
      })
      .catch(() => {
        // The page still works; what is written from now on is kept.
      });
    return () => abort.abort();
  }, [caseId, id, mayWrite]);

  useEffect(() => {
    const flush = (): void => {
      if (timer.current !== undefined) send(true);
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [send]);

  return { draft, change, forget };
}
