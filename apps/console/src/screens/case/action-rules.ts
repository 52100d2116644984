import { Action, type CaseSummary } from '@wellhouse/protocol';
import type { MessageKey } from '../../i18n/messages.ts';

/** From the mildest to the hardest. */
export const actionLadder: readonly Action[] = Action.options;

/** Nobody loses anything because somebody merely says so; the server refuses these as `asserted-only`. */
const needProof: ReadonlySet<Action> = new Set(['remove-message', 'suspend', 'ban']);
/** Actions that need an account to be done to. */
const needAccount: ReadonlySet<Action> = new Set(['warn', 'suspend', 'ban']);

/** Why an action cannot be chosen for this case; null if it can. */
export function whyNot(action: Action, summary: Pick<CaseSummary, 'level' | 'subject'>): MessageKey | null {
  if (summary.subject.kind === 'group' && needAccount.has(action)) return 'decide.whyNot.group';
  if (summary.level === 'ASSERTED' && needProof.has(action)) return 'decide.whyNot.asserted';
  return null;
}
