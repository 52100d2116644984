import { sql } from 'kysely';
import { checkRegion } from '../lists/check-region.ts';
import type { KnownPictures } from '../lists/known/known-pictures.ts';
import type { FoundEntry } from '../lists/known/picture-prints.ts';
import { effectOf, type MatchEffect, unsilenced } from '../lists/list-rules.ts';
import { regionsOf } from '../lists/list-view.ts';
import { coveringRegions } from '../lists/regions.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { bankNameOf } from './bank-names.ts';
import { hmaSurface } from './bank-rules.ts';
import type { Look } from './hash-media.ts';
import { HmaError } from './hma-error.ts';

/** A match as Hasher-Matcher-Actioner writes it; `distance` is `-` for a digest. */
export interface MatchView {
  readonly bank_content_id: number;
  readonly distance: string;
}

export interface BankMatch extends MatchView {
  readonly bank: string;
  readonly kind: FoundEntry['kind'];
}

export interface LookupQuestion {
  readonly looks: readonly Look[];
  /** Names of banks that are asked; null: all. */
  readonly banks: ReadonlySet<string> | null;
  /** Where the picture was shared; null: the caller answers for it. */
  readonly region: string | null;
}

/** Most matches that are answered of one bank; the nearest. */
const mostOfBank = 250;

/**
 * Entries of active lists that may answer here, nearest first, by lists and entries as they are now. What an active
 * negative list knows to be harmless is not answered. Nothing is counted and nothing set aside: it is a question about a
 * picture, and these routes do not learn whether anything came of it.
 * @throws HmaError 403 where pictures of the region are not matched
 */
export async function findMatches(
  executor: Executor,
  known: KnownPictures,
  { looks, banks, region }: LookupQuestion,
): Promise<BankMatch[]> {
  if (region !== null) await checkAllowed(executor, region);
  const found = await findNearest(known, looks);
  if (found.length === 0) return [];
  const rows = await executor
    .selectFrom('list_entry')
    .innerJoin('list', 'list.list_id', 'list_entry.list_id')
    .select(['entry_id', 'list_entry.status', 'contributors'])
    .select(['list.list_id', 'list.kind', 'list.state', 'legal_basis', 'surfaces', 'radius'])
    .select(['quality_floor', 'minimum_sources'])
    .where(sql<boolean>`entry_id = any(${found.map(({ entry }) => entry.entryId)}::bigint[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.entry_id, row]));
  const off = await switchedOff(executor);
  const weighed = found.flatMap(({ entry, quality }) => {
    const row = byId.get(entry.entryId);
    if (row === undefined) return [];
    const effect = effectHere(row, { distance: entry.distance, quality, region, off });
    return [{ entry, listId: row.list_id, effect, distance: entry.distance }];
  });
  return unsilenced(weighed)
    .filter(({ effect }) => effect === 'hold')
    .map(({ entry, listId }) => ({
      bank: bankNameOf(listId),
      kind: entry.kind,
      bank_content_id: Number(entry.entryId),
      distance: entry.distance === null ? '-' : String(entry.distance),
    }))
    .filter(({ bank }) => banks === null || banks.has(bank))
    .filter(nearestOfEach());
}

interface Found {
  readonly entry: FoundEntry;
  /** Of the view that is near. */
  readonly quality: number;
}

/** Each entry once, by the view that is nearest to it; the nearest entries first. */
async function findNearest(known: KnownPictures, looks: readonly Look[]): Promise<Found[]> {
  const answers = await known.findMany(looks.map(({ prints }) => prints));
  const nearest = new Map<string, Found>();
  for (const [n, { quality }] of looks.entries()) {
    for (const entry of answers[n]?.found ?? []) {
      const before = nearest.get(entry.entryId);
      if (before === undefined || bits(entry) < bits(before.entry)) nearest.set(entry.entryId, { entry, quality });
    }
  }
  return [...nearest.values()].sort((a, b) => bits(a.entry) - bits(b.entry));
}

/** A digest is nearer than any hash. */
const bits = ({ distance }: FoundEntry) => distance ?? -1;

/** No bank's matches are left out for those of another. */
function nearestOfEach(): (match: BankMatch) => boolean {
  const taken = new Map<string, number>();
  return ({ bank, kind }) => {
    const count = (taken.get(`${bank} ${kind}`) ?? 0) + 1;
    taken.set(`${bank} ${kind}`, count);
    return count <= mostOfBank;
  };
}

async function checkAllowed(executor: Executor, region: string): Promise<void> {
  const { checked, why } = await checkRegion(executor, region);
  if (!checked) throw new HmaError(403, 'region-not-checked', `Pictures of ${region} are not matched: ${why ?? 'off'}`);
}

async function switchedOff(executor: Executor): Promise<ReadonlySet<string>> {
  const rows = await executor.selectFrom('album_region').select('region').where('state', '=', 'off').execute();
  return new Set(rows.map(({ region }) => region));
}

type Row = Parameters<typeof regionsOf>[0] & {
  readonly kind: Parameters<typeof effectOf>[0]['list']['kind'];
  readonly state: Parameters<typeof effectOf>[0]['list']['state'];
  readonly status: Parameters<typeof effectOf>[0]['entry']['status'];
  readonly radius: number;
  readonly quality_floor: number;
  readonly minimum_sources: number;
  readonly surfaces: readonly string[];
  readonly contributors: readonly string[];
};

/**
 * Where no region is named, whoever asks answers for it; a list of known pictures whose every region is switched off, or that
 * has a basis nowhere, answers nobody.
 */
function effectHere(
  row: Row,
  question: { distance: number | null; quality: number; region: string | null; off: ReadonlySet<string> },
): MatchEffect {
  const { distance, quality, region, off } = question;
  const regions = regionsOf(row);
  const open = regions.find((each) => !coveringRegions(each).some((covering) => off.has(covering)));
  return effectOf({
    list: {
      kind: row.kind,
      state: row.state,
      radius: row.radius,
      qualityFloor: row.quality_floor,
      minimumSources: row.minimum_sources,
      surfaces: row.surfaces,
      regions,
    },
    entry: { status: row.status, contributors: row.contributors.length },
    distance,
    quality,
    surface: hmaSurface,
    region: region ?? open ?? '',
  });
}

/** Matches by the name of their bank. */
export function byBank(matches: readonly BankMatch[]): Record<string, MatchView[]> {
  const banks: Record<string, MatchView[]> = {};
  for (const { bank, bank_content_id, distance } of matches) {
    banks[bank] ??= [];
    banks[bank].push({ bank_content_id, distance });
  }
  return banks;
}
