import { useSyncExternalStore } from 'react';

/** Something just decided that can be taken back, wherever in the console its author is by now. */
export interface UndoOffer {
  readonly kind: 'decision' | 'batch';
  readonly id: string;
  /** Case numbers or a count, for the words. */
  readonly number: string;
  readonly count: number;
  /** Milliseconds; the offer ends then. */
  readonly until: number;
}

let offer: UndoOffer | null = null;
const listeners = new Set<() => void>();

/** The newest one stands; older ones can be undone on their case's page. */
export function offerUndo(next: UndoOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}

/** Withdraws the offer of one decision or batch that was taken back elsewhere; any other stands. */
export function withdrawUndo(id: string): void {
  if (offer?.id === id) offerUndo(null);
}

export function useUndoOffer(): UndoOffer | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => offer,
  );
}
