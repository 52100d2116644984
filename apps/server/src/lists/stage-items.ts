import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { toStorableText } from '../platform/storable-text.ts';
import type { SourceItem } from './source-item.ts';

export interface Staging {
  readonly listId: string;
  readonly syncId: string;
  readonly at: Date;
}

const batch = 1_000;

/** A source's words, as a column can hold them. */
const storable = (text: string, length = 200) => toStorableText(text, length);

/** Puts what was read aside, until the whole window or file is there. */
export async function stageItems(
  executor: Executor,
  { listId, syncId, at }: Staging,
  items: readonly SourceItem[],
): Promise<void> {
  for (let start = 0; start < items.length; start += batch) {
    const rows = items.slice(start, start + batch).map((item) => ({
      source_id: storable(item.sourceId),
      stamp: item.at?.toISOString() ?? null,
      deleted: item.deleted,
      media: item.media,
      class: item.class === null ? null : storable(item.class),
      source_status: item.status === null ? null : storable(item.status),
      contributors: item.contributors.map((name) => storable(name)),
      feedback_ref: item.feedbackRef === null ? null : storable(item.feedbackRef, 1_000),
      fingerprints: item.fingerprints,
    }));
    await sql`insert into list_staged (sync_id, list_id, staged_at, source_id, stamp, deleted, media, class,
        source_status, contributors, feedback_ref, fingerprints)
      select ${syncId}::uuid, ${listId}, ${at}, source_id, stamp, deleted, media, class,
        source_status, contributors, feedback_ref, fingerprints
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as item (source_id text, stamp timestamptz,
        deleted boolean, media text, class text, source_status text, contributors text[], feedback_ref text,
        fingerprints jsonb)`.execute(executor);
  }
}

export async function dropStaged(executor: Executor, syncId: string): Promise<void> {
  await executor.deleteFrom('list_staged').where('sync_id', '=', syncId).execute();
}

/** Removes what syncs left behind that died more than a day ago. */
export async function pruneStaged(executor: Executor, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 86_400_000);
  await executor.deleteFrom('list_staged').where('staged_at', '<', dayAgo).execute();
}
