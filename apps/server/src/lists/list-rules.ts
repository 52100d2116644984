import type { ListChange, ListCounts, ListKind, ListState, ProblemCode } from '@wellhouse/protocol';
import type { ListEntryStatus } from '../schema/list-entry.ts';
import { coveringRegions } from './regions.ts';

/** What one match of a picture with an entry comes to. */
export type MatchEffect =
  /** The picture is held and a person looks. */
  | 'hold'
  /** Its list is in shadow. */
  | 'counted'
  /** An active negative list knows the picture to be harmless. */
  | 'harmless'
  /** The entry waits for a person because it matched too many pictures. */
  | 'set-aside'
  | 'too-few-sources'
  /** The list may not be used on this surface or in this region, or the region is switched off. */
  | 'not-allowed'
  /** Beyond the list's radius, or the picture is below its quality floor. */
  | 'too-weak'
  /** Entry or list was withdrawn or ruled out since the index was asked. */
  | 'gone';

export interface MatchFacts {
  readonly list: {
    readonly kind: ListKind;
    readonly state: ListState;
    readonly radius: number;
    readonly qualityFloor: number;
    readonly minimumSources: number;
    readonly surfaces: readonly string[];
    /** For which it has a legal basis. */
    readonly regions: readonly string[];
  };
  readonly entry: { readonly status: ListEntryStatus; readonly contributors: number };
  /** Bits between the fingerprints; null: an exact digest. */
  readonly distance: number | null;
  /** PDQ quality of the picture, 0 to 100. */
  readonly quality: number;
  readonly surface: string;
  readonly region: string;
}

export function effectOf({ list, entry, distance, quality, surface, region }: MatchFacts): MatchEffect {
  if (list.state === 'withdrawn' || entry.status === 'withdrawn' || entry.status === 'excluded') return 'gone';
  if (!list.surfaces.includes(surface) || !coversRegion(list, region)) return 'not-allowed';
  if (distance !== null && (distance > list.radius || quality < list.qualityFloor)) return 'too-weak';
  if (entry.status === 'quarantined') return 'set-aside';
  if (list.state === 'shadow') return 'counted';
  if (list.kind === 'negative') return 'harmless';
  return entry.contributors < list.minimumSources ? 'too-few-sources' : 'hold';
}

/** A negative list holds nothing back from anybody: it needs no legal basis and covers every region. */
function coversRegion({ kind, regions }: Pick<MatchFacts['list'], 'kind' | 'regions'>, region: string): boolean {
  return kind === 'negative' || coveringRegions(region).some((each) => regions.includes(each));
}

/**
 * What negative lists leave of a picture's matches. Known harmless by its very bytes: nothing. Known harmless by its looks:
 * not what it looks like, but still bytes that are on a list.
 */
export function unsilenced<M extends { readonly effect: MatchEffect; readonly distance: number | null }>(
  matches: readonly M[],
): readonly M[] {
  const harmless = matches.filter(({ effect }) => effect === 'harmless');
  if (harmless.some(({ distance }) => distance === null)) return [];
  return harmless.length === 0 ? matches : matches.filter(({ distance }) => distance === null);
}

/** Whether the picture is held. */
export function isHeld(
  matches: readonly { readonly effect: MatchEffect; readonly distance: number | null }[],
): boolean {
  return unsilenced(matches).some(({ effect }) => effect === 'hold');
}

/** Fewer entries than this may go without anybody's word: a small list can lose half to one honest withdrawal. */
const smallLoss = 20;

/** Whether a list loses more than half of what stands in it, and not just a few. */
export function isSuspiciousShrink(from: number, to: number): boolean {
  return from - to >= smallLoss && to * 2 < from;
}

/**
 * What two people have to agree to before an update takes effect, or null. A file has one author and no authority behind
 * it: while its list is active, it takes two.
 */
export function agreementOf(update: {
  readonly from: number;
  readonly to: number;
  readonly isImport: boolean;
  readonly isActive: boolean;
}): 'shrink' | 'import' | null {
  if (isSuspiciousShrink(update.from, update.to)) return 'shrink';
  return update.isImport && update.isActive ? 'import' : null;
}

/** Entries that stand in a list, whether they may match or not. */
export function standing(counts: ListCounts): number {
  return counts.live + counts.quarantined + counts.excluded;
}

export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** Why a list cannot be made active as it stands, or null. */
export function activationRefusalOf(list: {
  readonly state: ListState;
  readonly kind: ListKind;
  readonly counts: ListCounts;
  readonly regions: readonly string[];
  readonly surfaces: readonly string[];
}): Refusal | null {
  const notReady = (detail: string): Refusal => ({ code: 'list-not-ready', detail });
  if (list.state === 'withdrawn') return notReady('The list was withdrawn; add it anew.');
  if (list.state === 'active') return notReady('The list is active already.');
  if (list.kind === 'known' && list.regions.length === 0)
    return notReady('The list names no legal basis for any region.');
  if (list.surfaces.length === 0) return notReady('The list names no surface on which it may be used.');
  // A negative list is empty until a person clears a picture.
  if (list.kind === 'known' && list.counts.live === 0) return notReady('The list has no entries yet.');
  return null;
}

/** Why this person cannot answer a change, or null. Nobody is both of the two people that a change takes. */
export function answerRefusalOf(
  change: { readonly state: ListChange['state']; readonly firstStaffId: string | null },
  staffId: string,
): Refusal | null {
  if (change.state !== 'held') return { code: 'change-closed', detail: 'This change does not wait any more.' };
  if (change.firstStaffId === staffId) {
    return { code: 'same-person', detail: 'A different person has to look at this change.' };
  }
  return null;
}
