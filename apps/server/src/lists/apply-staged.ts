import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import type { JsonValue } from '../platform/jobs/job.ts';
import { useAgreement } from './agreement.ts';
import { latelyStanding } from './lately-standing.ts';
import { AgreementNeeded, ListError } from './list-error.ts';
import { agreementOf, standing } from './list-rules.ts';
import { lockList, writeVersion } from './list-version.ts';
import { dropStaged } from './stage-items.ts';
import { withdrawEntries } from './withdraw-entries.ts';

export interface StagedUpdate {
  readonly listId: string;
  readonly syncId: string;
  readonly kind: 'synced' | 'imported';
  /** full: what is not staged has vanished. */
  readonly mode: 'delta' | 'full';
  readonly at: Date;
  /** Of a sync: where the list must stand, and where it stands afterwards. */
  readonly checkpoint: { readonly before: unknown; readonly after: JsonValue } | null;
  /** SHA-256 of the file, lower-case hexadecimal; null for a sync. */
  readonly fileDigest: string | null;
  /** The file was read with a type that does not stand in it, so its digest does not say what it means. */
  readonly hasOutsideType?: boolean;
}

export interface Applied {
  readonly added: number;
  /** Entries whose class, status or contributors changed, or that came back. */
  readonly changed: number;
  readonly withdrawn: number;
}

/**
 * Applies everything staged under `syncId` in the caller's transaction: all of it or, thrown, nothing.
 * @throws AgreementNeeded, ListError `list-withdrawn`, `list-sync-overtaken`, `list-activation-waits`, `list-file-invalid`
 */
export async function applyStaged(tx: Transaction, update: StagedUpdate): Promise<Applied> {
  const { listId, syncId, at } = update;
  // Millions of rows take longer than a request may.
  await sql`set local statement_timeout = '30min'`.execute(tx);
  const list = await lockList(tx, listId);
  if (list === null || list.state === 'withdrawn') throw new ListError('list-withdrawn', 'the list was withdrawn');
  if (update.checkpoint !== null && !isDeepStrictEqual(list.checkpoint, update.checkpoint.before)) {
    throw new ListError('list-sync-overtaken', 'another sync of this list was faster');
  }
  await arrange(tx, syncId);
  const version = list.nextVersion;
  const withdrawn = await withdrawEntries(tx, { version, at }, goneOf(update));
  const { added, changed } = await put(tx, { listId, version, at });
  if (added + changed + withdrawn > 0) {
    if (update.kind === 'imported') await refuseWhileActivationWaits(tx, listId);
    const details = { added, changed, withdrawn };
    const counts = await writeVersion(tx, list, { listId, at, staffId: null, kind: update.kind, details });
    const to = standing(counts);
    const lately = withdrawn === 0 ? 0 : await latelyStanding(tx, { listId, now: to, at });
    const from = Math.max(standing(list.counts), lately);
    const kind = agreementOf({ from, to, isImport: update.kind === 'imported', isActive: list.state === 'active' });
    if (kind !== null && update.hasOutsideType) {
      throw new ListError(
        'list-file-invalid',
        'two people have to agree to this file, by its SHA-256: write the type on each line instead of beside the file',
      );
    }
    const asked = { ...details, from, to, digest: update.fileDigest };
    if (kind !== null && !(await useAgreement(tx, { listId, update: asked, at }))) {
      throw new AgreementNeeded(kind, asked);
    }
  }
  if (update.checkpoint !== null) {
    await tx
      .updateTable('list')
      .set({ checkpoint: JSON.stringify(update.checkpoint.after) })
      .where('list_id', '=', listId)
      .execute();
  }
  await dropStaged(tx, syncId);
  return { added, changed, withdrawn };
}

/** What the second person agrees to must be what the first saw. A source needs nobody's word for what it holds. */
async function refuseWhileActivationWaits(tx: Transaction, listId: string): Promise<void> {
  const waiting = await tx
    .selectFrom('list_change')
    .select('change_id')
    .where('list_id', '=', listId)
    .where('kind', '=', 'activate')
    .where('state', '=', 'held')
    .executeTakeFirst();
  if (waiting === undefined) return;
  throw new ListError(
    'list-activation-waits',
    'the activation of the list waits for a second person; nothing is imported until it was answered',
  );
}

/** Of several descriptions of one item the latest holds; of a tie the one that withdraws it, else the last read. */
async function arrange(tx: Transaction, syncId: string): Promise<void> {
  await sql`create temporary table staged_item on commit drop as
    select distinct on (source_id) source_id, deleted, media, class, source_status, contributors, feedback_ref,
      fingerprints
    from list_staged where sync_id = ${syncId}::uuid
    order by source_id, stamp desc nulls last, deleted desc, n desc`.execute(tx);
  await sql`create temporary table staged_print on commit drop as
    select distinct on (source_id, kind, digest) *
    from (select source_id, print.kind, substring(sha256(decode(print.hex, 'hex')) for 16) as digest,
        decode(print.hex, 'hex') as value, media, class, source_status, contributors, feedback_ref
      from staged_item cross join lateral jsonb_to_recordset(fingerprints) as print (kind text, hex text)
      where not deleted) prints
    order by source_id, kind, digest`.execute(tx);
  await sql`create unique index on staged_item (source_id)`.execute(tx);
  await sql`create unique index on staged_print (source_id, kind, digest)`.execute(tx);
  await sql`analyze staged_item, staged_print`.execute(tx);
}

/** Entries that the update takes away. What people have added to a list by hand does not vanish with a file. */
function goneOf({ listId, mode }: StagedUpdate) {
  const isFull = mode === 'full';
  return sql`select entry.entry_id,
      case when item.source_id is null then 'vanished' when item.deleted then 'deleted' else 'replaced' end as why
    from list_entry entry
    left join staged_item item on item.source_id = entry.source_id
    left join staged_print print on print.source_id = entry.source_id and print.kind = entry.kind
      and print.digest = entry.digest
    where entry.list_id = ${listId} and entry.status <> 'withdrawn' and print.source_id is null
      and (item.source_id is not null or (${isFull}::boolean and entry.source_id not like 'person:%'))`;
}

async function put(
  tx: Transaction,
  { listId, version, at }: { listId: string; version: string; at: Date },
): Promise<{ added: number; changed: number }> {
  const { rows } = await sql<{ added: number; changed: number }>`with put as (
      insert into list_entry as entry (list_id, source_id, kind, digest, value, media, class, source_status,
        contributors, feedback_ref, status, version, added_at)
      select ${listId}, source_id, kind, digest, value, media, class, source_status, contributors, feedback_ref,
        'live', ${version}::bigint, ${at}
      from staged_print
      on conflict (list_id, source_id, kind, digest) do update set value = excluded.value, media = excluded.media,
        class = excluded.class, source_status = excluded.source_status, contributors = excluded.contributors,
        feedback_ref = excluded.feedback_ref, version = excluded.version, withdrawn_at = null, withdrawn_why = null,
        status = case when entry.status <> 'withdrawn' then entry.status when entry.ruled_out then 'excluded'
          else 'live' end
      where entry.status = 'withdrawn'
        or (entry.media, entry.class, entry.source_status, entry.contributors, entry.feedback_ref)
          is distinct from (excluded.media, excluded.class, excluded.source_status, excluded.contributors,
          excluded.feedback_ref)
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new)::integer as added, count(*) filter (where not is_new)::integer as changed
    from put`.execute(tx);
  return rows[0] ?? { added: 0, changed: 0 };
}
