import type { DecisionEnd } from '@wellhouse/protocol';
import type { DecisionTable } from '../schema/decision.ts';
import type { Refusal } from './decision-rules.ts';
import { isHeld } from './two-people.ts';

/** How long a decision can be taken back without giving reasons. */
export const undoWindowMs = 10 * 60_000;

type State = DecisionTable['state'];

/** Why a decision cannot end so, or null. What has run out can still fall on appeal: its strike counts on. */
export function whyNotEnd(
  { state, ended }: { readonly state: State; readonly ended: DecisionEnd | null },
  why: DecisionEnd,
): Refusal | null {
  const closed = { code: 'decision-closed' as const, detail: 'This decision does not stand any more.' };
  if (ended !== null && ended !== 'expired') return closed;
  switch (why) {
    case 'undo':
      return state === 'in-force' || state === 'held' || state === 'scheduled' ? null : closed;
    case 'cancelled':
      return state === 'scheduled' ? null : closed;
    case 'reversed':
    case 'appeal':
      return state === 'in-force' || state === 'scheduled' ? null : closed;
    case 'expired':
      return state === 'in-force' && ended === null ? null : closed;
    default:
      return why satisfies never;
  }
}

export function stateAfterEnd(state: State, why: DecisionEnd): State {
  switch (why) {
    case 'undo':
    case 'cancelled':
      return 'undone';
    case 'reversed':
    case 'appeal':
      return 'overturned';
    case 'expired':
      return state;
    default:
      return why satisfies never;
  }
}

/** Until when a decision can be undone; null: a held or scheduled one, as long as it waits. */
export function undoUntil(decision: { readonly decided_at: Date }): Date {
  return new Date(decision.decided_at.getTime() + undoWindowMs);
}

export interface UndoFacts {
  readonly action: DecisionTable['action'];
  readonly state: State;
  readonly endedWhy: DecisionEnd | null;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/**
 * Why this person cannot undo the decision now, or null. Its author or a lead can, for ten minutes; what waits or is yet to
 * begin, as long as it does. What two people decided is no slip: it is reversed with reasons.
 */
export function undoRefusalOf(
  decision: UndoFacts,
  who: { readonly staffId: string; readonly approves: boolean },
  now: Date,
): Refusal | null {
  const closed = whyNotEnd({ state: decision.state, ended: decision.endedWhy }, 'undo');
  if (closed !== null) return closed;
  if (decision.decidedBy !== who.staffId && !who.approves) {
    return { code: 'not-yours', detail: 'Its author or a lead can take this decision back.' };
  }
  if (decision.state !== 'in-force') return null;
  if (isHeld(decision.action)) {
    return { code: 'undo-over', detail: 'Two people made this decision. It can be reversed, with reasons.' };
  }
  if (now >= undoUntil({ decided_at: decision.decidedAt })) {
    return { code: 'undo-over', detail: 'A lead can still reverse the decision, with reasons.' };
  }
  return null;
}
