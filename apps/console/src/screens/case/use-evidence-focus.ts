import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** What the panel shows. */
export type EvidenceView = 'closed' | 'asking' | 'open';

/**
 * The button that opens or closes evidence goes when it has done so, and a focus on nothing with it. So the focus goes to the heading of
 * what was opened, and back to the button when it is closed; a focus that somebody has elsewhere stays there.
 */
export function useEvidenceFocus(panel: RefObject<HTMLElement | null>, view: EvidenceView): void {
  const inside = useRef(false);
  const before = useRef(view);
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      inside.current = event.target instanceof Node && panel.current?.contains(event.target) === true;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [panel]);
  useLayoutEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const lost = document.activeElement === null || document.activeElement === document.body;
    const nowhere = lost || document.activeElement?.id === 'main';
    // The question for the reason takes the focus by itself.
    if (view === 'open' && nowhere) panel.current?.querySelector<HTMLElement>('h2')?.focus();
    else if (view === 'closed' && lost && inside.current)
      panel.current?.querySelector<HTMLElement>('[data-action="evidence.toggle"]')?.focus();
  }, [panel, view]);
}
