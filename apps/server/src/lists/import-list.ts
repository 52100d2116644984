import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { askForAgreement } from './agreement.ts';
import { type Applied, applyStaged } from './apply-staged.ts';
import { AgreementNeeded, ListError } from './list-error.ts';
import { type ListFileOptions, readListFile } from './read-list-file.ts';
import type { SourceItem } from './source-item.ts';
import { dropStaged, stageItems } from './stage-items.ts';

export interface ImportOptions extends ListFileOptions {
  readonly listId: string;
  /** Told how many bytes have been read so far. */
  readonly onProgress?: (bytes: number) => void;
}

export interface Imported extends Applied {
  /** Lines that hold a fingerprint. */
  readonly read: number;
}

const batch = 5_000;
const mostLines = 50_000_000;

/**
 * Makes a list hold what the file holds: what the file does not name is withdrawn. All in one transaction; a broken
 * line, a crash, or a file that takes two people who have not agreed leaves the list as it was.
 * @throws ListError
 */
export async function importList(
  deps: Deps,
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  const { database, clock } = deps;
  const { listId } = options;
  await checkTarget(deps, listId);
  const staging = { listId, syncId: newUuid(deps.random), at: clock() };
  const hash = createHash('sha256');
  let read = 0;
  let items: SourceItem[] = [];
  const flush = async () => {
    await stageItems(database.kysely, staging, items);
    items = [];
  };
  try {
    for await (const { item, bytes } of readListFile(hashed(chunks, hash), options)) {
      read += 1;
      if (read > mostLines) throw new ListError('list-too-large', `a file has at most ${mostLines} lines`);
      items.push(item);
      if (items.length < batch) continue;
      await flush();
      options.onProgress?.(bytes);
    }
    await flush();
    const fileDigest = hash.digest('hex');
    try {
      const applied = await database.transaction(async (tx) => {
        const update = { ...staging, kind: 'imported', mode: 'full', checkpoint: null, fileDigest } as const;
        const result = await applyStaged(tx, { ...update, hasOutsideType: options.type !== undefined });
        await tx
          .updateTable('list')
          .set({ sync_state: 'ok', synced_at: clock(), sync_error: null })
          .where('list_id', '=', listId)
          .execute();
        const details = { ...result, file: fileDigest };
        await recordAudit(tx, { staffId: null, action: 'list.import', object: `list:${listId}`, details });
        return result;
      });
      return { ...applied, read };
    } catch (error) {
      if (error instanceof AgreementNeeded) {
        await database.transaction((tx) => askForAgreement(tx, deps, listId, error));
      }
      throw error;
    }
  } finally {
    await dropStaged(database.kysely, staging.syncId).catch(() => {});
  }
}

async function checkTarget(deps: Deps, listId: string): Promise<void> {
  const list = await deps.database.kysely
    .selectFrom('list')
    .select(['state', 'source'])
    .where('list_id', '=', listId)
    .executeTakeFirst();
  if (list === undefined) throw new ListError('list-missing', `there is no list "${listId}"`);
  if (list.state === 'withdrawn') throw new ListError('list-withdrawn', 'the list was withdrawn');
  if (list.source !== 'file') {
    throw new ListError('list-source-mismatch', 'the list is fetched from its source; use wellhouse lists sync');
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: { update(data: Uint8Array): unknown }) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
