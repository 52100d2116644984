import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { focusPlace } from '../actions/focus-place.ts';
import { useRegistry } from '../actions/use-actions.ts';
import { sayWhyNot } from './say-why-not.ts';

/**
 * For a group of radio buttons whose choice also follows keys of the page. A focused radio button takes Enter for a choice, also with Ctrl:
 * whoever sent a decision from there would have changed it instead. So keys with Ctrl or Cmd go to the actions first, and the
 * focus stands on what is chosen.
 */
export function useRadioKeys(group: RefObject<HTMLElement | null>, value: string | null) {
  const registry = useRegistry();
  useEffect(() => {
    const focused = document.activeElement;
    if (value === null || !(focused instanceof HTMLInputElement) || focused.value === value) return;
    if (group.current?.contains(focused) !== true) return;
    group.current.querySelector<HTMLElement>(`input[value="${CSS.escape(value)}"]`)?.focus();
  }, [group, value]);
  return (event: KeyboardEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.stopPropagation();
    if (registry.press(event.nativeEvent, focusPlace(event.target), sayWhyNot)) event.preventDefault();
  };
}
