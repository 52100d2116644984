import { type RefObject, useEffect, useRef, useState } from 'react';

/** How often a key asked for a part of the page. The part may not be drawn yet (Later), and the key must not be lost. */
export interface Asked {
  times: number;
  /** Of these so many were answered: a part that is drawn anew does not answer again. */
  answered: RefObject<number>;
  ask: () => void;
}

export function useAsked(): Asked {
  const [times, setTimes] = useState(0);
  const answered = useRef(0);
  return { times, answered, ask: () => setTimes((old) => old + 1) };
}

/** In the part that is asked for: does what was asked, also for a question from before it was there. */
export function useAnswer({ times, answered }: Asked, answer: () => void): void {
  const newest = useRef(answer);
  newest.current = answer;
  useEffect(() => {
    if (times === answered.current) return;
    answered.current = times;
    newest.current();
  }, [times, answered]);
}
