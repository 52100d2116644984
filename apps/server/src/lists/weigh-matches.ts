import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { effectOf, isHeld, type MatchEffect } from './list-rules.ts';
import { lockList, writeVersion } from './list-version.ts';
import { regionsOf } from './list-view.ts';

export interface PictureMatches {
  /** 32 bytes that are the same for the same picture, e.g. its SHA-256. */
  readonly picture: Uint8Array;
  /** PDQ quality, 0 to 100. */
  readonly quality: number;
  readonly surface: string;
  readonly region: string;
  /** What the indexes answered; `distance` null: an exact digest. */
  readonly found: readonly { readonly entryId: string; readonly distance: number | null }[];
}

export interface WeighedMatch {
  readonly entryId: string;
  readonly listId: string;
  readonly distance: number | null;
  readonly effect: MatchEffect;
}

/** Most entries that one picture is weighed with; the nearest are kept. */
const mostMatches = 1_000;

/**
 * Says what each match of one picture comes to, by lists and entries as they are now and not as an index remembers
 * them, counts it, and sets an entry aside that has matched more different pictures today than its list allows.
 */
export async function weighMatches(
  tx: Transaction,
  { clock, random }: Pick<Deps, 'clock' | 'random'>,
  given: PictureMatches,
): Promise<{ held: boolean; matches: WeighedMatch[] }> {
  const found = given.found.toSorted((a, b) => (a.distance ?? -1) - (b.distance ?? -1)).slice(0, mostMatches);
  if (found.length === 0) return { held: false, matches: [] };
  const at = clock();
  const day = at.toISOString().slice(0, 10);
  const flooded = await noteFlood(tx, { day, picture: given.picture, entryIds: found.map(({ entryId }) => entryId) });
  for (const { listId, entryId } of flooded) await setAside(tx, { listId, entryId, at });
  const rows = await tx
    .selectFrom('list_entry')
    .innerJoin('list', 'list.list_id', 'list_entry.list_id')
    .select(['entry_id', 'list_entry.status', 'contributors'])
    .select(['list.list_id', 'list.kind', 'list.state', 'legal_basis', 'surfaces', 'radius'])
    .select(['quality_floor', 'minimum_sources'])
    .where(
      'entry_id',
      'in',
      found.map(({ entryId }) => entryId),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.entry_id, row]));
  const matches = found.flatMap(({ entryId, distance }): WeighedMatch[] => {
    const row = byId.get(entryId);
    if (row === undefined) return [];
    const effect = effectOf({
      list: {
        kind: row.kind,
        state: row.state,
        radius: row.radius,
        qualityFloor: row.quality_floor,
        minimumSources: row.minimum_sources,
        surfaces: row.surfaces,
        regions: regionsOf(row),
      },
      entry: { status: row.status, contributors: row.contributors.length },
      distance,
      quality: given.quality,
      surface: given.surface,
      region: given.region,
    });
    return [{ entryId, listId: row.list_id, distance, effect }];
  });
  await countMatches(tx, day, matches);
  // Now and then is often enough.
  if (random(1)[0] === 0) await pruneMatches(tx, at);
  return { held: isHeld(matches), matches };
}

/** Notes the picture with each live entry and names those that have now matched too many today. */
async function noteFlood(
  tx: Transaction,
  { day, picture, entryIds }: { day: string; picture: Uint8Array; entryIds: readonly string[] },
): Promise<{ entryId: string; listId: string }[]> {
  const { rows } = await sql<{ entry_id: string; list_id: string }>`with noted as (
      insert into list_entry_match (entry_id, day, picture)
      select entry_id, ${day}::date, ${Buffer.from(picture)}
      from list_entry where entry_id = any(${entryIds}::bigint[]) and status = 'live' and not flood_released
      order by entry_id
      on conflict do nothing returning entry_id
    ), sums as (
      -- The statement does not see its own rows.
      select noted.entry_id, 1 + (select count(*) from list_entry_match seen
        where seen.entry_id = noted.entry_id and seen.day = ${day}::date) as pictures
      from noted
    )
    select entry.entry_id, entry.list_id from sums
    join list_entry entry using (entry_id) join list using (list_id)
    where pictures > flood_limit and list.kind = 'known' order by entry.list_id, entry.entry_id`.execute(tx);
  return rows.map((row) => ({ entryId: row.entry_id, listId: row.list_id }));
}

async function setAside(
  tx: Transaction,
  { listId, entryId, at }: { listId: string; entryId: string; at: Date },
): Promise<void> {
  const list = await lockList(tx, listId);
  if (list === null) return;
  const updated = await tx
    .updateTable('list_entry')
    .set({ status: 'quarantined', version: list.nextVersion })
    .where('entry_id', '=', entryId)
    .where('status', '=', 'live')
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) return;
  await tx
    .insertInto('list_event')
    .values({ at, kind: 'list-entry-quarantined', list_id: listId, entry_id: entryId, why: 'flood', handled_at: null })
    .execute();
  const version = { listId, at, staffId: null, kind: 'entry-quarantined', details: { entryId } } as const;
  await writeVersion(tx, list, version, { from: 'live', to: 'quarantined', entries: 1 });
}

async function countMatches(tx: Transaction, day: string, matches: readonly WeighedMatch[]): Promise<void> {
  const counts = new Map<string, { list_id: string; effect: string; matches: number }>();
  // A picture counts once for a list and effect, however many entries it is near.
  for (const { listId, effect } of matches) counts.set(`${listId}\n${effect}`, { list_id: listId, effect, matches: 1 });
  const rows = [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (rows.length === 0) return;
  await sql`insert into list_match_count as total (list_id, day, effect, matches)
    select list_id, ${day}::date, effect, matches
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (list_id text, effect text, matches bigint)
    on conflict (list_id, day, effect) do update set matches = total.matches + excluded.matches`.execute(tx);
}

/** Forgets which pictures matched on days before yesterday. */
export async function pruneMatches(tx: Transaction, now: Date): Promise<void> {
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  await tx.deleteFrom('list_entry_match').where('day', '<', yesterday).execute();
}
