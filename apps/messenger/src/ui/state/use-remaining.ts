import { createContext, useContext, useEffect, useState } from 'react';

/** How far the hub's clock is ahead of this device's, in milliseconds. */
export const HubClockContext = createContext(0);

/** Seconds until a moment of hub time, counted down while somebody looks; null if there is none. */
export function useRemaining(until: number | null): number | null {
  const ahead = useContext(HubClockContext);
  const [now, setNow] = useState(Date.now);
  const left = until === null ? null : Math.max(0, (until - now - ahead) / 1_000);
  const everySecond = left !== null && left < 61;
  useEffect(() => {
    if (until === null) return;
    const look = () => setNow(Date.now());
    look();
    const timer = setInterval(look, everySecond ? 1_000 : 15_000);
    return () => clearInterval(timer);
  }, [until, everySecond]);
  return left;
}
