import { type RefObject, useEffect, useState } from 'react';

/** Of less than this share, nobody can be said to see it. */
const shareInView = 0.25;

/** Whether somebody who looks at `view`, which scrolls, does not see `element`, which stands in it. */
export function useOutOfView(view: RefObject<Element | null>, element: Element | null): boolean {
  const [away, setAway] = useState<Element | null>(null);
  useEffect(() => {
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const isSeen = (entries.at(-1)?.intersectionRatio ?? 0) >= shareInView;
        setAway(isSeen ? null : element);
      },
      { root: view.current, threshold: [0, shareInView] },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [view, element]);
  return element !== null && away === element;
}
