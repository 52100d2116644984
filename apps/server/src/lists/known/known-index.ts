import {
  createDigestTable,
  createMatchIndex,
  type DigestTable,
  type MatchIndex,
  MatchingError,
} from '@wellhouse/matching';
import type { MatchableKind } from '../fingerprint.ts';
import { nearestEntries } from './nearest-entries.ts';
import type { FoundEntry, PicturePrints } from './picture-prints.ts';

export type DigestKind = Exclude<MatchableKind, 'pdq'>;
export const digestBytes = { md5: 16, sha1: 20, sha256: 32 } as const satisfies Record<DigestKind, number>;
const digestKinds = ['md5', 'sha1', 'sha256'] as const satisfies readonly DigestKind[];

export interface KnownChange {
  readonly id: number;
  readonly kind: MatchableKind;
  /** Null: it is found no more. */
  readonly value: Uint8Array | null;
}

/** What the index holds at one moment, to be read while it changes. */
export interface CapturedIndex {
  /** As `MatchIndex.snapshot` writes it. */
  readonly pdq: Generator<Uint8Array, void, void>;
  readonly digests: Readonly<Record<DigestKind, Iterable<{ readonly digest: Uint8Array; readonly id: number }>>>;
}

/** Codes and digests of all lists, by the numbers of their entries. Everything but `sweep` is done when it returns. */
export interface KnownIndex {
  readonly count: number;
  take(changes: readonly KnownChange[]): void;
  /** Entries within `radius` bits, or with the very digest; an entry once, by its nearest hash. */
  search(picture: PicturePrints, radius: number): FoundEntry[];
  capture(): CapturedIndex;
  /** Removes digests of entries that went, once there are many; `pause` is called between steps. */
  sweep(pause: () => Promise<void>): Promise<void>;
  close(): void;
}

/** Digests that went are forgotten together when there are so many, and they are an eighth of all. */
const sweepLeast = 10_000;
const sweepStep = 20_000;

/** @param pdq a live index, which from now on belongs to this one */
export function createKnownIndex(pdq: MatchIndex = createMatchIndex()): KnownIndex {
  const tables: Record<DigestKind, DigestTable> = {
    md5: createDigestTable({ bytes: digestBytes.md5 }),
    sha1: createDigestTable({ bytes: digestBytes.sha1 }),
    sha256: createDigestTable({ bytes: digestBytes.sha256 }),
  };
  /** Entries of digests that are more than a table takes for one digest. */
  const crowded = new Map<string, Set<number>>();
  /** Entries that went and whose digests are still in a table: the row that named the digest does so no more. */
  const gone = new Set<number>();

  const addDigest = (kind: DigestKind, digest: Uint8Array, id: number): void => {
    gone.delete(id);
    try {
      tables[kind].add(digest, id);
    } catch (error) {
      if (!(error instanceof MatchingError) || error.code !== 'too-many-entries') throw error;
      const name = `${kind}:${Buffer.from(digest).toString('hex')}`;
      const ids = crowded.get(name) ?? new Set();
      crowded.set(name, ids.add(id));
    }
  };
  const findDigest = (kind: DigestKind, hex: string | null): FoundEntry[] => {
    if (hex === null) return [];
    const ids = [...tables[kind].find(Buffer.from(hex, 'hex')), ...(crowded.get(`${kind}:${hex}`) ?? [])];
    return ids
      .filter((id) => !gone.has(id))
      .map((id) => ({ entryId: String(id), kind, distance: null, variant: null }));
  };
  const digestCount = () => digestKinds.reduce((sum, kind) => sum + tables[kind].count, crowdedCount(crowded));

  return {
    get count() {
      return pdq.count + digestCount() - gone.size;
    },
    take(changes) {
      const ids: number[] = [];
      const codes: Uint8Array[] = [];
      for (const { id, kind, value } of changes) {
        if (kind !== 'pdq') {
          if (value === null) gone.add(id);
          else addDigest(kind, value, id);
        } else if (value === null) pdq.remove(id);
        else if (!pdq.has(id)) {
          ids.push(id);
          codes.push(value);
        }
      }
      if (ids.length > 0) pdq.addMany(ids, Buffer.concat(codes));
    },
    search: (picture, radius) => [
      ...digestKinds.flatMap((kind) => findDigest(kind, picture[kind])),
      ...nearestEntries(pdq, picture.pdq, radius),
    ],
    capture() {
      const left = new Set(gone);
      const crowds = [...crowded].map(([name, ids]) => ({ name, ids: [...ids] }));
      const pairsOf = (kind: DigestKind) => without(left, tables[kind].pairs(), crowdsOf(kind, crowds));
      return {
        pdq: pdq.snapshot(),
        digests: { md5: pairsOf('md5'), sha1: pairsOf('sha1'), sha256: pairsOf('sha256') },
      };
    },
    async sweep(pause) {
      if (gone.size < sweepLeast || gone.size * 8 < digestCount()) return;
      for (const ids of crowded.values()) for (const id of ids) if (gone.has(id) && ids.delete(id)) gone.delete(id);
      for (const kind of digestKinds) {
        let steps = 0;
        for (const { digest, id } of tables[kind].pairs()) {
          // It may have come back since the last step.
          if (gone.has(id) && tables[kind].remove(digest, id)) gone.delete(id);
          steps += 1;
          if (steps % sweepStep === 0) await pause();
        }
      }
    },
    close: () => pdq.close(),
  };
}

function crowdedCount(crowded: ReadonlyMap<string, ReadonlySet<number>>): number {
  let count = 0;
  for (const ids of crowded.values()) count += ids.size;
  return count;
}

function* crowdsOf(kind: DigestKind, crowds: readonly { readonly name: string; readonly ids: readonly number[] }[]) {
  for (const { name, ids } of crowds) {
    const [of, hex = ''] = name.split(':');
    if (of !== kind) continue;
    for (const id of ids) yield { digest: Buffer.from(hex, 'hex'), id };
  }
}

function* without(gone: ReadonlySet<number>, ...all: Iterable<{ readonly digest: Uint8Array; readonly id: number }>[]) {
  for (const pairs of all) for (const pair of pairs) if (!gone.has(pair.id)) yield pair;
}
