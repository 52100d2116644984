import type { Wellhouse } from '@wellhouse/client';
import { createContext, useContext } from 'react';
import type { Text } from './i18n/text.ts';

export interface WellhouseUi {
  readonly wellhouse: Wellhouse;
  readonly text: Text;
  readonly theme: 'auto' | 'light' | 'dark';
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const WellhouseContext = createContext<WellhouseUi | 'loading' | null>(null);

/** Null while the language is being loaded. Throws outside a `WellhouseProvider`. */
export function useWellhouseUi(): WellhouseUi | null {
  const value = useContext(WellhouseContext);
  if (value === null) throw new Error('expected a <WellhouseProvider> around this component');
  return value === 'loading' ? null : value;
}

/** For components that are only rendered once the language is there. */
export function useUi(): WellhouseUi {
  const value = useWellhouseUi();
  if (value === null) throw new Error('expected the language to be loaded');
  return value;
}
