import type { Action } from './action.ts';
import { chosenKeys, everyonesKeys, type KeySettings, liveKeys } from './key-settings.ts';
import { isModifier, type KeyPress, matchesStroke, parseBinding, type Stroke } from './keys.ts';

/** Where the focus is, as far as keys are concerned. */
export interface FocusPlace {
  /** In a text field or a list that searches by typing: single keys belong to it. */
  typing: boolean;
  /** On a button, link or the like: Enter and Space belong to it. */
  control: boolean;
}

/** Whether actions belong to the frame around every page, or to the page. */
export type ActionScope = 'frame' | 'page';

/** An action as it stands in the registry: `keys` are those that do something for this person. */
export interface RegisteredAction extends Action {
  scope: ActionScope;
  /** The keys that everyone begins with. */
  usualKeys: readonly string[];
}

/** Time for the second key of `g q`, milliseconds. */
const sequenceTime = 1_200;

/**
 * All actions that exist on the current screen. Screens add theirs while they are mounted; a later one goes before an
 * earlier one with the same keys, and each before the frame's, so that a screen can take a key from the frame around it.
 */
export class ActionRegistry {
  readonly #clock: () => number;
  #scopes: (readonly RegisteredAction[])[] = [];
  #settings: KeySettings = everyonesKeys;
  /** Of every page that was shown; what is mounted now goes before. */
  readonly #known = new Map<string, RegisteredAction>();
  #suspended = 0;
  #pending: { presses: KeyPress[]; at: number } = { presses: [], at: 0 };
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly RegisteredAction[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @throws Error if two of the actions share an id or a binding. */
  add(actions: readonly Action[], scope: ActionScope = 'page'): () => void {
    checkDistinct(actions);
    const registered = actions.map((action): RegisteredAction => ({ ...action, scope, usualKeys: action.keys }));
    for (const action of registered) this.#known.set(action.id, action);
    this.#scopes = [...this.#scopes, registered];
    this.#changed();
    return () => {
      this.#scopes = this.#scopes.filter((one) => one !== registered);
      this.#changed();
    };
  }

  /** From now on these keys count. */
  setKeys(settings: KeySettings): void {
    this.#settings = settings;
    this.#changed();
  }

  /**
   * What an action's key must not be mixed up with: everything on this page; for one of the frame, everything on any page that was
   * shown. With the keys as they were chosen, also while single ones rest.
   */
  rivals(id: string): RegisteredAction[] {
    const here = this.get(id)?.scope === 'frame' ? [...this.#known.values()] : this.#snapshot;
    return here
      .filter((action) => action.id !== id)
      .map((action) => ({ ...action, keys: chosenKeys(action.id, action.usualKeys, this.#settings) }));
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
  list = (): readonly RegisteredAction[] => this.#snapshot;

  get(id: string): RegisteredAction | undefined {
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

  /**
   * Runs what the key is bound to. `true`: the key was taken, also as the first of two. Where all that it is bound to cannot be run now,
   * `refused` hears the reason: a key that does nothing and says nothing looks like one that worked.
   */
  press(press: KeyPress, place: FocusPlace, refused: (reason: string) => void = () => {}): boolean {
    if (this.#suspended > 0 || isModifier(press.key)) return false;
    const now = this.#clock();
    const reasons: string[] = [];
    const earlier = now - this.#pending.at <= sequenceTime ? this.#pending.presses : [];
    for (const presses of earlier.length > 0 ? [[...earlier, press], [press]] : [[press]]) {
      const taken = this.#tryPresses(presses, place, now, reasons);
      if (taken) return true;
    }
    this.#pending = { presses: [], at: 0 };
    if (reasons[0] !== undefined) refused(reasons[0]);
    return false;
  }

  #tryPresses(presses: KeyPress[], place: FocusPlace, now: number, reasons: string[]): boolean {
    let prefix = false;
    for (const action of this.#snapshot) {
      for (const binding of action.keys) {
        const strokes = parseBinding(binding);
        if (!mayRun(action, strokes, place) || !begins(strokes, presses)) continue;
        if (presses.at(-1)?.repeat && !action.repeats) continue;
        const available = action.when();
        if (strokes.length > presses.length) prefix = true;
        else if (available === true) {
          this.#pending = { presses: [], at: 0 };
          action.run();
          return true;
        } else if (available !== false) reasons.push(available.reason);
      }
    }
    if (prefix) this.#pending = { presses, at: now };
    return prefix;
  }

  #changed(): void {
    const seen = new Set<string>();
    const inner = this.#scopes.toReversed().flat();
    this.#snapshot = [
      ...inner.filter(({ scope }) => scope === 'page'),
      ...inner.filter(({ scope }) => scope === 'frame'),
    ]
      .filter((action) => !seen.has(action.id) && seen.add(action.id))
      .map((action) => {
        const keys = liveKeys(chosenKeys(action.id, action.usualKeys, this.#settings), this.#settings);
        return { ...action, keys };
      });
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

function checkDistinct(actions: readonly Action[]): void {
  const seen = new Set<string>();
  for (const name of actions.flatMap((action) => [`action ${action.id}`, ...action.keys.map((key) => `key ${key}`)])) {
    if (seen.has(name)) throw new Error(`refuse ${name}: it is there twice`);
    seen.add(name);
  }
}
