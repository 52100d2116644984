import { EnforcementEvent } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { personNotice } from '../notices/person-notice.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { newUuid } from '../staff/tokens.ts';
import { deliverAttempts } from './backoff.ts';

/** A message as hub and members know it. */
export interface SentMessage {
  readonly sender: string;
  /** Base64url. */
  readonly groupId: string;
  readonly sequence: number;
}

export interface ActionSubject {
  readonly case_id: string;
  readonly hub_id: string;
  readonly subject_kind: 'account' | 'group';
  readonly subject_id: string;
}

type Event = z.input<typeof EnforcementEvent>;

/**
 * Puts what a decision does on its way, in the transaction that makes the decision: one event for each account that it
 * concerns, numbered for that account. A hub without a webhook gets nothing.
 */
export async function sendAction(
  deps: Deps,
  tx: Transaction,
  subject: ActionSubject,
  decision: Selectable<DecisionTable>,
  messages: readonly SentMessage[],
): Promise<void> {
  if (decision.action === 'no-action' || !deps.hubs.get(subject.hub_id)?.webhookUrl) return;
  for (const accountId of accountsOf(subject, decision, messages)) {
    const sequence = await nextSequence(tx, subject.hub_id, accountId);
    const own = messages.filter((message) => message.sender === accountId);
    const event = EnforcementEvent.parse(eventFor(deps, decision, { accountId, sequence, messages: own }));
    const deliveryId = newUuid(deps.random);
    await tx
      .insertInto('delivery')
      .values({
        delivery_id: deliveryId,
        hub_id: subject.hub_id,
        account_id: accountId,
        decision_id: decision.decision_id,
        case_id: subject.case_id,
        type: event.type,
        sequence,
        body: JSON.stringify(event),
        state: 'pending',
        attempts: 0,
        next_attempt_at: deps.clock(),
        last_error: null,
        created_at: deps.clock(),
        delivered_at: null,
      })
      .execute();
    await enqueue(tx, {
      kind: 'deliver-action',
      payload: { deliveryId },
      orderKey: `${subject.hub_id}:${accountId}`,
      maxAttempts: deliverAttempts,
    });
  }
}

function accountsOf(
  subject: ActionSubject,
  decision: Selectable<DecisionTable>,
  messages: readonly SentMessage[],
): string[] {
  if (decision.action === 'remove-message') return [...new Set(messages.map((message) => message.sender))];
  return subject.subject_kind === 'account' ? [subject.subject_id] : [];
}

/** Holds the account's counter until the transaction ends, so that numbers follow commits. */
async function nextSequence(tx: Transaction, hubId: string, accountId: string): Promise<number> {
  const { rows } = await sql<{ last_sequence: number }>`
    insert into account_sequence (hub_id, account_id, last_sequence) values (${hubId}, ${accountId}, 1)
    on conflict (hub_id, account_id) do update set last_sequence = account_sequence.last_sequence + 1
    returning last_sequence`.execute(tx);
  const sequence = rows[0]?.last_sequence;
  if (sequence === undefined) throw new Error('number an event');
  return sequence;
}

function eventFor(
  deps: Deps,
  decision: Selectable<DecisionTable>,
  given: { accountId: string; sequence: number; messages: readonly SentMessage[] },
): Event {
  const { accountId, sequence } = given;
  const head = { sequence, timestamp: deps.clock().toISOString() };
  const data = { accountId, notice: personNotice(decision, deps.config.appeals) };
  switch (decision.action) {
    case 'warn':
      return { ...head, type: 'account.warned', data };
    case 'suspend':
      if (decision.until === null) throw new Error('send a suspension without an end');
      return { ...head, type: 'account.suspended', data: { ...data, until: decision.until.toISOString() } };
    case 'ban':
      return { ...head, type: 'account.banned', data };
    case 'remove-message': {
      const messages = given.messages.map(({ groupId, sequence: number }) => ({ groupId, sequence: number }));
      return { ...head, type: 'message.removed', data: { ...data, messages } };
    }
    case 'no-action':
      throw new Error('send an action that is none');
    default:
      return decision.action satisfies never;
  }
}
