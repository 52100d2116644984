import { useEffect } from 'react';

/**
 * A button that goes when it has done what it does, or a form that was sent, takes the focus with it, and whoever works by keyboard would
 * start at the top of the page again. The focus then goes to the heading of the part in which it was. What has a better place for it, a dialog
 * that closes or a page that opens, puts it there first.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let last: Element | null = null;
    let around: Element[] = [];
    const onFocus = (event: FocusEvent): void => {
      if (!(event.target instanceof Element)) return;
      last = event.target;
      around = ancestorsOf(event.target);
    };
    // Somebody took the focus away from what is still there.
    const onBlur = (event: FocusEvent): void => {
      const left = event.target;
      setTimeout(() => {
        if (left === last && last?.isConnected === true && isNowhere()) last = null;
      });
    };
    const observer = new MutationObserver(() => {
      if (last === null || last.isConnected) return;
      last = null;
      const lost = around;
      requestAnimationFrame(() => requestAnimationFrame(() => isNowhere() && homeOf(lost)?.focus()));
    });
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onBlur);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onBlur);
      observer.disconnect();
    };
  }, []);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function ancestorsOf(element: Element): Element[] {
  const above: Element[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) above.push(at);
  return above;
}

function homeOf(around: readonly Element[]): HTMLElement | null {
  const part = around.find((element) => element.isConnected && element.matches('section, [role="dialog"], main'));
  const heading = part?.querySelector<HTMLElement>('h1, h2, h3') ?? null;
  if (heading === null) return document.getElementById('main');
  if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  return heading;
}
