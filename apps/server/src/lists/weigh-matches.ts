import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { checkRegion } from './check-region.ts';
import { type FoundMatch, judgeMatches, type WeighedMatch } from './judge-matches.ts';
import { isHeld, type MatchEffect } from './list-rules.ts';
import { lockList, writeVersion } from './list-version.ts';

export interface PictureMatches {
  /** 32 bytes that are the same for the same picture, e.g. its SHA-256. */
  readonly picture: Uint8Array;
  /** PDQ quality, 0 to 100. */
  readonly quality: number;
  readonly surface: string;
  readonly region: string;
  /** What the indexes answered. */
  readonly found: readonly FoundMatch[];
}

/**
 * Effects that count as a match of the entry. What an index names beyond that was never a match: pictures that are too far off,
 * too plain or shared where the list is not used hold nothing, and would otherwise set entries aside that hold the known one.
 */
const floods: ReadonlySet<MatchEffect> = new Set(['hold', 'counted', 'too-few-sources']);

/** Most matches of one list with one effect that a picture is weighed with; the nearest are kept. */
const mostOfList = 250;

/**
 * Says what each match of one picture comes to, by lists and entries as they are now and not as an index remembers
 * them, counts it, and sets an entry aside that has matched more different pictures today than its list allows.
 */
export async function weighMatches(
  tx: Transaction,
  { clock, random }: Pick<Deps, 'clock' | 'random'>,
  given: PictureMatches,
): Promise<{ held: boolean; matches: WeighedMatch[] }> {
  if (given.found.length === 0) return { held: false, matches: [] };
  const at = clock();
  const day = at.toISOString().slice(0, 10);
  // Whoever switches a region off stops the pictures that are being looked at too.
  const { checked } = await checkRegion(tx, given.region);
  // Nothing is kept as it is yet: whoever sets an entry aside locks its list first.
  const judged = nearestOfEachList(await judgeMatches(tx, { ...given, checked, kept: false }));
  const entryIds = judged.filter(({ effect }) => floods.has(effect)).map(({ entryId }) => entryId);
  const weighed = new Set(judged.map(({ entryId }) => entryId));
  const found = given.found.filter(({ entryId }) => weighed.has(entryId));
  const flooded = await noteFlood(tx, { day, picture: given.picture, entryIds });
  for (const { listId, entryId } of flooded) await setAside(tx, { listId, entryId, at });
  const matches = await judgeMatches(tx, { ...given, found, checked });
  await countMatches(tx, day, matches);
  // Now and then is often enough.
  if (random(1)[0] === 0) await pruneMatches(tx, at);
  return { held: isHeld(matches), matches };
}

/**
 * The nearest matches of each list and effect. Were the nearest of all kept, whoever may add a thousand entries to one list
 * could hide a picture that is on another, or an entry of the same list that more sources vouch for.
 */
function nearestOfEachList(judged: readonly WeighedMatch[]): WeighedMatch[] {
  const taken = new Map<string, number>();
  return judged
    .toSorted((a, b) => (a.distance ?? -1) - (b.distance ?? -1))
    .filter(({ listId, effect }) => {
      const count = (taken.get(`${listId} ${effect}`) ?? 0) + 1;
      taken.set(`${listId} ${effect}`, count);
      return count <= mostOfList;
    });
}

/** Notes the picture with each live entry and names those that have now matched too many today. */
async function noteFlood(
  tx: Transaction,
  { day, picture, entryIds }: { day: string; picture: Uint8Array; entryIds: readonly string[] },
): Promise<{ entryId: string; listId: string }[]> {
  if (entryIds.length === 0) return [];
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
