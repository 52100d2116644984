import type { CaseLimits, Delivery } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { caseWithin } from '../staff/may-case.ts';

/** Actions on their way and lately arrived, newest first; only those of cases that the limits cover. */
export async function listDeliveries(
  deps: Deps,
  state: 'pending' | 'delivered' | 'dead' | 'withdrawn' | undefined,
  limits: CaseLimits,
): Promise<{ deliveries: z.input<typeof Delivery>[] }> {
  let query = deps.database.kysely
    .selectFrom('delivery')
    .innerJoin('case_file', 'case_file.case_id', 'delivery.case_id')
    .selectAll('delivery')
    .where(caseWithin(limits))
    .orderBy('delivery.created_at', 'desc')
    .limit(200);
  if (state !== undefined) query = query.where('delivery.state', '=', state);
  const rows = await query.execute();
  return {
    deliveries: rows.map((row) => ({
      deliveryId: row.delivery_id,
      hubId: row.hub_id,
      accountId: row.account_id,
      type: row.type,
      state: row.state,
      attempts: row.attempts,
      nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
      lastError: row.last_error,
      createdAt: row.created_at.toISOString(),
      deliveredAt: row.delivered_at?.toISOString() ?? null,
    })),
  };
}
