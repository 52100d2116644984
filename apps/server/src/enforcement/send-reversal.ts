import { type DecisionEnd, EnforcementEvent } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import { reversalNotice } from '../notices/reversal-notice.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { sameStanding, standingView } from './account-standing.ts';
import { loadStanding, loadToldStanding } from './load-standing.ts';
import { holdAccount, queueEvent } from './queue-event.ts';

interface Heard {
  readonly account_id: string;
  readonly type: string;
  readonly body: string;
}

/**
 * Undoes on the other side what a decision that no longer stands has done there, in the caller's transaction, which has
 * written its end: an event that nobody can have heard of is withdrawn; to who has heard, the account's standing by what
 * is left is sent, and that the decision fell. One that ran out is told only where it makes a difference.
 */
export async function sendReversal(
  deps: Deps,
  tx: Transaction,
  subject: { readonly case_id: string; readonly hub_id: string },
  decision: Selectable<DecisionTable>,
  why: DecisionEnd,
): Promise<void> {
  const hubId = subject.hub_id;
  for (const accountId of await accountsTold(tx, decision.decision_id)) {
    await holdAccount(tx, hubId, accountId);
    if (why !== 'expired') await withdraw(tx, decision.decision_id, accountId);
    const heard = await loadHeard(tx, decision.decision_id, accountId);
    if (heard.length === 0) continue;
    const target = { hubId, accountId, caseId: subject.case_id, decisionId: decision.decision_id, sendAt: null };
    const data = { accountId, notice: reversalNotice(decision, deps.config.appeals, deps.clock()) };
    const messages = messagesOf(heard);
    if (messages.length > 0) {
      await queueEvent(deps, tx, target, { type: 'message.restored', data: { ...data, messages } });
      continue;
    }
    const standing = await loadStanding(tx, { hubId, accountId }, deps.clock());
    const told = await loadToldStanding(tx, { hubId, accountId });
    if (why === 'expired' && sameStanding(standing, told)) continue;
    await queueEvent(deps, tx, target, {
      type: 'account.restored',
      data: { ...data, standing: standingView(standing) },
    });
  }
}

async function accountsTold(tx: Transaction, decisionId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('delivery')
    .select('account_id')
    .distinct()
    .where('decision_id', '=', decisionId)
    .orderBy('account_id')
    .execute();
  return rows.map((row) => row.account_id);
}

/** An attempt is counted before it is made (deliver-action.ts), so that without one nobody outside has heard. */
async function withdraw(tx: Transaction, decisionId: string, accountId: string): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ state: 'withdrawn', next_attempt_at: null })
    .where('decision_id', '=', decisionId)
    .where('account_id', '=', accountId)
    .where('state', '=', 'pending')
    .where('attempts', '=', 0)
    .execute();
}

function loadHeard(tx: Transaction, decisionId: string, accountId: string): Promise<Heard[]> {
  return tx
    .selectFrom('delivery')
    .select(['account_id', 'type', 'body'])
    .where('decision_id', '=', decisionId)
    .where('account_id', '=', accountId)
    .where('state', '<>', 'withdrawn')
    .orderBy('sequence')
    .execute();
}

function messagesOf(heard: readonly Heard[]) {
  return heard.flatMap(({ body }) => {
    const event = EnforcementEvent.parse(JSON.parse(body));
    return event.type === 'message.removed' ? event.data.messages : [];
  });
}
