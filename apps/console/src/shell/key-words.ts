import type { KeyConflict } from '../actions/key-conflicts.ts';
import { keyWords } from '../actions/keys.ts';
import { isMac } from '../ui/Keys.tsx';
import type { Phrase } from '../words/phrase.ts';

export const wordsOf = (binding: string): string => keyWords(binding, isMac);

/** What is in the way of a key. */
export function conflictPhrase(binding: string, { kind, action, binding: other }: KeyConflict): Phrase {
  const values = { keys: wordsOf(binding), title: action.title, other: wordsOf(other) };
  return { key: `keys.conflict.${kind}`, values };
}
