import { useSyncExternalStore } from 'react';
import type { Phrase } from '../words/phrase.ts';

export interface Announcement {
  id: number;
  phrase: Phrase;
  /** For screen readers alone: whoever looks has it before the eyes. */
  heard: boolean;
}

let list: readonly Announcement[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Announcement[]): void {
  list = next;
  for (const listener of listeners) listener();
}

/** Says something in the corner of the page and to screen readers, or to these alone, for eight seconds. */
export function announce(phrase: Phrase, { heard = false }: { heard?: boolean } = {}): void {
  const id = ++counter;
  const kept = list.filter((item) => item.heard === heard).slice(-2);
  set([...list.filter((item) => item.heard !== heard || kept.includes(item)), { id, phrase, heard }]);
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
