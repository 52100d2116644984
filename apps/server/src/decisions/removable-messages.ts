import type { Deps } from '../deps.ts';
import type { SentMessage } from '../enforcement/send-action.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { messageTurn } from '../schema/reporters-in-turn.ts';
import { StoredItem } from '../schema/stored-item.ts';

/** The proven reported messages of a case that concern its subject: what removing would take away. */
export async function removableMessages(
  deps: Deps,
  tx: Transaction,
  subject: { caseId: string; kind: 'account' | 'group'; id: string },
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
