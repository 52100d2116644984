import type { Deps } from '../deps.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { newUuid } from '../staff/tokens.ts';
import type { VerifiedItem } from './verify-items.ts';

/** Stores the messages of one report under their case's key, and a line for each attachment that a message carries. */
export async function storeItems(
  deps: Deps,
  tx: Transaction,
  vault: CaseVault,
  place: { caseId: string; reportId: string },
  items: readonly VerifiedItem[],
): Promise<void> {
  if (items.length === 0) return;
  const at = { case_id: place.caseId, report_id: place.reportId };
  const rows = await Promise.all(
    items.map(async (item, index) => {
      const itemId = newUuid(deps.random);
      return {
        ...at,
        item_id: itemId,
        item_index: index,
        role: item.role,
        level: item.level,
        content: await vault.sealJson(item.content, `item:${itemId}`),
      };
    }),
  );
  await tx.insertInto('evidence_item').values(rows).execute();
  const pictures = items.flatMap((item, index) =>
    item.content.parts.flatMap((part) =>
      part.type !== 'attachment'
        ? []
        : {
            ...at,
            attachment_id: newUuid(deps.random),
            item_id: rows[index]?.item_id ?? '',
            part_index: part.index,
            ciphertext_sha256: part.ciphertextSha256,
            state: 'missing' as const,
            problem: null,
            width: null,
            height: null,
            updated_at: deps.clock(),
          },
    ),
  );
  if (pictures.length > 0) await tx.insertInto('evidence_picture').values(pictures).execute();
}
