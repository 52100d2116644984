import { useEffect, useRef } from 'react';
import type { EvidenceState } from './use-evidence.ts';

/** Evidence that somebody opened because they held the case is closed when they hold it no more; who looks on says why. */
export function useEndWithClaim(mine: boolean, { open, end }: EvidenceState): void {
  const held = useRef(mine);
  const isOpen = open !== null;
  useEffect(() => {
    if (held.current && !mine && isOpen) end();
    held.current = mine;
  }, [mine, isOpen, end]);
}
