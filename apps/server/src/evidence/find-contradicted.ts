import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import type { IndexedStamp } from './stamp-index.ts';

export interface FoundContradictions {
  /** Indices of the given stamps that contradict one another, or a report that is filed already. */
  readonly own: ReadonlySet<number>;
  /** Places (hexadecimal) at which messages of other reports have to be marked too. */
  readonly elsewhere: readonly string[];
}

/**
 * Compares the stamps of a report that is being filed with those of all others. Holds a lock on each place until the
 * transaction ends, in one order for everybody: of two workers that file the two sides of a contradiction at once, the
 * second sees what the first has stored. Call it before a case's row is taken, and store the stamps in this transaction.
 */
export async function findContradicted(
  tx: Transaction,
  stamps: readonly (IndexedStamp | null)[],
): Promise<FoundContradictions> {
  const statements = new Map<string, Set<string>>();
  const add = ({ place, statement }: IndexedStamp) => {
    const known = statements.get(place.toString('hex')) ?? new Set();
    statements.set(place.toString('hex'), known.add(statement.toString('hex')));
  };
  for (const stamp of stamps) if (stamp !== null) add(stamp);
  const places = [...statements.keys()].sort().map((place) => Buffer.from(place, 'hex'));
  if (places.length === 0) return { own: new Set(), elsewhere: [] };
  const locks = places.map((place) => String(place.readBigInt64BE())).sort();
  await sql`select pg_advisory_xact_lock(lock) from unnest(${locks}::bigint[]) as lock`.execute(tx);
  const filed = await tx
    .selectFrom('evidence_item')
    .select(['place', 'statement'])
    .distinct()
    .where('place', 'in', places)
    .execute();
  const elsewhere = new Set<string>();
  for (const { place, statement } of filed) {
    if (place === null || statement === null) continue;
    add({ place, statement });
    elsewhere.add(place.toString('hex'));
  }
  const contradicted = (place: string) => (statements.get(place)?.size ?? 0) > 1;
  const own = stamps.flatMap((stamp, index) =>
    stamp !== null && contradicted(stamp.place.toString('hex')) ? [index] : [],
  );
  return { own: new Set(own), elsewhere: [...elsewhere].filter(contradicted).sort() };
}
