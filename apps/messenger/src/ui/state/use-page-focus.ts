import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  const events = ['focus', 'blur', 'visibilitychange'] as const;
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

/** Whether somebody looks at this page now: only then is a message read. */
export function usePageFocus(): boolean {
  return useSyncExternalStore(subscribe, () => document.hasFocus());
}
