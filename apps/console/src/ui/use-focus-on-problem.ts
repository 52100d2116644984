import { type RefObject, useEffect } from 'react';

/**
 * What was sent and lacks something leads to the first field that lacks it, wherever the page was scrolled to. `tries`: how often it was sent,
 * `lacking`: whether it lacks anything.
 */
export function useFocusOnProblem(form: RefObject<HTMLElement | null>, tries: number, lacking: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when somebody tries, not when a field is mended
  useEffect(() => {
    if (tries === 0 || !lacking) return;
    const faulty = form.current?.querySelector('[data-invalid]');
    faulty?.querySelector<HTMLElement>('input:not(:disabled), textarea, button')?.focus();
    faulty?.scrollIntoView({ block: 'nearest' });
  }, [tries]);
}
