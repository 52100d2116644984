import { type RawBuilder, sql } from 'kysely';
import { drillHubId } from '../platform/drill-hub.ts';

/** As many of 256 bits may differ between two copies of what counts as one picture; lists match up to 31. */
export const sameBits = 10;

/** Below this PDQ quality a picture is too plain to be told from others by its looks. */
const plainQuality = 50;

/**
 * The sixteen parts of a PDQ, each with its place in front: two hashes that differ in up to fifteen bits share at least one, so
 * an index over the parts misses none of those that differ in ten. Empty where looks say too little.
 */
export function looksOf({ pdq, quality }: { readonly pdq: Buffer | null; readonly quality: number | null }): number[] {
  if (pdq === null || quality === null || quality < plainQuality) return [];
  return Array.from({ length: 16 }, (_, index) => index * 65_536 + pdq.readUInt16BE(index * 2));
}

const bits = (hash: 'same.pdq' | 'one.pdq') => sql`('x' || encode(${sql.ref(hash)}, 'hex'))::bit(256)`;
/** A rehearsal shows the same pictures again and again, and says nothing about anybody's. */
const isReal = sql`same.hub_id <> ${drillHubId} and one.hub_id <> ${drillHubId}`;

/**
 * Ids of the pictures that came to a person and are the same as the row `one` of album_picture, itself among them: the very
 * same bytes, or looks that differ in ten bits at most.
 */
export const sameAsOne: RawBuilder<unknown> = sql`(
  select one.picture_id
  union
  select same.picture_id from album_picture same
  where same.looks is not null and same.sha256 = one.sha256 and ${isReal}
  union
  select same.picture_id from album_picture same
  where same.looks is not null and same.looks && one.looks
    and bit_count(${bits('same.pdq')} # ${bits('one.pdq')}) <= ${sameBits} and ${isReal}
)`;
