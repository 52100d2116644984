import type { WeighedMatch } from '../lists/judge-matches.ts';
import type { MatchEffect } from '../lists/list-rules.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { FoundView } from './look-up-picture.ts';

/** A match as it is kept: by the view of the picture that it came to most by. */
export interface RecordedMatch extends WeighedMatch {
  readonly kind: string;
  readonly variant: string | null;
}

/**
 * Effects that are kept of a picture, the one that matters most first. Of what is too weak, withdrawn already or not to be
 * used there, nothing is written down.
 */
const kept: readonly MatchEffect[] = ['hold', 'harmless', 'set-aside', 'too-few-sources', 'counted'];

/** One match an entry, though several views of the picture may be near it. */
export function strongestOfEach(matches: readonly WeighedMatch[], found: readonly FoundView[]): RecordedMatch[] {
  const best = new Map<string, WeighedMatch>();
  for (const match of matches) {
    const other = best.get(match.entryId);
    if (kept.includes(match.effect) && (other === undefined || isStronger(match, other))) {
      best.set(match.entryId, match);
    }
  }
  return [...best.values()].map((match) => {
    const view = found.find(({ entryId, distance }) => entryId === match.entryId && distance === match.distance);
    return { ...match, kind: view?.kind ?? 'pdq', variant: view?.variant ?? null };
  });
}

function isStronger(one: WeighedMatch, other: WeighedMatch): boolean {
  const [a, b] = [kept.indexOf(one.effect), kept.indexOf(other.effect)];
  return a === b ? (one.distance ?? -1) < (other.distance ?? -1) : a < b;
}

export async function recordMatches(
  tx: Transaction,
  { pictureId, matches, at }: { pictureId: string; matches: readonly RecordedMatch[]; at: Date },
): Promise<void> {
  if (matches.length === 0) return;
  await tx
    .insertInto('album_match')
    .values(
      matches.map(({ entryId, listId, kind, distance, variant, effect }) => ({
        picture_id: pictureId,
        entry_id: entryId,
        list_id: listId,
        kind,
        distance,
        variant,
        effect,
        matched_at: at,
      })),
    )
    .execute();
}
