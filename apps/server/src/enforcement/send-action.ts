import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import { type NoticeStrikes, personNotice } from '../notices/person-notice.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { type EventBody, queueEvent, type SentMessage } from './queue-event.ts';

export interface ActionSubject {
  readonly case_id: string;
  readonly hub_id: string;
  readonly subject_kind: 'account' | 'group';
  readonly subject_id: string;
  readonly drill: boolean;
}

export interface Sending {
  readonly messages: readonly SentMessage[];
  /** What the person is told about their record; null: the decision leaves no strike. */
  readonly strikes: NoticeStrikes | null;
  /** It can be undone: it waits for the grace, so that a slip reaches nobody. */
  readonly undoable: boolean;
}

/**
 * Puts what a decision does on its way, in the transaction that makes it: one event for each account that it concerns. A
 * scheduled one is announced, and sent again when it begins.
 */
export async function sendAction(
  deps: Deps,
  tx: Transaction,
  subject: ActionSubject,
  decision: Selectable<DecisionTable>,
  { messages, strikes, undoable }: Sending,
): Promise<void> {
  if (decision.action === 'no-action') return;
  // A drill waits for nobody: it measures the way.
  const graceMs = undoable && !subject.drill ? deps.config.undoGraceSeconds * 1_000 : 0;
  const sendAt = graceMs === 0 ? null : new Date(deps.clock().getTime() + graceMs);
  const notice = personNotice(decision, deps.config.appeals, strikes);
  for (const accountId of accountsOf(subject, decision, messages)) {
    const own = messages.filter((message) => message.sender === accountId);
    const target = {
      hubId: subject.hub_id,
      accountId,
      caseId: subject.case_id,
      decisionId: decision.decision_id,
      sendAt,
    };
    await queueEvent(deps, tx, target, eventFor(decision, { accountId, notice }, own));
  }
}

function accountsOf(
  subject: ActionSubject,
  decision: Selectable<DecisionTable>,
  messages: readonly SentMessage[],
): string[] {
  if (decision.action === 'remove-message') return [...new Set(messages.map((message) => message.sender))].sort();
  return subject.subject_kind === 'account' ? [subject.subject_id] : [];
}

function eventFor(
  decision: Selectable<DecisionTable>,
  data: { accountId: string; notice: ReturnType<typeof personNotice> },
  own: readonly SentMessage[],
): EventBody {
  // What is to begin later is a word of warning until then.
  if (decision.state === 'scheduled') return { type: 'account.warned', data };
  switch (decision.action) {
    case 'warn':
      return { type: 'account.warned', data };
    case 'limit':
      return { type: 'account.limited', data: { ...data, until: endOf(decision) } };
    case 'suspend':
      return { type: 'account.suspended', data: { ...data, until: endOf(decision) } };
    case 'ban':
      return { type: 'account.banned', data };
    case 'remove-message': {
      const messages = own.map(({ groupId, sequence }) => ({ groupId, sequence }));
      return { type: 'message.removed', data: { ...data, messages } };
    }
    case 'no-action':
      throw new Error('send an action that is none');
    default:
      return decision.action satisfies never;
  }
}

function endOf({ until }: Selectable<DecisionTable>): string {
  if (until === null) throw new Error('send a suspension or limit without an end');
  return until.toISOString();
}
