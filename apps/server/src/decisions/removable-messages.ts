import type { Deps } from '../deps.ts';
import type { SentMessage } from '../enforcement/queue-event.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { messageTurn } from '../schema/reporters-in-turn.ts';
import { StoredItem } from '../schema/stored-item.ts';

/** The proven reported messages of a case that concern its subject: what removing would take away; of these alone, where they are named. */
export async function removableMessages(
  deps: Deps,
  tx: Transaction,
  subject: { caseId: string; kind: 'account' | 'group'; id: string },
  only: readonly string[] | null = null,
): Promise<SentMessage[]> {
  const vault = await openCaseVault(tx, deps.keys, deps.random, subject.caseId);
  if (vault === null) return [];
  const rows = await tx
    .selectFrom('evidence_item')
    .innerJoin('report', 'report.report_id', 'evidence_item.report_id')
    .select(['evidence_item.item_id', 'evidence_item.content'])
    .where('evidence_item.case_id', '=', subject.caseId)
    .where('evidence_item.role', '=', 'reported')
    .where('evidence_item.level', '<>', 'ASSERTED')
    .$if(only !== null, (items) => items.where('evidence_item.item_id', 'in', only ?? []))
    .orderBy(messageTurn)
    .limit(1_000)
    .execute();
  const found = new Map<string, SentMessage>();
  for (const row of rows) {
    const item = StoredItem.parse(await vault.openJson(row.content, `item:${row.item_id}`));
    const { sender, groupId, sequence } = item;
    const concerned = subject.kind === 'account' ? sender === subject.id : groupId === subject.id;
    if (!concerned || groupId === null || sequence === null) continue;
    found.set(`${groupId} ${sequence}`, { sender, groupId, sequence });
  }
  return [...found.values()];
}
