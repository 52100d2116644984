import type { KeyPress, Stroke } from './keys.ts';

/**
 * Why a key cannot be an action's: `move` Tab and Escape lead on and out · `press` Enter and Space press what has the focus · `caret` moves in a
 * text and on the page, or deletes · `alt` menus, special characters and screen readers · `function` browser and system · `browser` this
 * combination · `reader` a screen reader's own key · `dead` waits for a letter.
 */
export type KeyRefusal = 'move' | 'press' | 'caret' | 'alt' | 'function' | 'browser' | 'reader' | 'dead';

const named: Readonly<Record<string, KeyRefusal>> = {
  Tab: 'move',
  Escape: 'move',
  Enter: 'press',
  ' ': 'press',
  Insert: 'reader',
  CapsLock: 'reader',
  NumLock: 'reader',
  ScrollLock: 'reader',
  Clear: 'reader',
  Dead: 'dead',
  Process: 'dead',
  Compose: 'dead',
  Unidentified: 'dead',
};

/** With Ctrl or Cmd: what browsers keep for themselves or everyone uses, in any of the large ones. */
const browserKeys = new Set('acdfghjlnopqrtuvwxyz0123456789+-=');

/** @returns null where the key can be an action's; modifiers alone are no key yet */
export function refusalOf(press: KeyPress, stroke: Stroke): KeyRefusal | null {
  if (press.altKey) return 'alt';
  return refusalOfStroke(stroke);
}

export function refusalOfStroke({ key, mod, shift }: Stroke): KeyRefusal | null {
  if (mod && key === 'Enter') return null;
  const reason = Object.hasOwn(named, key) ? named[key] : undefined;
  if (reason !== undefined) return reason;
  if (key.length > 1) return /^F\d+$/.test(key) ? 'function' : 'caret';
  if (mod && (browserKeys.has(key) || (shift && /\p{L}/u.test(key)))) return 'browser';
  return null;
}
