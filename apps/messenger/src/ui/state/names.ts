import { createContext, useContext } from 'react';

/** Name of an account as it is shown. */
export type NameOf = (accountId: string) => string;

export function fallbackName(accountId: string): string {
  const local = accountId.split('@')[0] ?? accountId;
  return local.slice(0, 1).toUpperCase() + local.slice(1);
}

export const NamesContext = createContext<NameOf>(fallbackName);

export function useNames(): NameOf {
  return useContext(NamesContext);
}
