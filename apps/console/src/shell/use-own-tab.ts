import { useEffect } from 'react';
import { forgetOthersWords } from '../api/kept-words.ts';
import { leaveWithOthers } from '../api/log-out.ts';
import { useMe } from '../api/use-me.ts';

/** The tab belongs to one person: it keeps no words of anybody else, and is left when they log out. */
export function useOwnTab(): void {
  const { staffId } = useMe().staff;
  useEffect(() => forgetOthersWords(sessionStorage, staffId), [staffId]);
  useEffect(leaveWithOthers, []);
}
