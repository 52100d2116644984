import { parseBinding } from './keys.ts';

/** What of an action matters for conflicts: its keys as they were chosen. */
export interface BoundAction {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
}

/**
 * `same`: it is another's key · `first`: it is the first of another's two, which could not be reached any more · `second`: its own first key is
 * another's, which would run before the second is pressed.
 */
export interface KeyConflict {
  readonly kind: 'same' | 'first' | 'second';
  readonly action: BoundAction;
  /** The other's binding. */
  readonly binding: string;
}

/** The first conflict of a binding among actions that can be run on the same page; the same key before half of one. */
export function conflictOf(binding: string, others: readonly BoundAction[]): KeyConflict | null {
  const mine = wordsOf(binding);
  const all = others.flatMap((action) =>
    action.keys.flatMap((other): KeyConflict[] => {
      const theirs = wordsOf(other);
      if (mine === theirs) return [{ kind: 'same', action, binding: other }];
      if (theirs.startsWith(`${mine} `)) return [{ kind: 'first', action, binding: other }];
      if (mine.startsWith(`${theirs} `)) return [{ kind: 'second', action, binding: other }];
      return [];
    }),
  );
  return all.find(({ kind }) => kind === 'same') ?? all[0] ?? null;
}

/** The same text for the same strokes. */
function wordsOf(binding: string): string {
  return parseBinding(binding)
    .map(({ key, mod, shift }) => `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`)
    .join(' ');
}
