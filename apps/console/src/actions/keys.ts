/** One key press of a binding. Letters and digits are compared without Shift only if the binding names none. */
export interface Stroke {
  key: string;
  mod: boolean;
  shift: boolean;
}

/** What of a KeyboardEvent matters here. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  /** The key is being held down. */
  repeat: boolean;
}

/** `Mod+Shift+Enter` → one stroke; `g q` → two. */
export function parseBinding(binding: string): Stroke[] {
  return binding.split(' ').map((part) => {
    const pieces = part === '+' ? ['+'] : part.split('+');
    const key = pieces.at(-1) ?? '';
    return {
      key: key.length === 1 ? key.toLowerCase() : key,
      mod: pieces.includes('Mod'),
      shift: pieces.includes('Shift'),
    };
  });
}

export function matchesStroke(stroke: Stroke, press: KeyPress): boolean {
  if (press.altKey) return false;
  if ((press.ctrlKey || press.metaKey) !== stroke.mod) return false;
  const key = keyOf(press);
  if (key !== stroke.key) return false;
  // `?` and `/` lie behind Shift on some keyboards and not on others: what was typed counts.
  if (key.length === 1 && !/[a-z0-9]/.test(key)) return true;
  return press.shiftKey === stroke.shift;
}

/** The key as Latin keyboards name it: on an Arabic or Greek layout the letter's place on the keyboard counts. */
function keyOf(press: KeyPress): string {
  if (press.key.length !== 1) return press.key;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter !== undefined && press.key.charCodeAt(0) > 0x7f) return letter.toLowerCase();
  return press.key.toLowerCase();
}

const names: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', Enter: '↵' };

/** The key caps to draw for a binding, stroke by stroke. */
export function keyCaps(binding: string, mac: boolean): string[][] {
  return parseBinding(binding).map((stroke) => {
    const caps: string[] = [];
    if (stroke.mod) caps.push(mac ? '⌘' : 'Ctrl');
    if (stroke.shift) caps.push(mac ? '⇧' : 'Shift');
    caps.push(names[stroke.key] ?? (stroke.key.length === 1 ? stroke.key.toUpperCase() : stroke.key));
    return caps;
  });
}

/** For `aria-keyshortcuts`; bindings of several strokes have no form there. */
export function ariaKeys(bindings: readonly string[]): string | undefined {
  const single = bindings.filter((binding) => !binding.includes(' ') && binding !== '+');
  return single.length === 0 ? undefined : single.map((binding) => binding.replace('Mod', 'Control')).join(' ');
}
