import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import type { SentMessage } from '../enforcement/queue-event.ts';
import { type ActionSubject, sendAction } from '../enforcement/send-action.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { leaveStrike, ruleOf } from './strikes.ts';

/**
 * What a decision does once it is in force, in the transaction that puts it there: a strike, the event to the hub, and the job
 * that ends it. A scheduled one is announced, and its beginning is a job.
 */
export async function takeEffect(
  deps: Deps,
  tx: Transaction,
  subject: ActionSubject,
  decision: Selectable<DecisionTable>,
  { messages, undoable }: { readonly messages: readonly SentMessage[]; readonly undoable: boolean },
): Promise<void> {
  const { decision_id: decisionId, starts_at, until } = decision;
  if (decision.state === 'scheduled') {
    if (starts_at === null) throw new Error(`begin decision ${decisionId}, which has no beginning`);
    await sendAction(deps, tx, subject, decision, { messages, strikes: null, undoable });
    await enqueue(tx, { kind: 'begin-decision', payload: { decisionId }, runAt: starts_at, maxAttempts: neverGiveUp });
    return;
  }
  const strikes = await leaveStrike(tx, subject, decision, await ruleOf(tx, decision), deps.clock());
  await sendAction(deps, tx, subject, decision, { messages, strikes, undoable });
  if (until !== null) {
    await enqueue(tx, { kind: 'end-decision', payload: { decisionId }, runAt: until, maxAttempts: neverGiveUp });
  }
}
