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
  // `?`, `/` and digits lie behind Shift on some keyboards and not on others: what was typed counts.
  if (!hasShift(key)) return true;
  return press.shiftKey === stroke.shift;
}

/** Only letters and keys with a name are another key together with Shift. */
function hasShift(key: string): boolean {
  return key.length > 1 || /\p{L}/u.test(key);
}

/** Not a key yet: another one comes with it. */
export function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta' || key === 'AltGraph';
}

/** The stroke that was pressed, as a binding would name it. */
export function strokeOf(press: KeyPress): Stroke {
  const key = keyOf(press);
  return { key, mod: press.ctrlKey || press.metaKey, shift: press.shiftKey && hasShift(key) };
}

/** Strokes one after the other, as a binding. */
export function bindingOf(strokes: readonly Stroke[]): string {
  return strokes.map(({ key, mod, shift }) => `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`).join(' ');
}

/**
 * The key as Latin keyboards name it. What was typed counts, so that `?` and the letters of Dvorak or AZERTY are where the caps say. Only
 * where another script was typed (Arabic, Russian, Greek, Hebrew …) does the place on the keyboard count, as an English one has it: those caps
 * carry the Latin letter too, and no binding is ever in another script.
 */
function keyOf(press: KeyPress): string {
  // Names of keys are Latin; one Arabic key types two letters.
  if (press.key.length !== 1 && press.key.charCodeAt(0) < 0x250) return press.key;
  const typed = press.key.toLowerCase();
  // Up to here lie the characters of Latin keyboards: ö, §, ł.
  if (typed.charCodeAt(0) < 0x250 || /\p{Script=Latin}/u.test(typed)) return typed;
  return latinOf(press.code, press.shiftKey) ?? typed;
}

const symbolPlaces: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
};

/** What an English keyboard has in that place. */
function latinOf(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  return symbolPlaces[code]?.[shift ? 1 : 0] ?? null;
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

/** A binding within a sentence of any direction: `Ctrl+K`, `G Q`. */
export function keyWords(binding: string, mac: boolean): string {
  const words = keyCaps(binding, mac).map((caps) => caps.join('+'));
  return `\u2066${words.join(' ')}\u2069`;
}

/** For `aria-keyshortcuts`; bindings of several strokes have no form there. */
export function ariaKeys(bindings: readonly string[]): string | undefined {
  const single = bindings.filter((binding) => !binding.includes(' ') && binding !== '+');
  return single.length === 0 ? undefined : single.map((binding) => binding.replace('Mod', 'Control')).join(' ');
}
