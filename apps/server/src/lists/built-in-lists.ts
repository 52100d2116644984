import type { ListKind } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { addEntries } from './add-entries.ts';
import type { ListedFingerprint } from './fingerprint.ts';
import { ListError } from './list-error.ts';
import { lockList, noEntries } from './list-version.ts';
import { legalBasisOf } from './list-view.ts';
import { drillRegion } from './regions.ts';

/** Known pictures of rehearsals. */
const drillListId = 'drill';
/**
 * Radius of `cleared`, in bits: that of copies of one picture. What is near a cleared picture is not held for its looks, so it
 * must not be far.
 */
export const clearedRadius = 10;
/** What people here have looked at and cleared; `teachHarmless` fills it. */
export const clearedListId = 'cleared';

interface BuiltInList {
  readonly listId: string;
  readonly kind: ListKind;
  readonly title: string;
  readonly purpose: string;
  readonly legalBasis: Readonly<Record<string, string>>;
  /** Largest Hamming distance of a match, in bits. */
  readonly radius: number;
}

/**
 * Makes the list that rehearsals match, and puts these fingerprints on it; again changes nothing. It is active without
 * two people because it covers the region of rehearsals alone, in which nobody's pictures are.
 * @throws ListError `list-source-mismatch` when there is another list of this name, `list-withdrawn`
 */
export async function ensureDrillList(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  fingerprints: readonly ListedFingerprint[],
): Promise<void> {
  const at = clock();
  const isNew = await ensureList(tx, at, {
    listId: drillListId,
    kind: 'known',
    title: 'Rehearsals',
    purpose: 'Harmless pictures made for rehearsals of what comes of a match',
    legalBasis: { [drillRegion]: 'Rehearsals with pictures that show nobody' },
    radius: 31,
  });
  const list = await lockList(tx, drillListId);
  if (list === null) throw new Error('read the list of rehearsals back');
  await addEntries(tx, list, { fingerprints, prefix: '', contributor: 'drill', staffId: null, at });
  if (!isNew) return;
  const details = { builtIn: true, kind: 'known' };
  await recordAudit(tx, { staffId: null, action: 'list.create', object: `list:${drillListId}`, details });
}

/**
 * Makes the list of what people here have cleared, and names it; again changes nothing. It holds nothing and is active from
 * the start. Its radius is that of copies of one picture (Meta's own measure of agreement is 10 bits): what is near a cleared
 * picture is not held for its looks, so that must not be far. Null: it was withdrawn, or somebody has another list of this
 * name; nothing is learned then. What is audited is the answer that a person gave.
 */
export async function ensureClearedList(tx: Transaction, { clock }: Pick<Deps, 'clock'>): Promise<string | null> {
  try {
    await ensureList(tx, clock(), {
      listId: clearedListId,
      kind: 'negative',
      title: 'Cleared here',
      purpose: 'Pictures that matched a list and that a person has looked at and cleared',
      legalBasis: {},
      radius: clearedRadius,
    });
    return clearedListId;
  } catch (error) {
    if (error instanceof ListError) return null;
    throw error;
  }
}

/** Whether the list was not there yet. */
async function ensureList(tx: Transaction, at: Date, list: BuiltInList): Promise<boolean> {
  const { listId, kind, title, purpose, legalBasis, radius } = list;
  const inserted = await tx
    .insertInto('list')
    .values({
      list_id: listId,
      kind,
      source: 'file',
      connection_id: null,
      state: 'active',
      title,
      purpose,
      agreement: 'Built in',
      category: 'other',
      legal_basis: JSON.stringify(legalBasis),
      surfaces: ['shared-album'],
      radius,
      quality_floor: 50,
      minimum_sources: 1,
      // Rehearsals may be many on one day, and nobody floods anything with them.
      flood_limit: 1_000_000,
      counts: JSON.stringify(noEntries),
      checkpoint: null,
      sync_started_at: null,
      synced_at: null,
      next_sync_at: null,
      sync_error: null,
      created_at: at,
      created_by: null,
    })
    .onConflict((conflict) => conflict.column('list_id').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    await checkList(tx, list);
    return false;
  }
  const details = JSON.stringify({ builtIn: true, kind });
  await tx
    .insertInto('list_version')
    .values({ list_id: listId, version: '1', at, staff_id: null, kind: 'created', details })
    .execute();
  return true;
}

/** That somebody's own list does not pass for a built-in one. People may have changed other settings of it. */
async function checkList(tx: Transaction, { listId, kind, legalBasis }: BuiltInList): Promise<void> {
  const found = await tx
    .selectFrom('list')
    .select(['kind', 'source', 'state', 'agreement', 'legal_basis'])
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  const regions = Object.keys(legalBasisOf(found));
  const isOurs = found.kind === kind && found.source === 'file' && found.agreement === 'Built in';
  if (!isOurs || regions.some((region) => !Object.hasOwn(legalBasis, region))) {
    throw new ListError('list-source-mismatch', `the list "${listId}" is not the one that is built in`);
  }
  if (found.state === 'withdrawn') throw new ListError('list-withdrawn', `the list "${listId}" was withdrawn`);
}
