import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Long enough for the first page to ask for what it shows, milliseconds. */
const patience = 2_000;

/**
 * Brings the programs of all pages while nothing else is to be done, so that going to one waits for nothing, and a console that
 * stays open for a day does not miss what a newer installation has taken away.
 */
export function usePreloadScreens(): void {
  const router = useRouter();
  useEffect(() => {
    let idle: number | undefined;
    const load = (): void => {
      for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route);
    };
    const timer = setTimeout(() => {
      // Safari knows no idle time.
      if (typeof requestIdleCallback === 'function') idle = requestIdleCallback(load);
      else load();
    }, patience);
    return () => {
      clearTimeout(timer);
      if (idle !== undefined) cancelIdleCallback(idle);
    };
  }, [router]);
}
