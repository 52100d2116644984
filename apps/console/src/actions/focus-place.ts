import type { FocusPlace } from './registry.ts';

const textTypes = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color', 'file', 'image']);
/** Lists that jump to what is typed. */
const typeahead = '[role=listbox], [role=menu], [role=combobox], [role=grid], [aria-haspopup=listbox]';

/** What the focused element does with keys of its own. */
export function focusPlace(target: EventTarget | null): FocusPlace {
  if (!(target instanceof HTMLElement)) return { typing: false, control: false };
  const typing =
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !textTypes.has(target.type)) ||
    target.closest(typeahead) !== null;
  const control = target.closest('button, a[href], summary, input, [role=button], [role=switch], [role=tab]') !== null;
  return { typing, control };
}
