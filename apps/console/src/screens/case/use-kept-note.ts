import { useCallback, useState } from 'react';
import { useMe } from '../../api/use-me.ts';

/** A note being written: this tab keeps it until it is sent, through a reload, a new login of the same person and a look at another page. */
export function useKeptNote(caseId: string, audience: 'team' | 'reporter'): [string, (text: string) => void] {
  const { staff } = useMe();
  const id = `wellhouse.note.${audience}.${staff.staffId}.${caseId}`;
  const [text, setText] = useState(() => read(id));
  const change = useCallback(
    (words: string): void => {
      setText(words);
      write(id, words);
    },
    [id],
  );
  return [text, change];
}

function read(id: string): string {
  try {
    return sessionStorage.getItem(id) ?? '';
  } catch {
    return '';
  }
}

function write(id: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(id);
    else sessionStorage.setItem(id, text);
  } catch {
    // A full or closed storage: the words still live in the page.
  }
}
