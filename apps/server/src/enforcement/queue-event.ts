import { EnforcementEvent } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { newUuid } from '../staff/tokens.ts';
import { deliverAttempts } from './backoff.ts';

/** A message as hub and members know it. */
export interface SentMessage {
  readonly sender: string;
  /** Base64url. */
  readonly groupId: string;
  readonly sequence: number;
}

export interface EventTarget {
  readonly hubId: string;
  readonly accountId: string;
  readonly caseId: string;
  readonly decisionId: string;
  /** Not before this; null: at once. */
  readonly sendAt: Date | null;
}

type Input = z.input<typeof EnforcementEvent>;
type WithoutHead<T> = T extends unknown ? Omit<T, 'sequence' | 'timestamp'> : never;
export type EventBody = WithoutHead<Input>;

/** Puts one event on its way in the caller's transaction, numbered for its account. A hub without a webhook gets nothing. */
export async function queueEvent(deps: Deps, tx: Transaction, target: EventTarget, body: EventBody): Promise<void> {
  const { hubId, accountId } = target;
  if (!deps.hubs.get(hubId)?.webhookUrl) return;
  const now = deps.clock();
  const sequence = await nextSequence(tx, hubId, accountId);
  const event = EnforcementEvent.parse({ sequence, timestamp: now.toISOString(), ...body });
  const deliveryId = newUuid(deps.random);
  await tx
    .insertInto('delivery')
    .values({
      delivery_id: deliveryId,
      hub_id: hubId,
      account_id: accountId,
      decision_id: target.decisionId,
      case_id: target.caseId,
      type: event.type,
      sequence,
      body: JSON.stringify(event),
      state: 'pending',
      attempts: 0,
      next_attempt_at: target.sendAt ?? now,
      last_error: null,
      created_at: now,
      delivered_at: null,
    })
    .execute();
  await enqueue(tx, {
    kind: 'deliver-action',
    payload: { deliveryId },
    orderKey: `${hubId}:${accountId}`,
    maxAttempts: deliverAttempts,
    ...(target.sendAt !== null && { runAt: target.sendAt }),
  });
}

/** Holds the account until the transaction ends: what is decided about it is told in the order of commits. */
export async function holdAccount(tx: Transaction, hubId: string, accountId: string): Promise<void> {
  await sql`insert into account_sequence (hub_id, account_id, last_sequence) values (${hubId}, ${accountId}, 0)
    on conflict (hub_id, account_id) do update set last_sequence = account_sequence.last_sequence`.execute(tx);
}

async function nextSequence(tx: Transaction, hubId: string, accountId: string): Promise<number> {
  const { rows } = await sql<{ last_sequence: number }>`
    insert into account_sequence (hub_id, account_id, last_sequence) values (${hubId}, ${accountId}, 1)
    on conflict (hub_id, account_id) do update set last_sequence = account_sequence.last_sequence + 1
    returning last_sequence`.execute(tx);
  const sequence = rows[0]?.last_sequence;
  if (sequence === undefined) throw new Error('number an event');
  return sequence;
}
