import type { ConversationEntry } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';

/** Writes down how many messages a look was handed. Called before they are sent. */
export async function noteItems(
  executor: Executor,
  viewId: string,
  conversation: readonly z.input<typeof ConversationEntry>[],
): Promise<void> {
  const items = conversation.filter((entry) => entry.type === 'message').length;
  await executor.updateTable('evidence_view').set({ items }).where('view_id', '=', viewId).execute();
}
