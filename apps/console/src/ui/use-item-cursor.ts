import { type FocusEvent, type RefObject, useState } from 'react';

export interface ItemCursor {
  /** The `data-item` of what has, or last had, the focus; null: nothing yet. */
  cursor: string | null;
  /** Moves the focus from item to item, in the order of the page. */
  move: (by: number) => void;
  /** For the element around the items. */
  onFocus: (event: FocusEvent<HTMLElement>) => void;
}

/** A cursor over every element within `root` that carries `data-item`; it is the focus, so that a screen reader follows. */
export function useItemCursor(root: RefObject<HTMLElement | null>): ItemCursor {
  const [cursor, setCursor] = useState<string | null>(null);
  const move = (by: number): void => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
    const at = items.findIndex((item) => item.dataset.item === cursor);
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
  };
  const onFocus = ({ target }: FocusEvent<HTMLElement>): void => {
    const item = target.closest<HTMLElement>('[data-item]')?.dataset.item;
    if (item !== undefined) setCursor(item);
  };
  return { cursor, move, onFocus };
}
