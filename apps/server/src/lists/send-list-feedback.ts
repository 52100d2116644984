import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, JobRefusal } from '../platform/jobs/job.ts';
import type { FeedbackOpinion } from '../schema/list-feedback.ts';
import { newUuid } from '../staff/tokens.ts';
import { SourceError } from './source-error.ts';
import { readConnections } from './sources/connections.ts';
import type { ExchangeOptions } from './sources/exchange-http.ts';
import { openSource } from './sources/open-source.ts';

const Payload = z.strictObject({ feedbackId: z.string() });

/**
 * Enqueues a vote about an entry in the transaction of what made it. Nothing is sent for an entry whose source takes no
 * votes.
 */
export async function queueFeedback(
  tx: Transaction,
  { clock, random }: Pick<Deps, 'clock' | 'random'>,
  { entryId, opinion }: { entryId: string; opinion: FeedbackOpinion },
): Promise<string | null> {
  const entry = await tx
    .selectFrom('list_entry')
    .select(['list_id', 'feedback_ref'])
    .where('entry_id', '=', entryId)
    .executeTakeFirst();
  if (entry === undefined || entry.feedback_ref === null) return null;
  const feedbackId = newUuid(random);
  await tx
    .insertInto('list_feedback')
    .values({
      feedback_id: feedbackId,
      list_id: entry.list_id,
      entry_id: entryId,
      opinion,
      last_error: null,
      created_at: clock(),
      sent_at: null,
    })
    .execute();
  await enqueue(tx, { kind: 'send-list-feedback', payload: { feedbackId }, orderKey: `list-entry:${entryId}` });
  return feedbackId;
}

/** The job `send-list-feedback`: at least once; a vote that was sent twice is one vote at every source. */
export function createSendListFeedback(
  deps: Deps,
  options: Pick<ExchangeOptions, 'limits' | 'sleep'> = {},
): JobHandler {
  const { database, clock } = deps;

  return async (payload, context) => {
    const { feedbackId } = Payload.parse(payload);
    const vote = await database.kysely
      .selectFrom('list_feedback')
      .innerJoin('list_entry', 'list_entry.entry_id', 'list_feedback.entry_id')
      .innerJoin('list', 'list.list_id', 'list_feedback.list_id')
      .select(['opinion', 'list_entry.kind', 'value', 'feedback_ref', 'connection_id', 'list.source', 'attempts'])
      .where('feedback_id', '=', feedbackId)
      .where('list_feedback.state', '=', 'pending')
      .executeTakeFirst();
    if (vote === undefined) return;
    const attempts = vote.attempts + 1;
    const end = async (values: {
      state: 'sent' | 'dead' | 'pending';
      last_error: string | null;
      sent_at: Date | null;
    }) => {
      await database.kysely
        .updateTable('list_feedback')
        .set({ ...values, attempts })
        .where('feedback_id', '=', feedbackId)
        .execute();
    };
    try {
      if (vote.value === null || vote.feedback_ref === null) {
        throw new SourceError('feedback-not-taken', 'the entry was withdrawn since');
      }
      const connection = (await readConnections(deps.config.listSourcesFile)).get(vote.connection_id ?? '');
      if (connection === undefined || connection.source !== vote.source) {
        throw new SourceError('source-unreachable', 'its connection is not in WELLHOUSE_LIST_SOURCES');
      }
      const client = openSource(deps, connection, { ...options, signal: context.signal });
      const { feedback_ref: ref, opinion, kind } = vote;
      await client.sendFeedback({ ref, opinion, kind, hex: vote.value.toString('hex') });
    } catch (error) {
      if (context.signal.aborted) throw error;
      const reason = error instanceof SourceError ? `${error.code}: ${error.message}` : 'failed; see the log';
      const isLast = context.attempt >= context.maxAttempts;
      const isHopeless = error instanceof SourceError && hopeless.has(error.code);
      await end({ state: isLast || isHopeless ? 'dead' : 'pending', last_error: reason, sent_at: null });
      if (isHopeless) throw new JobRefusal(`send feedback ${feedbackId}: ${reason}`);
      throw error;
    }
    await end({ state: 'sent', last_error: null, sent_at: clock() });
  };
}

const hopeless: ReadonlySet<string> = new Set(['feedback-not-taken', 'source-refused']);
