import { type ReportPayload, reportLimits } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { newUuid } from '../staff/tokens.ts';
import type { IndexedStamp } from './stamp-index.ts';
import type { VerifiedItem } from './verify-items.ts';

export interface ReportMaterial {
  readonly items: readonly VerifiedItem[];
  /** One an item; null where no stamp verified. */
  readonly stamps: readonly (IndexedStamp | null)[];
  /** Indices of items that the hub contradicts. */
  readonly contradicted: ReadonlySet<number>;
  readonly attachments: ReportPayload['attachments'];
}

/**
 * Stores the messages of one report under their case's key, and a line for each picture that can be opened, by its key: no more than
 * a report may upload, those that it names first. Messages can carry a thousand, all of one upload.
 */
export async function storeItems(
  deps: Deps,
  tx: Transaction,
  vault: CaseVault,
  place: { caseId: string; reportId: string },
  { items, stamps, contradicted, attachments }: ReportMaterial,
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
        place: stamps[index]?.place ?? null,
        statement: stamps[index]?.statement ?? null,
        contradicted: contradicted.has(index),
        awaits_key: item.awaitsKey === undefined ? null : String(item.awaitsKey),
      };
    }),
  );
  await tx.insertInto('evidence_item').values(rows).execute();
  const named = new Set(attachments.map((one) => `${one.item} ${one.part}`));
  const found = items.flatMap((item, index) =>
    item.content.parts.flatMap((part) =>
      part.type === 'attachment' && part.opening !== null ? [{ index, part }] : [],
    ),
  );
  const isNamed = ({ index, part }: (typeof found)[number]) => named.has(`${index} ${part.index}`);
  const opened = [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))].slice(0, reportLimits.attachments);
  const pictures = opened.map(({ index, part }) => ({
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
  }));
  if (pictures.length > 0) await tx.insertInto('evidence_picture').values(pictures).execute();
}
