import { useEffect } from 'react';
import { useRegistry } from '../actions/use-actions.ts';
import { useKeySettings } from '../api/key-queries.ts';

/** Hands the keys that this person has chosen to the registry; mounted once. */
export function useOwnKeys(): void {
  const registry = useRegistry();
  const settings = useKeySettings();
  useEffect(() => registry.setKeys(settings), [registry, settings]);
}
