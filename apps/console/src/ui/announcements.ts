import { useSyncExternalStore } from 'react';
import type { Phrase } from '../words/phrase.ts';

export interface Announcement {
  id: number;
  phrase: Phrase;
}

let list: readonly Announcement[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Announcement[]): void {
  list = next;
  for (const listener of listeners) listener();
}

/** Says something in the corner of the page and to screen readers, for eight seconds. */
export function announce(phrase: Phrase): void {
  const id = ++counter;
  set([...list.slice(-2), { id, phrase }]);
  setTimeout(() => dismiss(id), 8_000);
}

export function dismiss(id: number): void {
  set(list.filter((item) => item.id !== id));
}

export function useAnnouncements(): readonly Announcement[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => list,
  );
}
