import type { Action } from './action.ts';
import { type KeyPress, matchesStroke, parseBinding, type Stroke } from './keys.ts';

/** Where the focus is, as far as keys are concerned. */
export interface FocusPlace {
  /** In a text field or a list that searches by typing: single keys belong to it. */
  typing: boolean;
  /** On a button, link or the like: Enter and Space belong to it. */
  control: boolean;
}

/** Time for the second key of `g q`, milliseconds. */
const sequenceTime = 1_200;

/**
 * All actions that exist on the current screen. Screens add theirs while they are mounted; a later one goes before an
 * earlier one with the same keys, so that a screen can take a key from the frame around it.
 */
export class ActionRegistry {
  readonly #clock: () => number;
  #scopes: (readonly Action[])[] = [];
  #suspended = 0;
  #pending: { presses: KeyPress[]; at: number } = { presses: [], at: 0 };
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly Action[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @throws Error if two of the actions share an id or a binding. */
  add(actions: readonly Action[]): () => void {
    checkDistinct(actions);
    this.#scopes = [...this.#scopes, actions];
    this.#changed();
    return () => {
      this.#scopes = this.#scopes.filter((scope) => scope !== actions);
      this.#changed();
    };
  }

  /** While a dialog is open the page behind it takes no keys. Returns what ends it. */
  suspend(): () => void {
    this.#suspended++;
    let ended = false;
    return () => {
      if (!ended) this.#suspended--;
      ended = true;
    };
  }

  /** Innermost first; of two with one id the inner one. */
  list = (): readonly Action[] => this.#snapshot;

  get(id: string): Action | undefined {
    return this.#snapshot.find((action) => action.id === id);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Runs the action if it can be run now; says whether it did. */
  run(id: string): boolean {
    const action = this.get(id);
    if (action?.when() !== true) return false;
    action.run();
    return true;
  }

  /** Runs what the key is bound to. `true`: the key was taken, also as the first of two. */
  press(press: KeyPress, place: FocusPlace): boolean {
    if (this.#suspended > 0 || isModifier(press.key)) return false;
    const now = this.#clock();
    const earlier = now - this.#pending.at <= sequenceTime ? this.#pending.presses : [];
    for (const presses of earlier.length > 0 ? [[...earlier, press], [press]] : [[press]]) {
      const taken = this.#tryPresses(presses, place, now);
      if (taken) return true;
    }
    this.#pending = { presses: [], at: 0 };
    return false;
  }

  #tryPresses(presses: KeyPress[], place: FocusPlace, now: number): boolean {
    let prefix = false;
    for (const action of this.#snapshot) {
      for (const binding of action.keys) {
        const strokes = parseBinding(binding);
        if (!mayRun(action, strokes, place) || !begins(strokes, presses)) continue;
        if (presses.at(-1)?.repeat && !action.repeats) continue;
        if (strokes.length > presses.length) prefix = true;
        else if (action.when() === true) {
          this.#pending = { presses: [], at: 0 };
          action.run();
          return true;
        }
      }
    }
    if (prefix) this.#pending = { presses, at: now };
    return prefix;
  }

  #changed(): void {
    const seen = new Set<string>();
    this.#snapshot = this.#scopes
      .toReversed()
      .flat()
      .filter((action) => !seen.has(action.id) && seen.add(action.id));
    for (const listener of this.#listeners) listener();
  }
}

function begins(strokes: readonly Stroke[], presses: readonly KeyPress[]): boolean {
  return (
    strokes.length >= presses.length &&
    presses.every((press, index) => {
      const stroke = strokes[index];
      return stroke !== undefined && matchesStroke(stroke, press);
    })
  );
}

function mayRun(action: Action, strokes: readonly Stroke[], place: FocusPlace): boolean {
  const first = strokes[0];
  if (first === undefined) return false;
  if (place.typing) return action.whileTyping === true && (first.mod || first.key === 'Escape');
  if (place.control && !first.mod && (first.key === 'Enter' || first.key === ' ')) return false;
  return true;
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta' || key === 'AltGraph';
}

function checkDistinct(actions: readonly Action[]): void {
  const seen = new Set<string>();
  for (const name of actions.flatMap((action) => [`action ${action.id}`, ...action.keys.map((key) => `key ${key}`)])) {
    if (seen.has(name)) throw new Error(`refuse ${name}: it is there twice`);
    seen.add(name);
  }
}
