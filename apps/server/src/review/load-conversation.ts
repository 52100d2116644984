import type { ConversationEntry } from '@wellhouse/protocol';
import type { z } from 'zod';
import { loadMessageNumbers } from '../decisions/message-numbers.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { hubContradiction } from '../schema/hub-contradiction.ts';
import { messageTurn } from '../schema/reporters-in-turn.ts';
import { StoredItem } from '../schema/stored-item.ts';
import { buildConversation } from './conversation.ts';
import { loadSeenEnough } from './seen-enough.ts';

/** Items of one view; a case that many people reported still opens. The reporters take turns until it is full. */
const itemLimit = 2_000;

/**
 * What was disclosed in a case. Whoever calls this has logged the look first.
 * @throws ProblemError `not-found`: the case was erased
 */
export async function loadConversation(
  deps: Deps,
  caseId: string,
  limit = itemLimit,
): Promise<z.input<typeof ConversationEntry>[]> {
  const { kysely } = deps.database;
  const vault = await openCaseVault(kysely, deps.keys, deps.random, caseId);
  if (vault === null) throw new ProblemError('not-found', 'The evidence of this case was erased.');
  const chosen = await kysely
    .selectFrom('evidence_item')
    .innerJoin('report', 'report.report_id', 'evidence_item.report_id')
    .select([
      'evidence_item.item_id',
      'evidence_item.report_id',
      'evidence_item.role',
      'evidence_item.level',
      'evidence_item.content',
      'evidence_item.statement',
      'evidence_item.contradicted',
      'evidence_item.item_index',
      'report.accepted_at',
    ])
    .where('evidence_item.case_id', '=', caseId)
    .orderBy(messageTurn)
    .orderBy('report.accepted_at', 'desc')
    .limit(limit)
    .execute();
  // The newest reports first, each as it was handed in.
  const rows = chosen.sort(
    (a, b) =>
      b.accepted_at.getTime() - a.accepted_at.getTime() ||
      (a.report_id < b.report_id ? -1 : a.report_id > b.report_id ? 1 : a.item_index - b.item_index),
  );
  const numbers = await loadMessageNumbers(kysely, [caseId]);
  const items = await Promise.all(
    rows.map(async (row) => ({
      itemId: row.item_id,
      number: numbers.get(row.item_id) ?? 0,
      reportId: row.report_id,
      role: row.role,
      level: row.level,
      statement: row.statement?.toString('hex') ?? null,
      content: withContradiction(
        StoredItem.parse(await vault.openJson(row.content, `item:${row.item_id}`)),
        row.contradicted,
      ),
    })),
  );
  const pictures = await kysely.selectFrom('evidence_picture').selectAll().where('case_id', '=', caseId).execute();
  const seenEnough = await loadSeenEnough(kysely, caseId);
  return buildConversation(
    items,
    pictures.map((picture) => ({
      attachmentId: picture.attachment_id,
      itemId: picture.item_id,
      partIndex: picture.part_index,
      state: picture.state,
      problem: picture.problem,
      width: picture.width,
      height: picture.height,
      known: seenEnough.get(picture.attachment_id)?.known ?? null,
      sameAs: seenEnough.get(picture.attachment_id)?.sameAs ?? null,
    })),
  );
}

/** The contradiction may have come to light after the message was sealed. */
function withContradiction(item: StoredItem, contradicted: boolean): StoredItem {
  if (!contradicted || item.problems.some(({ code }) => code === hubContradiction.code)) return item;
  return { ...item, problems: [...item.problems, { ...hubContradiction }] };
}
