/** Whether an action can be run now. A reason is shown where the action would stand; without one it is left out. */
export type Availability = true | false | { reason: string };

/** Where an action belongs; the overlay and the palette group by it. */
export type ActionGroup =
  | 'go'
  | 'queue'
  | 'case'
  | 'evidence'
  | 'decide'
  | 'held'
  | 'lists'
  | 'queues'
  | 'appeals'
  | 'quality'
  | 'view';

/** One thing a person can do. Buttons, keys, the `?` overlay and the palette all serve the same object. */
export interface Action {
  /** Dotted and stable, e.g. `case.claim`. */
  id: string;
  /** In the person's language. */
  title: string;
  group: ActionGroup;
  /** Bindings such as `j`, `Shift+C`, `g q` (one after the other) or `Mod+Enter` (Ctrl, or Cmd on a Mac). */
  keys: readonly string[];
  when: () => Availability;
  run: () => void;
  /** Also while a text field has the focus; only for bindings with Mod, or Escape. */
  whileTyping?: boolean;
  /** Runs again and again while the key is held down; for moving only. */
  repeats?: boolean;
}
