import type { EvidenceLevel } from '@wellhouse/protocol';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { StoredItem } from '../schema/stored-item.ts';
import { bestLevel } from './best-level.ts';

/** Best level among the reported messages of a case that concern its subject, as they are stored now; of these alone, where they are named. */
export async function provenLevel(
  tx: Transaction,
  vault: CaseVault,
  subject: { caseId: string; kind: 'account' | 'group'; id: string },
  only: readonly string[] | null = null,
): Promise<EvidenceLevel> {
  const rows = await tx
    .selectFrom('evidence_item')
    .select(['item_id', 'level', 'content'])
    .where('case_id', '=', subject.caseId)
    .where('role', '=', 'reported')
    .where('level', '<>', 'ASSERTED')
    .$if(only !== null, (items) => items.where('item_id', 'in', only ?? []))
    .execute();
  const levels: EvidenceLevel[] = [];
  for (const row of rows) {
    const item = StoredItem.parse(await vault.openJson(row.content, `item:${row.item_id}`));
    if ((subject.kind === 'account' ? item.sender : item.groupId) === subject.id) levels.push(row.level);
  }
  return bestLevel(levels);
}
