import { parseBinding } from './keys.ts';
import { refusalOfStroke } from './reserved-keys.ts';

/** Which keys a person has chosen; kept on the server under `keySettingsKey`, so that they follow to another machine. */
export interface KeySettings {
  /** Whether keys of one character do anything; WCAG 2.1.4 asks for a way to turn them off. */
  readonly singleKeys: boolean;
  /** By the action's id; null: no key. What does not stand here has the key that everyone begins with. */
  readonly keys: Readonly<Record<string, string | null>>;
}

export const keySettingsKey = 'console.keys';
export const everyonesKeys: KeySettings = { singleKeys: true, keys: {} };

/** Far more than the console has actions; the server keeps 50,000 characters. */
const mostKeys = 400;

/**
 * What was stored, as far as it can be used: a key that is none or that is reserved, and whatever has another form, counts as not
 * there, so that nothing that was ever stored takes somebody's keys away. Actions that this console does not know are kept for one that does.
 */
export function readKeySettings(stored: unknown): KeySettings {
  if (!isRecord(stored)) return everyonesKeys;
  const entries = isRecord(stored.keys) ? Object.entries(stored.keys) : [];
  const usable = entries.filter(([id, key]) => /^[a-zA-Z][\w.-]{0,119}$/.test(id) && (key === null || isBinding(key)));
  return {
    singleKeys: stored.singleKeys !== false,
    keys: Object.fromEntries(usable.slice(0, mostKeys)) as KeySettings['keys'],
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One key, or two of one character one after the other, none of them reserved, and written as a recorded one is. */
function isBinding(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 40) return false;
  const strokes = parseBinding(value);
  if (strokes.length > 1 && (strokes.length > 2 || strokes.some(({ mod }) => mod))) return false;
  return strokes.every((stroke) => stroke.key !== '' && refusalOfStroke(stroke) === null) && isCanonical(value);
}

function isCanonical(value: string): boolean {
  return value.split(' ').every((part) => /^(Mod\+)?(Shift\+)?([^\sA-Z+]|\+|Enter)$/u.test(part));
}

/** Arrows, Enter and Escape alone belong to what everyone expects of them; they stay whatever is chosen. */
export function isFixed(binding: string): boolean {
  return parseBinding(binding).every(({ key, mod }) => key.length > 1 && !mod);
}

/** A key of characters alone, which a slip of the voice or the hand can press. */
export function isSingle(binding: string): boolean {
  return parseBinding(binding).some(({ key, mod }) => key.length === 1 && !mod);
}

/** Whether an action's key can be chosen: not where it has fixed keys only. */
export function isChangeable(usual: readonly string[]): boolean {
  return usual.length === 0 || !usual.every(isFixed);
}

/** The keys of an action with what was chosen in the place of the usual one. */
export function chosenKeys(id: string, usual: readonly string[], { keys }: KeySettings): readonly string[] {
  const chosen = Object.hasOwn(keys, id) && isChangeable(usual) ? keys[id] : undefined;
  if (chosen === undefined) return usual;
  const own = chosen === null ? [] : [chosen];
  const at = usual.findIndex((key) => !isFixed(key));
  if (at < 0) return [...usual, ...own];
  return [...usual.slice(0, at), ...own, ...usual.slice(at + 1)];
}

/** Those of them that do something. */
export function liveKeys(keys: readonly string[], { singleKeys }: KeySettings): readonly string[] {
  return singleKeys ? keys : keys.filter((key) => !isSingle(key));
}
