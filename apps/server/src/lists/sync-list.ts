import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, JobRetry, neverGiveUp } from '../platform/jobs/job.ts';
import { type FetchOptions, fetchList } from './fetch-list.ts';
import { ListError } from './list-error.ts';
import { SourceError } from './source-error.ts';

const Payload = z.strictObject({ listId: z.string(), planned: z.boolean() });

/** Pause after a sync that failed for a reason which only people can remove: credentials, settings, a shrink. */
const longPauseMs = 15 * 60_000;
const firstPauseMs = 30_000;

/** The next sync of a list's unending row. Each list has one such job, made when the list is added. */
export async function planSync(tx: Executor, listId: string, runAt: Date): Promise<void> {
  await tx.updateTable('list').set({ next_sync_at: runAt }).where('list_id', '=', listId).execute();
  await enqueue(tx, { kind: 'sync-list', payload: { listId, planned: true }, runAt, maxAttempts: neverGiveUp });
}

/** The job `sync-list`. A planned one plans the next in the transaction that ends it. */
export function createSyncList(deps: Deps, options: Omit<FetchOptions, 'signal' | 'onProgress'> = {}): JobHandler {
  return async (payload, context) => {
    const { listId, planned } = Payload.parse(payload);
    let everyMinutes: number;
    try {
      ({ everyMinutes } = await fetchList(deps, listId, { ...options, signal: context.signal }));
    } catch (error) {
      // Without a list there is nothing to sync, now or later.
      if (error instanceof ListError && endsTheRow.has(error.code)) return;
      if (context.signal.aborted || !planned) throw error;
      const pause = pauseAfter(error, context.attempt);
      await deps.database.kysely
        .updateTable('list')
        .set({ next_sync_at: new Date(deps.clock().getTime() + pause) })
        .where('list_id', '=', listId)
        .execute();
      throw new JobRetry(pause, `sync ${listId}: ${error instanceof Error ? error.message : 'failed'}`);
    }
    if (!planned) return;
    await deps.database.transaction(async (tx) => {
      await planSync(tx, listId, new Date(deps.clock().getTime() + everyMinutes * 60_000));
      await context.finish(tx);
    });
  };
}

const endsTheRow: ReadonlySet<string> = new Set(['list-missing', 'list-withdrawn', 'list-source-mismatch']);

function pauseAfter(error: unknown, attempt: number): number {
  const growing = Math.min(longPauseMs, firstPauseMs * 2 ** Math.min(attempt - 1, 10));
  if (error instanceof SourceError && error.code === 'source-busy') return Math.max(growing, error.retryAfterMs ?? 0);
  if (error instanceof SourceError && error.code === 'source-unreachable') return growing;
  if (error instanceof ListError && error.code === 'list-sync-overtaken') return growing;
  return error instanceof ListError || error instanceof SourceError ? longPauseMs : growing;
}
