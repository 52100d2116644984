import type { Action, NotSecond } from '@wellhouse/protocol';

/** What makes an action final: those who carry one out ask here, whatever it is. */
export interface FinalityFacts {
  /** It ends by itself or can be taken back with everything it did. */
  readonly reversible: boolean;
}

/** What cannot be undone waits for a second person (DESIGN §2). A ban can be lifted; who was shut out for good is gone. */
const final: ReadonlySet<Action> = new Set<Action>(['ban']);

export function needsTwoPeople(action: Action, facts: FinalityFacts = { reversible: !final.has(action) }): boolean {
  return final.has(action) || !facts.reversible;
}

export function isHeld(action: Action): boolean {
  return needsTwoPeople(action);
}

/** Who had a part in a held decision. */
export interface Parts {
  readonly author: string;
  /** Made a decision on this case before that waited for a second person, and did not get one. */
  readonly wantedBefore: readonly string[];
  /** Handed this case to the author, or assigned it having held it. */
  readonly handedOver: readonly string[];
  /** Confirmed a picture of the case: the match rests on their word. */
  readonly confirmed: readonly string[];
}

/** Why this person cannot be the second one, whatever roles they hold by now; null: they can. */
export function notSecondOf(parts: Parts, staffId: string): NotSecond | null {
  if (parts.author === staffId) return 'author';
  if (parts.wantedBefore.includes(staffId)) return 'wanted-before';
  if (parts.handedOver.includes(staffId)) return 'handed-over';
  if (parts.confirmed.includes(staffId)) return 'confirmed-picture';
  return null;
}
