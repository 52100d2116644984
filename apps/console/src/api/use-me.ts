import { useQueryClient } from '@tanstack/react-query';
import type { Me, Permission } from '@wellhouse/protocol';
import { createContext, useCallback, useContext } from 'react';
import { setCsrfToken } from './csrf.ts';
import { meQuery } from './queries.ts';
import { sessionExpired } from './session-state.ts';

const MeContext = createContext<Me | null>(null);
export const MeProvider = MeContext.Provider;

/** The person who is logged in. @throws Error outside the logged-in part of the console */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('use me: nobody is logged in here');
  return me;
}

/** What the person's roles allow. Denied unless granted. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return useCallback((permission) => permissions.includes(permission), [permissions]);
}

/** Takes over a fresh session. */
export function useAcceptMe(): (me: Me) => void {
  const client = useQueryClient();
  return useCallback(
    (me) => {
      setCsrfToken(me.csrfToken);
      client.setQueryData(meQuery.queryKey, me);
      sessionExpired.set(false);
    },
    [client],
  );
}
