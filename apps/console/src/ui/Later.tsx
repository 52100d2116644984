import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { nextPaint } from './after-paint.ts';

/** What stands below the rest of a page, and is drawn once the rest is on the screen; `atOnce`: a key asks for it already. */
export function Later({ children, atOnce = false }: { children: ReactNode; atOnce?: boolean }) {
  const [now, setNow] = useState(false);
  useEffect(() => {
    let current = true;
    void nextPaint().then(() => {
      if (current) startTransition(() => setNow(true));
    });
    return () => {
      current = false;
    };
  }, []);
  return now || atOnce ? children : null;
}
