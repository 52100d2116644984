import { useEffect, useState } from 'react';
import { useUi } from './context.ts';

/** Whether an account is blocked on this device, kept up to date. */
export function useIsBlocked(accountId: string | null): boolean {
  const { wellhouse } = useUi();
  const [isBlocked, setIsBlocked] = useState(false);
  useEffect(() => {
    if (accountId === null) return;
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const found = await wellhouse.isBlocked(accountId);
      if (isCurrent) setIsBlocked(found);
    };
    void look();
    const unsubscribe = wellhouse.subscribe(({ type }) => {
      if (type === 'blocked') void look();
    });
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [wellhouse, accountId]);
  return isBlocked;
}
