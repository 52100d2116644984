import type { WellhouseEvent } from '@wellhouse/client';
import { useEffect, useState } from 'react';
import { useWellhouseUi } from '../context.ts';

/** What `load` gives, asked for again when one of these events says that it may have changed. */
export function useAfter<T>(load: () => Promise<T>, events: readonly WellhouseEvent['type'][], first: T): T {
  const wellhouse = useWellhouseUi()?.wellhouse;
  const [value, setValue] = useState(first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the events are the same at every call
  useEffect(() => {
    if (wellhouse === undefined) return;
    let isCurrent = true;
    const look = (): void => {
      // storage that cannot be read now shows what was known
      load().then(
        (found) => isCurrent && setValue(found),
        () => {},
      );
    };
    look();
    const unsubscribe = wellhouse.subscribe(({ type }) => {
      if (events.includes(type)) look();
    });
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [wellhouse, load]);
  return value;
}
