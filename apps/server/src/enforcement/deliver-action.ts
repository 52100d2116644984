import { type Selectable, sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type JobHandler, JobRefusal, JobRetry } from '../platform/jobs/job.ts';
import type { DeliveryTable } from '../schema/delivery.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { pauseMs } from './backoff.ts';

const Payload = z.strictObject({ deliveryId: z.string() });

export interface DeliverOptions {
  readonly fetch?: typeof fetch;
  /** How long one attempt may take; default 10 s. */
  readonly timeoutMs?: number;
  readonly pauseMs?: (attempt: number) => number;
}

/**
 * The job `deliver-action`: posts one event to the hub, signed (Standard Webhooks). At least once: a receiver that
 * answered but was not heard is told again, with the same `webhook-id`. Jobs of one account run in order, so a target
 * that is down holds back what comes later and nothing overtakes. The address comes from the operator's list of hubs and
 * from nowhere else, and redirects are not followed.
 */
export function createDeliverAction(deps: Deps, options: DeliverOptions = {}): JobHandler {
  const post = options.fetch ?? fetch;
  const pause = options.pauseMs ?? pauseMs;
  const timeoutMs = options.timeoutMs ?? 10_000;

  return async (job, context) => {
    const { deliveryId } = Payload.parse(job);
    // Counted before it is made: who undoes the decision sees that the hub may have heard of it.
    const delivery = await deps.database.kysely
      .updateTable('delivery')
      .set({ attempts: sql`attempts + 1` })
      .where('delivery_id', '=', deliveryId)
      .where('state', '=', 'pending')
      .returningAll()
      .executeTakeFirst();
    if (delivery === undefined) return;
    const failure = await attempt(deps, delivery, { post, timeoutMs, signal: context.signal });
    if (failure === null) {
      await deps.database.transaction(async (tx) => {
        const now = deps.clock();
        await tx
          .updateTable('delivery')
          .set({ state: 'delivered', delivered_at: now, next_attempt_at: null })
          .where('delivery_id', '=', deliveryId)
          .execute();
        const said = { code: 'delivered', type: delivery.type, hubId: delivery.hub_id } as const;
        const line = timelineLine({ caseId: delivery.case_id, at: now, kind: 'delivered', staffId: null, said });
        await tx.insertInto('case_event').values(line).execute();
        await context.finish(tx);
      });
      return;
    }
    const dead = context.attempt >= context.maxAttempts;
    const delay = pause(context.attempt);
    await deps.database.kysely
      .updateTable('delivery')
      .set({
        state: dead ? 'dead' : 'pending',
        last_error: failure,
        next_attempt_at: dead ? null : new Date(deps.clock().getTime() + delay),
      })
      .where('delivery_id', '=', deliveryId)
      .execute();
    if (dead) throw new JobRefusal(`deliver ${deliveryId}: ${failure}`);
    throw new JobRetry(delay, `deliver ${deliveryId}: ${failure}`);
  };
}

/** Null when the hub took it; else why not, without a word of its answer's body. */
async function attempt(
  deps: Deps,
  delivery: Selectable<DeliveryTable>,
  { post, timeoutMs, signal }: { post: typeof fetch; timeoutMs: number; signal: AbortSignal },
): Promise<string | null> {
  const hub = deps.hubs.get(delivery.hub_id);
  if (hub === null || hub.webhookUrl === null || hub.webhookSecret === null) return 'the hub has no webhook any more';
  const now = deps.clock();
  try {
    const response = await post(hub.webhookUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'wellhouse',
        'webhook-id': delivery.delivery_id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(hub.webhookSecret).sign(delivery.delivery_id, now, delivery.body),
      },
      body: delivery.body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `answered ${response.status}`;
  } catch (error) {
    // The process is stopping or has lost the job: no failed attempt.
    if (signal.aborted) throw error;
    return failureOf(error);
  }
}

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : '';
  return `no connection${cause}`;
}
