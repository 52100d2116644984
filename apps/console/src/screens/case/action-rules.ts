import { Action, type CasePage, type CaseSummary } from '@wellhouse/protocol';
import type { MessageKey } from '../../i18n/messages.ts';
import { progressOf } from './pictures/picture-progress.ts';

/** From the mildest to the hardest. */
export const actionLadder: readonly Action[] = Action.options;

/** Nobody loses anything because somebody merely says so; the server refuses these as `asserted-only`. */
const needProof: ReadonlySet<Action> = new Set(['remove-message', 'limit', 'suspend', 'ban']);
/** Actions that need an account to be done to. */
const needAccount: ReadonlySet<Action> = new Set(['warn', 'limit', 'suspend', 'ban']);

/** What decides which actions a case allows. */
export interface ActionFacts extends Pick<CaseSummary, 'level' | 'subject' | 'reportCount'> {
  /** Pictures of shared albums that a person has confirmed. */
  readonly confirmed: number;
}

export function factsOf({ summary, pictures }: Pick<CasePage, 'summary' | 'pictures'>): ActionFacts {
  return { ...summary, confirmed: progressOf(pictures).confirmed };
}

/** Why an action cannot be chosen for this case; null if it can. */
export function whyNot(action: Action, facts: ActionFacts): MessageKey | null {
  if (facts.subject.kind === 'group' && needAccount.has(action)) return 'decide.whyNot.group';
  if (facts.reportCount === 0 && action === 'remove-message') return 'decide.whyNot.noMessage';
  // A match is no person's word: somebody has to confirm a picture first; the server refuses these as `nothing-confirmed`.
  if (facts.reportCount === 0 && facts.confirmed === 0 && action !== 'no-action') return 'decide.whyNot.unconfirmed';
  if (facts.level === 'ASSERTED' && needProof.has(action)) return 'decide.whyNot.asserted';
  return null;
}
